/** Parts that several steps of a run share. */
@NullMarked
package io.github.logconfig.reconcile.internal;

import org.jspecify.annotations.NullMarked;
