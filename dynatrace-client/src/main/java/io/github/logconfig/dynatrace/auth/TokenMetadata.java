package io.github.logconfig.dynatrace.auth;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Name, scopes and state of a token.
 *
 * @param id prefix and public part; may be shown
 * @param name the name; empty if there is none
 * @param enabled whether the token can be used
 * @param scopes the scopes, for example {@code settings.read}
 * @param expiration when it expires; empty if it does not
 * @since 0.1.0
 */
public record TokenMetadata(
    String id, String name, boolean enabled, Set<String> scopes, Optional<Instant> expiration) {

  public TokenMetadata {
    scopes = Set.copyOf(scopes);
  }

  /**
   * Returns the scopes that the token lacks.
   *
   * @param needed the scopes to check
   * @return those that the token does not have, in their order
   */
  public Set<TokenScope> missing(Collection<TokenScope> needed) {
    Set<TokenScope> missing = new LinkedHashSet<>(needed);
    missing.removeIf(scope -> scopes.contains(scope.value()));
    return missing;
  }
}
