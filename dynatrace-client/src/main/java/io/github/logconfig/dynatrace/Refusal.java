package io.github.logconfig.dynatrace;

import java.time.Duration;
import java.util.Optional;

/** An answer of the service that is not a success. */
record Refusal(int status, SettingsError error, Optional<Duration> retryAfter, int attempts) {

  @Override
  public String toString() {
    String text = "HTTP " + status + ", " + error;
    return attempts > 1 ? text + ", after " + attempts + " attempts" : text;
  }
}
