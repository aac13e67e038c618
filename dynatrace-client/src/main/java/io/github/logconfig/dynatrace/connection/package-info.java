/**
 * How a client connects: base URL, proxy, certificates, timeouts, retries, and the listener of
 * requests.
 */
@NullMarked
package io.github.logconfig.dynatrace.connection;

import org.jspecify.annotations.NullMarked;
