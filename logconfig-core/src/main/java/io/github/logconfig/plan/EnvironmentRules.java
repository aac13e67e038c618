package io.github.logconfig.plan;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.RuleScope;
import java.util.List;

/** What all clusters of one environment have in common, so that it is prepared only once. */
record EnvironmentRules(ObservedState observed, RuleChain chain) {

  static EnvironmentRules of(ObservedState observed) {
    return new EnvironmentRules(observed, RuleChain.of(observed, List.of(RuleScope.ENVIRONMENT)));
  }
}
