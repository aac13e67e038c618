package io.github.logconfig.dynatrace;

import java.time.Duration;
import java.util.Optional;

/** An answer of the service that is not a success. */
record Refusal(
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
