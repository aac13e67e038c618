package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.internal.retry.Operation;
import java.time.Duration;

/** Hears of every attempt when it has ended. */
public interface AttemptListener {

  /**
   * One attempt has ended.
   *
   * @param status the HTTP status; 0 if no answer came
   * @param protocol for example {@code h2}; empty if no answer came
   */
  void ended(Operation operation, int attempt, int status, String protocol, Duration duration);
}
