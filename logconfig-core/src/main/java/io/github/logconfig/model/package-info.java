/**
 * The values that everything else speaks of: environments, host groups, namespaces, rules, and the
 * two states between which a plan leads.
 *
 * <p>All types are immutable and safe to share between threads. Nothing is null unless it is marked
 * so.
 */
@NullMarked
@ValueStyle
package io.github.logconfig.model;

import org.jspecify.annotations.NullMarked;
