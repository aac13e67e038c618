package io.github.logconfig.dynatrace;

import java.util.List;
import java.util.Set;

/**
 * A token that cannot do what it is needed for: it lacks scopes, or is disabled.
 *
 * @since 0.1.0
 */
public final class MissingScopesException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /** Lost, unlike the message, if the exception is serialized. */
  private final transient Set<TokenScope> missing;

  MissingScopesException(String request, TokenMetadata token, Set<TokenScope> missing) {
    super(
        request,
        token.enabled()
            ? "token " + token.id() + " lacks the scopes " + List.copyOf(missing)
            : "token " + token.id() + " is disabled");
    this.missing = missing;
  }

  /**
   * What the token lacks.
   *
   * @return the scopes; empty if the token is disabled
   */
  public Set<TokenScope> missing() {
    return missing;
  }
}
