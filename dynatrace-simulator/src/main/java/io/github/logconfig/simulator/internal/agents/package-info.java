/**
 * The agents: which log records of the simulated workloads they ship, by the log rules that have
 * reached them. It shares no code with the evaluator of any other module.
 */
@NullMarked
package io.github.logconfig.simulator.internal.agents;

import org.jspecify.annotations.NullMarked;
