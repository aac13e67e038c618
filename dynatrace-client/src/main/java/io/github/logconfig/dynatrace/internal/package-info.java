/**
 * The machinery under the public types: connections, decoding, mapping. Nothing here is for
 * callers.
 */
@NullMarked
package io.github.logconfig.dynatrace.internal;

import org.jspecify.annotations.NullMarked;
