package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import java.util.List;

/**
 * The desired state that a plan leads to. A plan names the namespaces that are wanted, and carries
 * the fingerprint of all that is desired; the policy is the one that the fingerprint agrees with.
 */
final class PlannedState {

  private PlannedState() {}

  /**
   * The clusters of a plan, as parts of a fleet.
   *
   * @throws InvalidPlanException if a plan does not tell all that was desired
   */
  static DesiredFleet of(FleetPlan plan) {
    DesiredState.Builder state = DesiredState.builder();
    plan.clusters().stream()
        .map(LogConfigPlan::environment)
        .distinct()
        .forEach(state::addEnvironment);
    plan.clusters().forEach(cluster -> state.addCluster(cluster(cluster)));
    List<ClusterName> names = plan.clusters().stream().map(LogConfigPlan::cluster).toList();
    return DesiredFleet.whole(state.build()).only(names);
  }

  private static DesiredCluster cluster(LogConfigPlan plan) {
    List<NamespaceName> wanted =
        plan.effects().stream()
            .filter(effect -> effect.effect() != NamespaceEffect.Kind.STOPS)
            .map(NamespaceEffect::namespace)
            .toList();
    for (Policy policy : Policy.values()) {
      DesiredCluster cluster =
          DesiredCluster.builder()
              .name(plan.cluster())
              .environment(plan.environment())
              .hostGroup(plan.hostGroup())
              .policy(policy)
              .addAllNamespaces(wanted)
              .build();
      if (Fingerprint.of(plan.environment(), cluster).equals(plan.fingerprint())) {
        return cluster;
      }
    }
    throw new InvalidPlanException(
        "the plan of cluster "
            + plan.cluster()
            + " does not tell all that is desired of it, so nothing can be compared with it");
  }
}
