/** Checks whether everything is ready for the first write. */
@NullMarked
package io.github.logconfig.reconcile.internal.doctor;

import org.jspecify.annotations.NullMarked;
