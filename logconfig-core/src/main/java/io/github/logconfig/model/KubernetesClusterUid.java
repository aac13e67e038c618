package io.github.logconfig.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The UID of a Kubernetes cluster: the UID of its namespace {@code kube-system}, which Dynatrace
 * calls {@code k8s.cluster.uid}. Unlike a display name, it is unique.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param value the UID, in lower case
 * @since 0.1.0
 */
public record KubernetesClusterUid(String value) {

  private static final Pattern SYNTAX = Pattern.compile("[0-9a-z][0-9a-z-]{0,62}");

  /**
   * Converts the UID to lower case.
   *
   * @throws InvalidValueException if {@code value} is not 1 to 63 letters, digits and hyphens
   */
  public KubernetesClusterUid {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!SYNTAX.matcher(lower).matches()) {
      throw new InvalidValueException(
          "Kubernetes cluster UID",
          value,
          "the UID of the namespace kube-system, such as 6c12a3b5-6d9e-4d57-9a2f-0b1c2d3e4f50");
    }
    value = lower;
  }

  /**
   * Returns the UID of a Kubernetes cluster.
   *
   * @throws InvalidValueException if {@code value} is not valid
   */
  public static KubernetesClusterUid of(String value) {
    return new KubernetesClusterUid(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
