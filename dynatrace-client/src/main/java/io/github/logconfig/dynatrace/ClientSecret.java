package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.Secret;

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
   * Takes a secret as it stands in a secret store; blanks and line ends around it are dropped.
   *
   * @param text the secret
   * @return the secret
   * @throws InvalidArgumentException if the text is empty, too long, or holds blanks or characters
   *     beyond ASCII; the text is not part of the message
   */
  public static ClientSecret of(String text) {
    return new ClientSecret(HeaderSecret.check("client secret", text));
  }

  String secret() {
    return secret.reveal();
  }

  /**
   * Nothing of the secret.
   *
   * @return stars
   */
  @Override
  public String toString() {
    return "****";
  }
}
