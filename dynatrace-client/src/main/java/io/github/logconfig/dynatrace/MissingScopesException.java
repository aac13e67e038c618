package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.auth.TokenMetadata;
import io.github.logconfig.dynatrace.auth.TokenScope;
import java.util.List;
import java.util.Set;

/**
 * The token lacks scopes that an operation needs, or is disabled.
 *
 * @since 0.1.0
 */
public final class MissingScopesException extends DynatraceException {

  private static final long serialVersionUID = 1L;

  /** Not serialized, unlike the message. */
  private final transient Set<TokenScope> missing;

  /**
   * Creates an exception.
   *
   * @param request method and path template
   * @param token the token
   * @param missing the scopes that it lacks
   */
  public MissingScopesException(String request, TokenMetadata token, Set<TokenScope> missing) {
    super(
        request,
        token.enabled()
            ? "token " + token.id() + " lacks the scopes " + List.copyOf(missing)
            : "token " + token.id() + " is disabled");
    this.missing = missing;
  }

  /**
   * Returns the scopes that the token lacks.
   *
   * @return the scopes; empty if the token is disabled
   */
  public Set<TokenScope> missing() {
    return missing;
  }
}
