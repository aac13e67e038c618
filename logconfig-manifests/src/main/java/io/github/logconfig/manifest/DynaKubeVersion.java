package io.github.logconfig.manifest;

/**
 * Version of the {@code dynatrace.com} API in which a {@code DynaKube} is written.
 *
 * @since 0.1.0
 */
public enum DynaKubeVersion {
  /** Operators 0.12 to 1.6. */
  V1BETA1("v1beta1"),
  /** Operators 1.2 to 1.6. */
  V1BETA2("v1beta2"),
  /** Operators 1.4 to 1.7. */
  V1BETA3("v1beta3"),
  /** Operators 1.5 to 1.9. */
  V1BETA4("v1beta4"),
  /** Operators 1.6 to 1.11, deprecated since 1.10. */
  V1BETA5("v1beta5"),
  /** Operators 1.8 to 1.11. */
  V1BETA6("v1beta6");

  private final String label;

  DynaKubeVersion(String label) {
    this.label = label;
  }

  /** Returns the version as written in {@code apiVersion}, for example {@code v1beta6}. */
  public String label() {
    return label;
  }
}
