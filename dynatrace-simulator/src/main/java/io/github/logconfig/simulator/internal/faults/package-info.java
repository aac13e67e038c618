/** Faults that requests meet on purpose, and what they do to answers. */
@NullMarked
package io.github.logconfig.simulator.internal.faults;

import org.jspecify.annotations.NullMarked;
