package io.github.logconfig.manifest;

import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.InvalidValueException;
import java.util.regex.Pattern;

/**
 * Name of the job that brings one cluster's desired state to Dynatrace. It ends in the state's
 * fingerprint, so that a change of the state is another job, which runs, and no change is the same
 * job, which does not run again.
 *
 * @param value at most 63 characters, valid as the name of a Kubernetes object
 * @since 0.1.0
 */
public record LogConfigJobName(String value) {

  /**
   * The longest prefix: a name has 63 characters, of which a hyphen and the short fingerprint take
   * 11.
   */
  public static final int LONGEST_PREFIX = 52;

  private static final Pattern PREFIX = Pattern.compile("[a-z0-9]([-a-z0-9]{0,51})");

  /**
   * The name for a desired state.
   *
   * @param prefix 1 to {@value #LONGEST_PREFIX} lower-case letters, digits or hyphens, not led by a
   *     hyphen
   * @param fingerprint the fingerprint of the desired state
   * @return prefix, hyphen, and the short fingerprint
   * @throws InvalidValueException if {@code prefix} has another form
   */
  public static LogConfigJobName of(String prefix, Fingerprint fingerprint) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new InvalidValueException(
          "job name prefix", prefix, "1 to 52 lower-case letters, digits or '-', not led by '-'");
    }
    return new LogConfigJobName(prefix + "-" + fingerprint.shortForm());
  }

  @Override
  public String toString() {
    return value;
  }
}
