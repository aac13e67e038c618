package io.github.logconfig.reconcile.rollout;

import io.github.logconfig.model.InvalidValueException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One stage of a rollout. It succeeds if all its clusters are as desired, the soak time has passed
 * since their managed rules were modified last, and the logs arrive within the limit, if there is
 * one.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param name the name, a DNS label
 * @param selector selects the clusters; those of earlier stages are left out
 * @param soak how long to wait after the last modification; zero for not at all
 * @param arrival the limit on namespaces whose logs do not arrive as expected; empty if this is not
 *     checked
 * @since 0.1.0
 */
public record Stage(
    String name, StageSelector selector, Duration soak, Optional<ArrivalLimit> arrival) {

  /** The name of the implicit last stage, which has the clusters that no other stage selects. */
  public static final String REST = "rest";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /**
   * Validates the name.
   *
   * @throws InvalidValueException if the name is no DNS label
   * @throws IllegalArgumentException if the soak time is negative
   */
  public Stage {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "stage name", name, "lower-case letters, digits and hyphens, at most 63 characters");
    }
    if (soak.isNegative()) {
      throw new IllegalArgumentException("soak time " + soak + "; expected 0 or more");
    }
  }

  static Stage rest() {
    return new Stage(REST, StageSelector.ALL, Duration.ZERO, Optional.empty());
  }
}
