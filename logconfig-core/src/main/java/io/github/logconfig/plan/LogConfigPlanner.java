package io.github.logconfig.plan;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.HostGroup;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObservedState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds what has to change in Dynatrace so that a cluster looks as desired, and proves what that
 * means for every namespace.
 *
 * <p>Pure: no input or output, no clock, no logging. Equal arguments give equal plans, and the plan
 * of a state that is as desired is {@linkplain LogConfigPlan#isEmpty() empty}. Rules of others are
 * never part of a step.
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
   * @param desired what the cluster is to look like
   * @param observed what its environment holds, read in one pass; the cluster's host group must
   *     have been looked up
   * @param options whose rules are managed
   * @return the plan; without steps and with a finding if the host group is unknown or ambiguous
   * @throws IllegalArgumentException if {@code observed} is of another environment
   */
  public static LogConfigPlan plan(
      DesiredCluster desired, ObservedState observed, PlanOptions options) {
    requireSameEnvironment(desired, observed);
    LogConfigPlan.Builder plan =
        LogConfigPlan.builder()
            .cluster(desired.name())
            .environment(desired.environment())
            .hostGroup(desired.hostGroup())
            .fingerprint(Fingerprint.of(desired.environment(), desired));
    Set<EntityId> ids = observed.hostGroups().getOrDefault(desired.hostGroup(), Set.of());
    if (ids.size() != 1) {
      return plan.namespacesTakenInNow(0).addFinding(unresolved(desired, ids)).build();
    }
    HostGroup hostGroup = new HostGroup(desired.hostGroup(), ids.iterator().next());
    ClusterRules rules = ClusterRules.of(desired, hostGroup, observed);
    StepPlanner planned = new StepPlanner(desired, options.owner(), rules).plan();
    List<PlanStep> steps = planned.steps();
    SortedSet<NamespaceName> takenInNow = planned.namespacesTakenInNow();
    RuleChain now = rules.now();
    PlanProof proof =
        PlanProof.of(
            desired.namespaces(), takenInNow, now, steps.isEmpty() ? now : rules.after(steps));
    return plan.namespacesTakenInNow(takenInNow.size())
        .addAllSteps(steps)
        .addAllFindings(bySeverity(planned.findings(), proof.findings()))
        .addAllEffects(proof.effects())
        .build();
  }

  /**
   * Plans all clusters of a desired state.
   *
   * @param desired what the fleet is to look like
   * @param observed what each environment with clusters holds
   * @param options whose rules are managed
   * @return one plan per cluster, in the order of {@code desired}
   * @throws IllegalArgumentException if an environment with clusters has not been observed
   */
  public static FleetPlan planAll(
      DesiredState desired, Map<EnvironmentName, ObservedState> observed, PlanOptions options) {
    List<LogConfigPlan> plans = new ArrayList<>();
    for (DesiredCluster cluster : desired.clusters()) {
      ObservedState state = observed.get(cluster.environment().name());
      if (state == null) {
        throw new IllegalArgumentException(
            "environment " + cluster.environment().name() + " has not been observed");
      }
      plans.add(plan(cluster, state, options));
    }
    return new FleetPlan(plans);
  }

  private static void requireSameEnvironment(DesiredCluster desired, ObservedState observed) {
    if (!desired.environment().name().equals(observed.environment())) {
      throw new IllegalArgumentException(
          "cluster "
              + desired.name()
              + " reports to environment "
              + desired.environment().name()
              + ", but "
              + observed.environment()
              + " was observed");
    }
  }

  private static Finding unresolved(DesiredCluster desired, Set<EntityId> ids) {
    return ids.isEmpty()
        ? new Finding(
            FindingCode.HOST_GROUP_UNKNOWN,
            "environment "
                + desired.environment().name()
                + " knows no host group "
                + desired.hostGroup()
                + "; check the name, and that agents of the cluster report to this environment")
        : new Finding(
            FindingCode.HOST_GROUP_AMBIGUOUS,
            "environment "
                + desired.environment().name()
                + " knows several host groups "
                + desired.hostGroup()
                + ": "
                + new TreeSet<>(ids));
  }

  private static List<Finding> bySeverity(List<Finding> ofSteps, List<Finding> ofProof) {
    List<Finding> findings = new ArrayList<>(ofSteps);
    findings.addAll(ofProof);
    findings.sort(Comparator.comparing(Finding::severity).reversed());
    return findings;
  }
}
