/**
 * A general client of the Dynatrace Settings API 2.0: settings objects of any schema, the entities
 * they belong to, and the token of the caller.
 *
 * <p>Start with {@link io.github.logconfig.dynatrace.DynatraceClient}. All calls block; a failed
 * call ends in a {@link io.github.logconfig.dynatrace.DynatraceException}. Nothing is null unless
 * annotated.
 */
@NullMarked
@ValueStyle
package io.github.logconfig.dynatrace;

import org.jspecify.annotations.NullMarked;
