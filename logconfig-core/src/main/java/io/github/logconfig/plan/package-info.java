/**
 * From observed to desired: the changes, their preconditions, and what they mean for every
 * namespace, as data.
 *
 * @see io.github.logconfig.plan.LogConfigPlanner
 */
@NullMarked
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true,
    depluralize = true)
package io.github.logconfig.plan;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
