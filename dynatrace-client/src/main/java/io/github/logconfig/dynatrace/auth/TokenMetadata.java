package io.github.logconfig.dynatrace.auth;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the service knows of a token.
 *
 * @param id prefix and public part; may be shown
 * @param name the name that its owner gave to it; empty if there is none
 * @param enabled whether it can be used
 * @param scopes what it may do, for example {@code settings.read}
 * @param expiration when it ends; empty if it does not
 * @since 0.1.0
 */
public record TokenMetadata(
    String id, String name, boolean enabled, Set<String> scopes, Optional<Instant> expiration) {

  /**
   * Copies the scopes.
   *
   * @param id as told above
   * @param name as told above
   * @param enabled as told above
   * @param scopes as told above
   * @param expiration as told above
   */
  public TokenMetadata {
    scopes = Set.copyOf(scopes);
  }

  /**
   * What the token lacks.
   *
   * @param needed what it is needed for
   * @return those of the scopes that it does not have, in their order
   */
  public Set<TokenScope> missing(Collection<TokenScope> needed) {
    Set<TokenScope> missing = new LinkedHashSet<>(needed);
    missing.removeIf(scope -> scopes.contains(scope.value()));
    return missing;
  }
}
