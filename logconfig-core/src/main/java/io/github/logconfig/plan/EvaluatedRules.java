package io.github.logconfig.plan;

import io.github.logconfig.evaluate.PossibleChains;

/**
 * The rules that apply or may apply to a cluster, before and after a plan.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param before the observed rules
 * @param after the rules after the plan; the same object as {@code before} if the plan is empty
 * @since 0.1.0
 */
public record EvaluatedRules(PossibleChains before, PossibleChains after) {}
