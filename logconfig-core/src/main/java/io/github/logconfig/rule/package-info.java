/**
 * Log ingest rules and the observed state: rules with their matchers, as Dynatrace stores them, and
 * the objects that rules are attached to.
 *
 * <p>All types are immutable and thread-safe. Values are not null unless they are marked {@code
 * Nullable}.
 */
@NullMarked
@ValueStyle
package io.github.logconfig.rule;

import io.github.logconfig.internal.ValueStyle;
import org.jspecify.annotations.NullMarked;
