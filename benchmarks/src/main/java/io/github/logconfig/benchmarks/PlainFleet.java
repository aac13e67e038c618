package io.github.logconfig.benchmarks;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.javers.core.metamodel.annotation.Id;

/**
 * A fleet as one would write it down for a generic object diff: environments with their clusters,
 * each with its rule, each with its namespaces. The desired and the observed state come out alike
 * if nothing has to change.
 *
 * @param environments the environments
 */
public record PlainFleet(List<PlainEnvironment> environments) {

  /** An environment and its clusters. */
  public record PlainEnvironment(@Id String name, List<PlainCluster> clusters) {}

  /** A cluster and its rule. */
  public record PlainCluster(@Id String hostGroup, PlainRule rule) {}

  /** A rule and its namespaces. */
  public record PlainRule(String title, boolean enabled, boolean include, Set<String> namespaces) {}

  /** What is desired; all clusters report to the one environment. */
  static PlainFleet of(DesiredState desired) {
    List<PlainCluster> clusters = new ArrayList<>();
    for (DesiredCluster cluster : desired.clusters()) {
      Set<String> namespaces = new HashSet<>();
      cluster.namespaces().stream().map(NamespaceName::value).forEach(namespaces::add);
      String title = "logconfig " + cluster.hostGroup();
      clusters.add(
          new PlainCluster(
              cluster.hostGroup().value(), new PlainRule(title, true, true, namespaces)));
    }
    Environment environment = desired.environments().get(0);
    return new PlainFleet(List.of(new PlainEnvironment(environment.name().value(), clusters)));
  }

  /** What is there. */
  static PlainFleet of(ObservedState observed) {
    List<PlainCluster> clusters = new ArrayList<>();
    for (ObservedRule rule : observed.rules()) {
      clusters.add(
          new PlainCluster(
              rule.externalId().orElseThrow().value().split(":", -1)[2],
              new PlainRule(
                  rule.rule().title(),
                  rule.rule().enabled(),
                  rule.rule().action() == RuleAction.INCLUDE,
                  new HashSet<>(rule.rule().matchers().iterator().next().values()))));
    }
    return new PlainFleet(List.of(new PlainEnvironment(observed.environment().value(), clusters)));
  }
}
