/** Applies plans. */
@NullMarked
package io.github.logconfig.reconcile.internal.write;

import org.jspecify.annotations.NullMarked;
