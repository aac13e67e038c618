package io.github.logconfig.dynatrace.connection;

import io.github.logconfig.dynatrace.DynatraceClient;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client waits for.
 *
 * @param request method and path template of the operation, for example {@code GET
 *     /settings/objects}
 * @param attempts how many attempts were made, the current one included
 * @param since how long no operation of the client has made progress
 * @param lastFailure why the last attempt failed; empty if none has failed
 * @see DynatraceClient#waiting
 * @since 0.1.0
 */
public record Waiting(String request, int attempts, Duration since, Optional<String> lastFailure) {}
