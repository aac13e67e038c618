package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.connection.RequestListener;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.time.Duration;

/** How requests are sent, retried, and reported. */
public record TransportSettings(
    RetryPolicy retryPolicy,
    Duration callTimeout,
    Duration totalTimeout,
    int maxConcurrency,
    RequestListener listener,
    Timing timing) {}
