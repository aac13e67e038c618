package io.github.logconfig.dynatrace;

import java.time.Duration;
import java.util.Optional;

/**
 * A response of the service that rejects a request.
 *
 * @param status the HTTP status
 * @param error what the body says
 * @param retryAfter how long the service asks to wait, from the moment of the response
 * @param requestId the id of the response in the service's log: the header {@code
 *     Dynatrace-Response-Id}, or {@code X-Request-Id} of a server in between
 * @param attempts how many attempts there were, this one included
 * @since 0.1.0
 */
public record ErrorResponse(
    int status,
    SettingsError error,
    Optional<Duration> retryAfter,
    Optional<String> requestId,
    int attempts) {

  @Override
  public String toString() {
    String id = requestId.map(it -> " (request " + it + ")").orElse("");
    String text = "HTTP " + status + ", " + error + id;
    return attempts > 1 ? text + ", after " + attempts + " attempts" : text;
  }
}
