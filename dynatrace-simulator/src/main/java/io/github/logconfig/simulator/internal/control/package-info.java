/** The control endpoints below {@code /__simulator}, the request journal and contract checks. */
@NullMarked
package io.github.logconfig.simulator.internal.control;

import org.jspecify.annotations.NullMarked;
