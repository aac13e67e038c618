package io.github.logconfig.plan;

import io.github.logconfig.model.NamespaceName;
import java.util.List;
import java.util.Optional;

/**
 * A fact about a plan that its reviewers should know.
 *
 * @param code the code
 * @param severity the severity
 * @param message the fact, its consequence and what to do about it; text of unknown origin is
 *     quoted
 * @param rule the rule that the finding is about; empty if there is none, or more than one
 * @param namespaces the affected namespaces in natural order; may be empty
 * @since 0.1.0
 */
public record Finding(
    FindingCode code,
    Severity severity,
    String message,
    Optional<RuleReference> rule,
    List<NamespaceName> namespaces) {

  /** Copies the namespaces. */
  public Finding {
    namespaces = List.copyOf(namespaces);
  }

  /** Creates a finding about no particular rule or namespace, with the severity of its code. */
  public Finding(FindingCode code, String message) {
    this(code, code.severity(), message, Optional.empty(), List.of());
  }

  /** Returns whether the finding is an error: the desired state is not reached. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Returns whether the finding has a code. */
  public boolean is(FindingCode other) {
    return code == other;
  }
}
