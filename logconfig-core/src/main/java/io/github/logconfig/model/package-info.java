/**
 * The values of the domain: environments, clusters, host groups, namespaces, rules, and the desired
 * and the observed state.
 *
 * <p>All types are immutable and thread-safe. Values are not null unless they are marked {@code
 * Nullable}.
 */
@NullMarked
@ValueStyle
package io.github.logconfig.model;

import io.github.logconfig.internal.ValueStyle;
import org.jspecify.annotations.NullMarked;
