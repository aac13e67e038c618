package io.github.logconfig.dynatrace.auth;

import io.github.logconfig.dynatrace.AuthenticationException;
import io.github.logconfig.dynatrace.CredentialsException;
import io.github.logconfig.dynatrace.MissingScopesException;
import io.github.logconfig.dynatrace.ObjectNotFoundException;
import io.github.logconfig.dynatrace.PermissionDeniedException;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.settings.SettingsClient;
import java.util.Collection;
import java.util.Optional;

/**
 * Looks up API tokens. Any token scope suffices. All methods change nothing, are retried as
 * described by {@link RetryPolicy}, and throw what {@link SettingsClient} throws.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public interface TokensClient {

  /**
   * Looks up a token. Idempotent.
   *
   * @param token the token
   * @return its name, scopes and state
   * @throws ObjectNotFoundException if the environment does not know the token
   */
  default TokenMetadata lookup(ApiToken token) {
    throw new UnsupportedOperationException("lookup");
  }

  /**
   * Returns the kind of token that this client sends. Sends nothing, but reads a token file.
   *
   * @return the kind
   * @throws CredentialsException if there is no token
   */
  default TokenKind kind() {
    throw new UnsupportedOperationException("kind");
  }

  /**
   * Looks up the API token of this client. Idempotent.
   *
   * @return its name, scopes and state
   * @throws AuthenticationException if the environment does not know the token
   * @throws CredentialsException if the client does not use an API token: the service does not look
   *     up tokens of other kinds
   */
  default TokenMetadata lookupOwn() {
    throw new UnsupportedOperationException("lookupOwn");
  }

  /**
   * Looks up the token of this client, if the environment offers that: look-ups are deprecated, can
   * be forbidden, and do not exist for tokens other than API tokens. Idempotent.
   *
   * @return its name, scopes and state; empty if the environment does not look up this token
   * @throws AuthenticationException if the environment does not know the token
   */
  default Optional<TokenMetadata> findOwn() {
    throw new UnsupportedOperationException("findOwn");
  }

  /**
   * Checks that the API token of this client is enabled and has scopes. Idempotent. Passes if the
   * environment does not look up this token, see {@link #findOwn}: then a call that lacks a scope
   * fails with a {@link PermissionDeniedException}.
   *
   * @param needed the scopes
   * @throws MissingScopesException if the token lacks a scope, or is disabled
   * @throws AuthenticationException if the environment does not know the token
   */
  default void require(Collection<TokenScope> needed) {
    throw new UnsupportedOperationException("require");
  }
}
