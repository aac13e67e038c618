package io.github.logconfig.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that contradicts itself. It names everything that is wrong, not just the first
 * thing.
 *
 * @since 0.1.0
 */
public final class ConfigValidationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** What is wrong; lost, unlike the message, if the exception is serialized. */
  private final transient List<Violation> violations;

  /**
   * Reports these violations.
   *
   * @param violations what is wrong, at least one
   */
  public ConfigValidationException(List<Violation> violations) {
    super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  /**
   * Everything that is wrong.
   *
   * @return at least one violation
   */
  public List<Violation> violations() {
    return violations;
  }
}
