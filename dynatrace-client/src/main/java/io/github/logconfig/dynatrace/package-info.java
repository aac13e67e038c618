/**
 * A general client of the Dynatrace Settings API 2.0: settings objects of any schema, the entities
 * that they hang from, and facts about the caller's token.
 *
 * <p>Begin with {@link io.github.logconfig.dynatrace.DynatraceClient}. All calls block; a failed
 * call ends in a {@link io.github.logconfig.dynatrace.DynatraceException}. Nothing is null unless
 * it is marked so.
 */
@NullMarked
@ValueStyle
package io.github.logconfig.dynatrace;

import org.jspecify.annotations.NullMarked;
