/**
 * A stateful simulator of the Dynatrace Settings API 2.0: settings objects, entities, and the
 * look-up of tokens.
 *
 * <p>Begin with {@link io.github.logconfig.simulator.DynatraceSimulator}.
 */
@NullMarked
package io.github.logconfig.simulator;

import org.jspecify.annotations.NullMarked;
