/**
 * From observed to desired: the changes, their preconditions, and what they mean for every
 * namespace, as data.
 *
 * @see io.github.logconfig.plan.LogConfigPlanner
 */
@NullMarked
@ValueStyle
package io.github.logconfig.plan;

import org.jspecify.annotations.NullMarked;
