/**
 * The shell around the planner: reads what environments hold, plans, and carries plans out, for one
 * cluster or a fleet.
 *
 * @see io.github.logconfig.reconcile.Reconciler
 */
@NullMarked
package io.github.logconfig.reconcile;

import org.jspecify.annotations.NullMarked;
