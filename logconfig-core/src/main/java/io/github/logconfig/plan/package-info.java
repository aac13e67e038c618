/**
 * Plans the changes from the observed to the desired rules: steps with preconditions, findings, and
 * the effect on every namespace.
 *
 * @see io.github.logconfig.plan.LogConfigPlanner
 */
@NullMarked
@ValueStyle
package io.github.logconfig.plan;

import io.github.logconfig.internal.ValueStyle;
import org.jspecify.annotations.NullMarked;
