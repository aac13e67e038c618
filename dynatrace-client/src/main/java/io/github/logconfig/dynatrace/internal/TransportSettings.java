package io.github.logconfig.dynatrace.internal;

import java.time.Duration;

/** How requests are sent, repeated, and reported. */
public record TransportSettings(
    Backoff backoff,
    Duration callTimeout,
    Duration totalTimeout,
    int maxConcurrency,
    AttemptListener listener,
    Timing timing) {}
