package io.github.logconfig.dynatrace.auth;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.internal.http.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The secret of an OAuth client.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class ClientSecret {

  private final Supplier<Secret> secret;

  private ClientSecret(Supplier<Secret> secret) {
    this.secret = secret;
  }

  /**
   * Returns a secret. Leading and trailing white space is removed.
   *
   * @param text the secret
   * @return the secret
   * @throws InvalidArgumentException if the text is empty, longer than 16,384 characters, contains
   *     a character that is not allowed in a header, or is a token; the message does not contain
   *     the text
   */
  public static ClientSecret of(String text) {
    Secret secret = parse(text);
    return new ClientSecret(() -> secret);
  }

  private static Secret parse(String text) {
    Secret secret = Secret.parse("client secret", text);
    if (secret.reveal().startsWith("dt0c01.") || secret.reveal().startsWith("dt0s16.")) {
      throw new InvalidArgumentException(
          "the client secret is a token ("
              + secret.reveal().substring(0, 6)
              + "); expected the secret of an OAuth client (dt0s02)");
    }
    return secret;
  }

  /**
   * Returns a secret that is read from a file whenever a token is requested, so that it can be
   * rotated at any time.
   *
   * @param file a UTF-8 text file that contains only the secret
   * @return the secret
   */
  public static ClientSecret inFile(Path file) {
    Objects.requireNonNull(file, "file");
    return new ClientSecret(() -> read(file));
  }

  private static Secret read(Path file) {
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new InvalidArgumentException(
          "the client secret file " + file + " cannot be read: " + e.getClass().getSimpleName());
    } catch (InvalidArgumentException e) {
      throw new InvalidArgumentException("the client secret file " + file + ": " + e.getMessage());
    }
  }

  /**
   * Returns the secret. Do not log it.
   *
   * @return the secret
   * @throws InvalidArgumentException if its file cannot be read or contains no secret
   */
  public String secret() {
    return secret.get().reveal();
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
