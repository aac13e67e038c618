package io.github.logconfig.dynatrace.connection;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Counts and times requests with Micrometer, which is an optional dependency of the client.
 *
 * <p>The timer is {@code dynatrace.client.requests}, with the tags {@code request} (method and path
 * template), {@code status} ({@code none} if no response was received) and {@code attempt} ({@code
 * first} or {@code repeated}).
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class MicrometerRequestListener implements RequestListener {

  private final MeterRegistry registry;

  /**
   * Creates a listener.
   *
   * @param registry the registry of the timer
   */
  public MicrometerRequestListener(MeterRegistry registry) {
    this.registry = Objects.requireNonNull(registry, "registry");
  }

  @Override
  public void onRequest(RequestEvent event) {
    OptionalInt status = event.status();
    registry
        .timer(
            "dynatrace.client.requests",
            "request",
            event.request(),
            "status",
            status.isPresent() ? Integer.toString(status.getAsInt()) : "none",
            "attempt",
            event.attempt() == 1 ? "first" : "repeated")
        .record(event.duration());
  }
}
