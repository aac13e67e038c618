package io.github.logconfig.dynatrace.connection;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * One completed attempt to send a request.
 *
 * @param request method and path template, for example {@code GET /settings/objects}, or {@code
 *     POST to the token endpoint}
 * @param attempt its number within the operation; 1 for the first
 * @param status the HTTP status; empty if no response was received
 * @param protocol for example {@code h2} or {@code http/1.1}; empty if no response was received
 * @param duration from the first byte sent to the last one read, without pauses
 * @since 0.1.0
 */
public record RequestEvent(
    String request, int attempt, OptionalInt status, String protocol, Duration duration) {}
