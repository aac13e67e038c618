package io.github.logconfig.dynatrace;

import java.util.Set;

/**
 * What the service knows of a token.
 *
 * @param id prefix and public part; may be shown
 * @param name the name that its owner gave to it; empty if there is none
 * @param enabled whether it can be used
 * @param scopes what it may do, for example {@code settings.read}
 * @since 0.1.0
 */
public record TokenMetadata(String id, String name, boolean enabled, Set<String> scopes) {

  /**
   * Copies the scopes.
   *
   * @param id as told above
   * @param name as told above
   * @param enabled as told above
   * @param scopes as told above
   */
  public TokenMetadata {
    scopes = Set.copyOf(scopes);
  }
}
