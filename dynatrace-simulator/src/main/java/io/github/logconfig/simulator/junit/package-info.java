/**
 * Simulators in JUnit tests: {@link
 * io.github.logconfig.simulator.junit.DynatraceSimulatorTest @DynatraceSimulatorTest}.
 */
@NullMarked
package io.github.logconfig.simulator.junit;

import org.jspecify.annotations.NullMarked;
