/** Queries for log records, and the verification that they arrive. */
@NullMarked
package io.github.logconfig.reconcile.internal.arrival;

import org.jspecify.annotations.NullMarked;
