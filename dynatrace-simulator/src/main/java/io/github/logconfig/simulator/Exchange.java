package io.github.logconfig.simulator;

import java.util.Optional;

/**
 * One request to the simulated API and its answer, as passed to a {@linkplain
 * DynatraceSimulator.Builder#recorder recorder}. The token is not part of it.
 *
 * @param method the HTTP method
 * @param path the path behind the base URL without the query, encoded as it came, its prefix
 *     replaced by {@code /api/v2}
 * @param query the query as it came, without the question mark and without a token; empty if there
 *     was none
 * @param requestType the media type of the request's body; empty if the request has none
 * @param requestBody the body of the request; empty if there was none
 * @param status the status of the answer
 * @param responseType the media type of the answer's body; empty if it has none
 * @param responseBody the body of the answer; empty if there was none
 * @param fault the kind of the fault that befell it, for example {@code garbage}; empty if none did
 * @since 0.1.0
 */
public record Exchange(
    String method,
    String path,
    String query,
    String requestType,
    String requestBody,
    int status,
    String responseType,
    String responseBody,
    Optional<String> fault) {}
