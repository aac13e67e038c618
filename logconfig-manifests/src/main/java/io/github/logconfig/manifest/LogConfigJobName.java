package io.github.logconfig.manifest;

import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.InvalidValueException;
import java.util.regex.Pattern;

/**
 * Name of the job that applies the desired state of one cluster. It ends in the fingerprint of the
 * state: a changed state is a new job, which runs; an unchanged state is the same job, which does
 * not run again.
 *
 * @param value at most 63 characters, valid as the name of a Kubernetes object
 * @since 0.1.0
 */
public record LogConfigJobName(String value) {

  /** The longest prefix: 63 characters less a hyphen and the ten digits of the fingerprint. */
  public static final int LONGEST_PREFIX = 52;

  private static final Pattern PREFIX = Pattern.compile("[a-z0-9]([-a-z0-9]{0,51})");

  /**
   * Returns the name {@code PREFIX-FINGERPRINT}, with the short form of the fingerprint.
   *
   * @param prefix 1 to {@value #LONGEST_PREFIX} lower-case letters, digits or hyphens, not starting
   *     with a hyphen
   * @param fingerprint fingerprint of the desired state
   * @throws InvalidValueException if {@code prefix} is invalid
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
