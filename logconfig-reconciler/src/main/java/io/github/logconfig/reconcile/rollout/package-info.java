/** Staged rollouts: which clusters are changed first, and what has to hold before others follow. */
@NullMarked
package io.github.logconfig.reconcile.rollout;

import org.jspecify.annotations.NullMarked;
