package io.github.logconfig.simulator;

import java.util.List;

/**
 * Something that was exchanged with a simulator broke the contract that it was checked against.
 *
 * @see ExchangeCheck
 * @since 0.1.0
 */
public final class ContractViolationError extends AssertionError {

  private static final long serialVersionUID = 1L;

  private final transient List<String> violations;

  ContractViolationError(List<String> violations) {
    super("violations of the API contract:\n  " + String.join("\n  ", violations));
    this.violations = List.copyOf(violations);
  }

  /**
   * What broke the contract.
   *
   * @return each violation in words, at least one
   */
  public List<String> violations() {
    return violations;
  }
}
