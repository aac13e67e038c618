package io.github.logconfig.plan;

import io.github.logconfig.model.ConfigValidationException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.model.Violation;
import io.github.logconfig.plan.internal.ClusterPlanner;
import io.github.logconfig.plan.internal.EnvironmentRules;
import io.github.logconfig.plan.internal.OrphanPlanner;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans the changes that turn the observed rules of a cluster into the desired ones, and proves
 * their effect on every namespace.
 *
 * <p>Pure: no input or output, no clock, no logging. Equal arguments give equal plans, and the plan
 * for a state that is as desired is {@linkplain LogConfigPlan#isEmpty() empty}. No step changes an
 * unmanaged rule, unless {@link PlanOptions#adoption()} allows it.
 *
 * <p><b>Thread safety:</b> stateless; all methods are pure functions.
 *
 * @since 0.1.0
 */
public final class LogConfigPlanner {

  private LogConfigPlanner() {}

  /**
   * Plans one cluster.
   *
   * @param desired the cluster
   * @param observed its environment, read in one pass; the host group of the cluster must have been
   *     looked up if it is the target, or if host groups have rules
   * @param options the owner of the managed rules, and whether to adopt rules
   * @return the plan; without steps and with a finding that is an error if the target scope is
   *     unknown or ambiguous, or if the changes are not possible
   * @throws IllegalArgumentException if {@code observed} is another environment
   */
  public static LogConfigPlan plan(
      DesiredCluster desired, ObservedState observed, PlanOptions options) {
    return ClusterPlanner.plan(desired, EnvironmentRules.of(observed, List.of(desired)), options);
  }

  /**
   * Plans all clusters of a desired state. This is faster than planning them one by one, because
   * clusters of one environment share the preparation of its rules.
   *
   * @param desired the fleet
   * @param observed every environment that has clusters
   * @param options the owner of the managed rules, and whether to adopt rules
   * @return one plan per cluster, in the order of {@code desired}
   * @throws ConfigValidationException if an environment with clusters is missing or is another one;
   *     it lists all of them
   */
  public static FleetPlan planAll(
      DesiredState desired, Map<EnvironmentName, ObservedState> observed, PlanOptions options) {
    requireObserved(desired, observed);
    Map<EnvironmentName, EnvironmentRules> environments = new HashMap<>();
    Map<EnvironmentName, List<DesiredCluster>> clusters = new HashMap<>();
    for (DesiredCluster cluster : desired.clusters()) {
      clusters
          .computeIfAbsent(cluster.environment().name(), name -> new ArrayList<>())
          .add(cluster);
    }
    observed.forEach(
        (name, state) ->
            environments.put(
                name, EnvironmentRules.of(state, clusters.getOrDefault(name, List.of()))));
    List<LogConfigPlan> plans = new ArrayList<>(desired.clusters().size());
    for (DesiredCluster cluster : desired.clusters()) {
      EnvironmentRules rules = environments.get(cluster.environment().name());
      if (rules != null) {
        plans.add(ClusterPlanner.plan(cluster, rules, options));
      }
    }
    return new FleetPlan(plans);
  }

  /**
   * Plans the removal of orphans: managed rules of a host group or Kubernetes cluster without a
   * desired cluster.
   *
   * @param environment the environment
   * @param name the name of the host group or cluster in the external ids of the rules
   * @param orphans the rules, all in one scope
   * @param observed the environment as it was read
   * @param owner the owner of the rules
   * @return a plan with one step for each rule
   */
  public static LogConfigPlan planRemoval(
      Environment environment,
      TargetName name,
      List<ObservedRule> orphans,
      ObservedState observed,
      Owner owner) {
    return OrphanPlanner.plan(environment, name, orphans, observed, owner);
  }

  private static void requireObserved(
      DesiredState desired, Map<EnvironmentName, ObservedState> observed) {
    Map<EnvironmentName, Violation> violations = new LinkedHashMap<>();
    for (DesiredCluster cluster : desired.clusters()) {
      EnvironmentName name = cluster.environment().name();
      ObservedState state = observed.get(name);
      String path = "environments/" + name;
      if (state == null) {
        violations.put(name, new Violation(path, "the environment has not been observed"));
      } else if (!state.environment().equals(name)) {
        violations.put(
            name, new Violation(path, "environment " + state.environment() + " was observed"));
      }
    }
    if (!violations.isEmpty()) {
      throw new ConfigValidationException(List.copyOf(violations.values()));
    }
  }
}
