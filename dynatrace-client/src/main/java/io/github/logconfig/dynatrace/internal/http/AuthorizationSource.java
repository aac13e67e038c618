package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Supplies the value of the {@code Authorization} header. */
interface AuthorizationSource {

  /**
   * Returns the value for the next request.
   *
   * @param deadline how long fetching a token may take
   */
  String header(Deadline deadline) throws HttpFailure;

  /**
   * Called when the service has rejected a value.
   *
   * @return whether the next value will be another one
   */
  default boolean renewAfter(String rejected, Deadline deadline) throws HttpFailure {
    return !header(deadline).equals(rejected);
  }

  /** Discards fetched tokens; called when the client is closed. */
  default void forget() {}

  /**
   * Returns the source for credentials.
   *
   * @param patience how long connecting to a token endpoint may take
   */
  static AuthorizationSource of(
      Credentials credentials, SharedConnections connections, Timing timing, Duration patience) {
    if (credentials instanceof Credentials.SuppliedToken supplied) {
      return deadline -> supplied(supplied.header());
    }
    if (credentials instanceof Credentials.TokenFile token) {
      return deadline -> read(token.file());
    }
    if (credentials instanceof Credentials.OAuth oauth) {
      return new OAuthAuthorization(oauth.client(), connections, timing, patience);
    }
    throw new IllegalStateException("unknown credentials: " + credentials);
  }

  private static String supplied(Supplier<String> header) throws HttpFailure {
    try {
      return header.get();
    } catch (RuntimeException e) {
      // its message may contain a secret
      throw new HttpFailure.NoCredentials(
          "the supplier of the token failed: " + e.getClass().getName());
    }
  }

  /** Failures are transient: the file may be being written. */
  private static String read(Path file) throws HttpFailure {
    try {
      Credentials token = Credentials.token(Files.readString(file, StandardCharsets.UTF_8));
      return ((Credentials.SuppliedToken) token).header().get();
    } catch (IOException e) {
      throw HttpFailure.NoCredentials.temporarily(
          "the token file " + file + " cannot be read: " + e.getClass().getSimpleName());
    } catch (InvalidArgumentException e) {
      throw HttpFailure.NoCredentials.temporarily("the token file " + file + ": " + e.getMessage());
    }
  }
}
