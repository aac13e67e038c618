package io.github.logconfig.evaluate;

import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.RuleScope;

/**
 * A rule and where it hangs. Titles are unique in a scope, so the two name the rule.
 *
 * @param scope where the rule hangs
 * @param rule the rule
 * @since 0.1.0
 */
public record ScopedRule(RuleScope scope, LogRule rule) {}
