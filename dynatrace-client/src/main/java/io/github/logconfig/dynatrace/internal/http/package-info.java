/** The transport: connections, authorization, concurrency limit, reading of responses. */
@NullMarked
package io.github.logconfig.dynatrace.internal.http;

import org.jspecify.annotations.NullMarked;
