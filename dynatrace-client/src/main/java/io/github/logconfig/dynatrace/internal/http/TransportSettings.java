package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.internal.retry.Backoff;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.time.Duration;

/** How requests are sent, repeated, and reported. */
public record TransportSettings(
    Backoff backoff,
    Duration callTimeout,
    Duration totalTimeout,
    int maxConcurrency,
    AttemptListener listener,
    Timing timing) {}
