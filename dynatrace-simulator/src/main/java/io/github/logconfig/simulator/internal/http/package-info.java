/** The HTTP server, requests and answers of the API, and the service that handles them. */
@NullMarked
package io.github.logconfig.simulator.internal.http;

import org.jspecify.annotations.NullMarked;
