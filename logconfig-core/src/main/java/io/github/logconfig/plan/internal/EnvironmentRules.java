package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.PossibleChains;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.plan.ClusterTies;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.OtherNamespaces;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of the planning that all clusters of an environment share: its compiled rules, and the
 * ties between clusters and entities. Not thread-safe.
 */
public final class EnvironmentRules {

  private final ObservedState observed;
  private final Collection<DesiredCluster> desired;
  private final RuleChain chain;
  private final ClusterTies ties;
  private final Map<RuleScope, RuleChain> narrower = new HashMap<>();
  private final Map<Policy, List<Finding>> findings = new EnumMap<>(Policy.class);
  private @Nullable NamespaceVerdict others;
  private @Nullable Set<RuleScope> unclaimedHostGroups;
  private @Nullable Map<List<Object>, Set<EntityId>> managed;

  private EnvironmentRules(
      ObservedState observed,
      Collection<DesiredCluster> desired,
      RuleChain chain,
      ClusterTies ties) {
    this.observed = observed;
    this.desired = desired;
    this.chain = chain;
    this.ties = ties;
  }

  /** Prepares an environment; {@code desired} are all its desired clusters. */
  public static EnvironmentRules of(ObservedState observed, Collection<DesiredCluster> desired) {
    return new EnvironmentRules(
        observed,
        desired,
        RuleChain.of(observed, List.of(RuleScope.ENVIRONMENT)),
        ClusterTies.of(desired, observed));
  }

  ObservedState observed() {
    return observed;
  }

  RuleChain chain() {
    return chain;
  }

  public ClusterTies ties() {
    return ties;
  }

  /** Returns the host groups in Dynatrace that have the name of a cluster's host group. */
  Set<EntityId> hostGroups(DesiredCluster cluster) {
    return observed.hostGroups().getOrDefault(cluster.hostGroup(), Set.of());
  }

  /**
   * Returns the host groups that have managed rules of this name. They are known even if the host
   * group is no longer found by name.
   */
  Set<EntityId> hostGroupsOfManaged(Owner owner, TargetName name) {
    Map<List<Object>, Set<EntityId>> known = managed;
    if (known == null) {
      known = new HashMap<>();
      for (RuleScope scope : observed.scopesWithRules(RuleScope.Kind.HOST_GROUP)) {
        for (ObservedRule rule : observed.rulesIn(scope)) {
          Optional<RuleIdentity> identity = rule.externalId().flatMap(RuleIdentity::parse);
          if (identity.isPresent()) {
            known
                .computeIfAbsent(
                    List.of(identity.get().owner(), identity.get().targetName()),
                    key -> new LinkedHashSet<>())
                .add(scope.entity().orElseThrow());
          }
        }
      }
      managed = known;
    }
    return known.getOrDefault(List.of(owner, name), Set.of());
  }

  /** Returns the host groups with rules that are not the host group of a desired cluster. */
  Set<RuleScope> unclaimedHostGroups() {
    Set<RuleScope> unclaimed = unclaimedHostGroups;
    if (unclaimed == null) {
      unclaimed = new LinkedHashSet<>(observed.scopesWithRules(RuleScope.Kind.HOST_GROUP));
      for (DesiredCluster cluster : desired) {
        hostGroups(cluster).stream().map(RuleScope::of).forEach(unclaimed::remove);
      }
      unclaimedHostGroups = unclaimed;
    }
    return unclaimed;
  }

  RuleChain chainOf(RuleScope scope) {
    return narrower.computeIfAbsent(scope, key -> RuleChain.of(observed, List.of(key)));
  }

  /**
   * Returns the findings for a cluster whose only rules are its managed rules, all unchanged. They
   * are the same for every such cluster.
   */
  List<Finding> findingsOfUnchanged(Policy policy) {
    return findings.computeIfAbsent(policy, this::findings);
  }

  /** Returns the effect on other namespaces of such a cluster. */
  OtherNamespaces othersOfUnchanged(Policy policy) {
    return policy == Policy.EXCLUSIVE
        ? OtherNamespaces.NOT_INGESTED
        : OtherNamespaces.unchanged(otherNamespaces().verdict());
  }

  private List<Finding> findings(Policy policy) {
    List<Finding> all =
        new ArrayList<>(PlanFindings.notUnderstood(PossibleChains.of(chain), ties()));
    if (policy == Policy.ADDITIVE) {
      NamespaceVerdict verdict = otherNamespaces();
      all.addAll(PlanFindings.undecided(verdict.doubts()));
      if (verdict.verdict() != Verdict.NOT_INGESTED) {
        verdict
            .decidedBy(RuleAction.INCLUDE)
            .forEach(
                rule ->
                    all.add(
                        PlanFindings.fallsThrough(
                            rule, List.of(), true, policy, RuleScope.Kind.HOST_GROUP, ties())));
      }
    }
    return PlanFindings.inOrder(all);
  }

  private NamespaceVerdict otherNamespaces() {
    NamespaceVerdict verdict = others;
    if (verdict == null) {
      verdict = RuleEvaluator.otherNamespaces(PossibleChains.of(chain), Set.of());
      others = verdict;
    }
    return verdict;
  }
}
