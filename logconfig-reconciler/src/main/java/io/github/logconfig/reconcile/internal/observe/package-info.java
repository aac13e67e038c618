/** Reads the state of environments. */
@NullMarked
package io.github.logconfig.reconcile.internal.observe;

import org.jspecify.annotations.NullMarked;
