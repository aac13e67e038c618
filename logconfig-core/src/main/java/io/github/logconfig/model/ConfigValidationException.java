package io.github.logconfig.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A desired state that is inconsistent. The exception lists all violations.
 *
 * @since 0.1.0
 */
public final class ConfigValidationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** The violations; empty after deserialization, unlike the message. */
  private final transient List<Violation> violations;

  /**
   * Creates an exception.
   *
   * @param violations at least one violation
   */
  public ConfigValidationException(List<Violation> violations) {
    super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  /** Returns all violations. */
  public List<Violation> violations() {
    return violations;
  }
}
