/** Plans a fleet, and checks plans before they are applied. */
@NullMarked
package io.github.logconfig.reconcile.internal.plan;

import org.jspecify.annotations.NullMarked;
