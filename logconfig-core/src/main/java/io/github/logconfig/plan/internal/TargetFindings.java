package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.ClusterTies;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Creates the findings about the target scope of a cluster. */
final class TargetFindings {

  private TargetFindings() {}

  /** Returns why the target scope of a cluster is unknown. */
  static Finding unresolved(DesiredCluster desired, EnvironmentRules environment) {
    return desired.target() == Target.HOST_GROUP
        ? unresolvedHostGroup(desired, environment)
        : unresolvedCluster(desired, environment);
  }

  private static Finding unresolvedHostGroup(
      DesiredCluster desired, EnvironmentRules environmentRules) {
    ObservedState observed = environmentRules.observed();
    Set<EntityId> ids = environmentRules.hostGroups(desired);
    String environment = "environment " + desired.environment().name();
    if (!ids.isEmpty()) {
      return new Finding(
          FindingCode.HOST_GROUP_AMBIGUOUS,
          environment
              + " has several host groups "
              + desired.hostGroup()
              + ": "
              + new TreeSet<>(ids)
              + ". Rename all but one of them");
    }
    if (hasHostsWithoutGroupOnly(desired, environmentRules.ties())) {
      return new Finding(
          FindingCode.HOSTS_WITHOUT_GROUP,
          environment
              + " has no host group "
              + desired.hostGroup()
              + ", and the hosts of the cluster belong to none: its rules can only be managed in"
              + " the scope of the Kubernetes cluster. Set target: kubernetes-cluster");
    }
    String hint =
        observed.hostGroups().entrySet().stream()
            .filter(it -> !it.getValue().isEmpty())
            .map(it -> it.getKey().value())
            .filter(it -> it.equalsIgnoreCase(desired.hostGroup().value()))
            .sorted()
            .findFirst()
            .map(it -> "; names are case-sensitive, and there is " + it + ". Set hostGroup: " + it)
            .orElse(". Check the name, and that agents of the cluster report to this environment");
    return new Finding(
        FindingCode.HOST_GROUP_UNKNOWN,
        environment + " has no host group " + desired.hostGroup() + hint);
  }

  /** Returns whether it is certain that no host of the cluster belongs to a host group. */
  private static boolean hasHostsWithoutGroupOnly(DesiredCluster desired, ClusterTies ties) {
    Set<EntityId> tied = ties.tiedTo(desired.name());
    return tied.size() == 1
        && !ties.isTiedByLabel(desired.name())
        && tied.stream()
            .map(ties::entity)
            .allMatch(
                entity ->
                    entity.hasHostsWithoutGroup()
                        && entity.hostGroups().filter(Set::isEmpty).isPresent());
  }

  private static Finding unresolvedCluster(DesiredCluster desired, EnvironmentRules environment) {
    String where = "environment " + desired.environment().name();
    String name = desired.kubernetesClusterName().orElse(desired.name().value());
    Set<EntityId> tied = environment.ties().tiedTo(desired.name());
    List<ObservedKubernetesCluster> all = environment.observed().kubernetesClusters();
    long sameLabel = all.stream().filter(it -> it.label().equals(Optional.of(name))).count();
    if (tied.size() > 1) {
      return new Finding(
          FindingCode.KUBERNETES_CLUSTER_AMBIGUOUS,
          where
              + " has several Kubernetes clusters with UID "
              + desired.kubernetesClusterUid().map(KubernetesClusterUid::value).orElse("")
              + ": "
              + new TreeSet<>(tied)
              + ". Delete the connections that are no longer used");
    }
    if (desired.kubernetesClusterUid().isPresent()) {
      return new Finding(
          FindingCode.KUBERNETES_CLUSTER_UNKNOWN,
          where
              + " has no Kubernetes cluster with UID "
              + desired.kubernetesClusterUid().get()
              + ". Check kubernetesCluster.uid (the UID of the namespace kube-system), and that the"
              + " DynaKube of the cluster has Kubernetes monitoring");
    }
    String uid = ". Set kubernetesCluster.uid (the UID of the namespace kube-system)";
    if (sameLabel > 0) {
      return new Finding(
          FindingCode.KUBERNETES_CLUSTER_AMBIGUOUS,
          where
              + " has "
              + (sameLabel == 1 ? "a Kubernetes cluster" : sameLabel + " Kubernetes clusters")
              + " named "
              + Quoted.of(name)
              + (sameLabel == 1
                  ? ", which may not be this cluster: it is tied to another one, or another desired"
                      + " cluster has the same name"
                  : "; a name that is not unique identifies no cluster")
              + uid);
    }
    return new Finding(
        FindingCode.KUBERNETES_CLUSTER_UNKNOWN,
        where + " has no Kubernetes cluster named " + Quoted.of(name) + uid);
  }

  static Finding targetChanged(DesiredCluster desired, RuleScope former) {
    Target from = Target.of(former.kind()).orElseThrow();
    return new Finding(
        FindingCode.TARGET_CHANGED,
        "the managed rules move from the scope of the "
            + from.noun()
            + " to the scope of the "
            + desired.target().noun()
            + ": they are created there first, and then deleted in the former scope");
  }

  /** Returns the finding about a rule of the Dynatrace Operator. */
  static Finding operatorRule(
      DesiredCluster desired, ObservedRule rule, boolean adoptable, ClusterTies ties) {
    ScopedRule scoped = ScopedRule.of(rule);
    boolean ofTarget = desired.target() == Target.KUBERNETES_CLUSTER;
    String remedy =
        adoptable && ofTarget
            ? ". Adopt it, or delete it"
            : ofTarget
                ? ". Delete it"
                : ". Delete it, or set target: kubernetes-cluster and adopt it";
    return PlanFindings.about(
        FindingCode.OPERATOR_RULE,
        rule,
        PlanFindings.named(scoped, ties)
            + " is like the one that the Dynatrace Operator creates. It "
            + (ofTarget
                ? ""
                : "is evaluated before the rules of host group " + desired.hostGroup() + " and ")
            + "includes "
            + (rule.rule().matchers().isEmpty()
                ? "every log that reaches it"
                : "logs that have " + PlanFindings.allConditions(rule.rule()))
            + ": these logs are ingested whether their namespaces are desired or not"
            + remedy);
  }
}
