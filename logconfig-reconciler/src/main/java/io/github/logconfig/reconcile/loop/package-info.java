/** Reconciles in a loop: {@link io.github.logconfig.reconcile.loop.ReconcileLoop}. */
@NullMarked
package io.github.logconfig.reconcile.loop;

import org.jspecify.annotations.NullMarked;
