/**
 * The values that everything else speaks of: environments, host groups, namespaces, rules, and the
 * two states between which a plan leads.
 *
 * <p>All types are immutable and safe to share between threads. Nothing is null unless it is marked
 * so.
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true,
    depluralize = true,
    depluralizeDictionary = {"policy:policies"})
package io.github.logconfig.model;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
