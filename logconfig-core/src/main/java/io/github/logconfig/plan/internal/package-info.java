/**
 * How plans are made: which rules apply to a cluster, what becomes of each managed rule, in which
 * order, and what that does to every namespace. Not part of the public API.
 *
 * @see io.github.logconfig.plan.internal.ClusterPlanner
 */
@NullMarked
package io.github.logconfig.plan.internal;

import org.jspecify.annotations.NullMarked;
