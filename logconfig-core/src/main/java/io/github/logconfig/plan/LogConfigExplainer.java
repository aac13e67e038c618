package io.github.logconfig.plan;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.evaluate.PossibleChains;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.RuleTracer;
import io.github.logconfig.evaluate.TraceEntry;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.Explanation.Answer;
import io.github.logconfig.plan.Explanation.Evidence;
import io.github.logconfig.plan.Explanation.KubernetesCluster;
import io.github.logconfig.plan.Explanation.KubernetesTie;
import io.github.logconfig.plan.internal.ClusterPlanner;
import io.github.logconfig.plan.internal.EnvironmentRules;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Explains why logs of clusters are ingested or not, and which rule decides.
 *
 * <p>Only the given attributes of the logs are known. A rule with conditions on other attributes
 * may match some of the logs.
 *
 * <p><b>Thread safety:</b> stateless; all methods are pure functions.
 *
 * @see LogConfigPlanner
 * @since 0.1.0
 */
public final class LogConfigExplainer {

  private LogConfigExplainer() {}

  /**
   * Explains what happens to records of a cluster now and after its plan.
   *
   * @param desired the cluster
   * @param clusters all desired clusters of its environment; required to tie clusters to entities
   * @param observed the environment
   * @param options the options of the plan
   * @param known the known attributes of the records
   * @return the explanation; empty if the host group of the cluster, or the Kubernetes cluster if
   *     that is the target, is unknown or ambiguous
   */
  public static Optional<Explanation> explain(
      DesiredCluster desired,
      Collection<DesiredCluster> clusters,
      ObservedState observed,
      PlanOptions options,
      LogRecord known) {
    return Optional.ofNullable(
        explainAll(List.of(desired), clusters, observed, options, known).get(desired.name()));
  }

  /**
   * Explains what happens to records of several clusters of one environment, whose rules are
   * compiled once.
   *
   * @param desired the clusters to explain
   * @param clusters all desired clusters of the environment; required to tie clusters to entities
   * @param observed the environment
   * @param options the options of the plans
   * @param known the known attributes of the records
   * @return the explanations; a cluster is absent if its host group is unknown or ambiguous
   */
  public static Map<ClusterName, Explanation> explainAll(
      Collection<DesiredCluster> desired,
      Collection<DesiredCluster> clusters,
      ObservedState observed,
      PlanOptions options,
      LogRecord known) {
    EnvironmentRules environment = EnvironmentRules.of(observed, clusters);
    PlanOptions keeping = PlanOptions.builder().from(options).keepsRules(true).build();
    Map<ClusterName, Explanation> explanations = new LinkedHashMap<>();
    for (DesiredCluster cluster : desired) {
      Set<EntityId> ids = observed.hostGroups().getOrDefault(cluster.hostGroup(), Set.of());
      LogConfigPlan plan = ClusterPlanner.plan(cluster, environment, keeping);
      plan.rules()
          .ifPresent(
              rules -> {
                Answer now = answer(rules.before(), known);
                Set<ObjectId> seen = objectIds(now);
                boolean unchanged = plan.isEmpty();
                explanations.put(
                    cluster.name(),
                    new Explanation(
                        known,
                        now,
                        unchanged ? now : answer(rules.after(), known),
                        plan,
                        ids,
                        tie(cluster, environment.ties(), observed),
                        observed.rules().stream()
                            .filter(rule -> seen.contains(rule.objectId()))
                            .toList()));
              });
    }
    return explanations;
  }

  private static Answer answer(PossibleChains chains, LogRecord known) {
    return new Answer(RuleEvaluator.verdict(chains, known), new RuleTracer(chains).trace(known));
  }

  private static Set<ObjectId> objectIds(Answer answer) {
    return answer.trace().stream()
        .map(TraceEntry::rule)
        .flatMap(rule -> rule.objectId().stream())
        .collect(Collectors.toSet());
  }

  private static KubernetesTie tie(
      DesiredCluster cluster, ClusterTies ties, ObservedState observed) {
    Set<EntityId> tied = ties.tiedTo(cluster.name());
    List<KubernetesCluster> clusters =
        tied.stream().map(id -> new KubernetesCluster(id, ties.label(id))).toList();
    return new KubernetesTie(evidence(cluster, tied, ties, observed), clusters);
  }

  private static Evidence evidence(
      DesiredCluster cluster, Set<EntityId> tied, ClusterTies ties, ObservedState observed) {
    if (tied.isEmpty()) {
      boolean needed =
          !observed.scopesWithRules(RuleScope.Kind.KUBERNETES_CLUSTER).isEmpty()
              || !observed.scopesWithRules(RuleScope.Kind.HOST).isEmpty();
      return needed ? Evidence.NONE : Evidence.NOT_NEEDED;
    }
    if (ties.isTiedByLabel(cluster.name())) {
      return Evidence.NAME;
    }
    boolean sameUid =
        cluster.kubernetesClusterUid().isPresent()
            && observed.kubernetesClusters().stream()
                .anyMatch(
                    it ->
                        tied.contains(it.id()) && it.uid().equals(cluster.kubernetesClusterUid()));
    return sameUid ? Evidence.UID : Evidence.TOPOLOGY;
  }
}
