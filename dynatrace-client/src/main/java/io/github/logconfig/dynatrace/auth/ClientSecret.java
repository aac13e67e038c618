package io.github.logconfig.dynatrace.auth;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.internal.http.Secret;

/**
 * The secret of an OAuth client.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class ClientSecret {

  private final Secret secret;

  private ClientSecret(Secret secret) {
    this.secret = secret;
  }

  /**
   * Returns a secret. Leading and trailing white space is removed.
   *
   * @param text the secret
   * @return the secret
   * @throws InvalidArgumentException if the text is empty, longer than 16,384 characters, or
   *     contains a character that is not allowed in a header; the message does not contain the text
   */
  public static ClientSecret of(String text) {
    return new ClientSecret(Secret.parse("client secret", text));
  }

  /**
   * Returns the secret. Do not log it.
   *
   * @return the secret
   */
  public String secret() {
    return secret.reveal();
  }

  /**
   * Hides the secret.
   *
   * @return {@code ****}
   */
  @Override
  public String toString() {
    return "****";
  }
}
