package io.github.logconfig.plan;

import io.github.logconfig.model.NamespaceName;
import java.util.List;
import java.util.Optional;

/**
 * Something that a person must know about a plan.
 *
 * @param code what kind of thing it is
 * @param severity how much it matters here
 * @param message what it is, in one sentence, and what to do about it; text of unknown origin in it
 *     is quoted
 * @param rule the rule that it is about; empty if it is about none, or several
 * @param namespaces the namespaces that it is about, in natural order; often none
 * @since 0.1.0
 */
public record Finding(
    FindingCode code,
    Severity severity,
    String message,
    Optional<RuleReference> rule,
    List<NamespaceName> namespaces) {

  /**
   * Copies the namespaces.
   *
   * @param code as told above
   * @param severity as told above
   * @param message as told above
   * @param rule as told above
   * @param namespaces as told above
   */
  public Finding {
    namespaces = List.copyOf(namespaces);
  }

  /**
   * A finding that is about no rule or namespace in particular, as severe as its kind.
   *
   * @param code what kind of thing it is
   * @param message what it is, and what to do about it
   */
  public Finding(FindingCode code, String message) {
    this(code, code.severity(), message, Optional.empty(), List.of());
  }
}
