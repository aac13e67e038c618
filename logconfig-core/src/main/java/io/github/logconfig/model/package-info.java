/**
 * The desired state and the values it is made of: environments, clusters, host groups and
 * namespaces, with the places they come from.
 *
 * <p>All types are immutable and thread-safe. Values are not null unless they are marked {@code
 * Nullable}.
 */
@NullMarked
@ValueStyle
package io.github.logconfig.model;

import io.github.logconfig.internal.ValueStyle;
import org.jspecify.annotations.NullMarked;
