package io.github.logconfig.inventory;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleUsage;
import io.github.logconfig.evaluate.RuleUsage.Use;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.ClusterTies;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All rules of an environment, in the order in which scopes and rules are evaluated.
 *
 * <p>A rule is redundant if the rules before it in its scope decide for every log record that it
 * matches. This is exact for all rules that are understood, and does not depend on the hosts that
 * exist.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param environment the name of the environment
 * @param scopes the scopes with rules, narrow ones first
 * @since 0.1.0
 */
public record RuleInventory(EnvironmentName environment, List<Scope> scopes) {

  /** Copies the list. */
  public RuleInventory {
    scopes = List.copyOf(scopes);
  }

  /**
   * The rules of one scope.
   *
   * @param scope the scope
   * @param name the name of the host group, or the label of the Kubernetes cluster, if it is known
   * @param rules the rules in evaluation order
   */
  public record Scope(RuleScope scope, Optional<String> name, List<ListedRule> rules) {

    /** Copies the list. */
    public Scope {
      rules = List.copyOf(rules);
    }
  }

  /**
   * Lists the rules of an environment.
   *
   * @param observed the environment
   * @param desired all desired clusters of the environment
   * @param isComplete whether {@code desired} is complete; orphans are unknown otherwise
   * @param owner the owner of managed rules
   */
  public static RuleInventory of(
      ObservedState observed, Collection<DesiredCluster> desired, boolean isComplete, Owner owner) {
    Map<RuleScope, String> names = names(observed);
    ClusterTies ties = ClusterTies.of(desired, observed);
    List<Scope> scopes = new ArrayList<>();
    observed.rulesByScope().entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                Comparator.comparing(RuleScope::kind)
                    .thenComparing(scope -> names.getOrDefault(scope, ""))
                    .thenComparing(RuleScope::id)))
        .forEach(
            entry -> {
              RuleScope scope = entry.getKey();
              List<ScopedRule> rules = entry.getValue().stream().map(ScopedRule::of).toList();
              Overriding overriding = Overriding.of(scope, rules, observed, desired, ties);
              scopes.add(
                  new Scope(
                      scope,
                      Optional.ofNullable(names.get(scope)),
                      rules(
                          entry.getValue(),
                          rules,
                          overriding,
                          observed,
                          desired,
                          isComplete,
                          owner)));
            });
    return new RuleInventory(observed.environment(), scopes);
  }

  /** Returns all rules in evaluation order. */
  public List<ListedRule> rules() {
    return scopes.stream().flatMap(scope -> scope.rules().stream()).toList();
  }

  private static List<ListedRule> rules(
      List<ObservedRule> observedRules,
      List<ScopedRule> rules,
      Overriding overriding,
      ObservedState observed,
      Collection<DesiredCluster> desired,
      boolean isComplete,
      Owner owner) {
    List<Use> uses = RuleUsage.of(new RuleChain(rules));
    Map<Object, ObservedRule> first = new HashMap<>();
    List<ListedRule> listed = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      ObservedRule rule = observedRules.get(i);
      Optional<RuleIdentity> identity = rule.externalId().flatMap(RuleIdentity::parse);
      boolean managed = identity.filter(it -> it.owner().equals(owner)).isPresent();
      boolean never = uses.get(i) == Use.NEVER_DECIDES;
      List<ObservedRule> insteadOf =
          never && rule.rule().enabled()
              ? observed(observedRules, rules, RuleUsage.decidingInsteadOf(rules, i))
              : List.of();
      List<RuleScope> overriddenIn = never ? List.of() : overriding.of(i);
      listed.add(
          new ListedRule(
              i + 1,
              rule,
              identity,
              managed,
              overriddenIn.isEmpty() || overriddenIn.size() < overriding.clusters()
                  ? uses.get(i)
                  : Use.UNKNOWN,
              insteadOf,
              overriddenIn,
              duplicateOf(rule, first),
              isComplete
                  ? Optional.of(
                      managed && isOrphan(identity.orElseThrow(), rule, observed, desired))
                  : Optional.empty()));
    }
    return listed;
  }

  private static List<ObservedRule> observed(
      List<ObservedRule> observedRules, List<ScopedRule> rules, List<ScopedRule> some) {
    return some.stream().map(rule -> observedRules.get(rules.indexOf(rule))).toList();
  }

  /** Returns the first rule with the same external id or the same content besides the title. */
  private static Optional<ObservedRule> duplicateOf(
      ObservedRule rule, Map<Object, ObservedRule> first) {
    LogRule content = LogRule.builder().from(rule.rule()).title("").build();
    Optional<ObservedRule> sameId = rule.externalId().map(id -> first.putIfAbsent(id, rule));
    boolean comparable =
        rule.rule().unreadable().isEmpty() && !rule.rule().otherFields().isAnySet();
    return sameId.or(
        () ->
            comparable ? Optional.ofNullable(first.putIfAbsent(content, rule)) : Optional.empty());
  }

  /** Returns whether no desired cluster has the host group, or the rule is in another scope. */
  private static boolean isOrphan(
      RuleIdentity identity,
      ObservedRule rule,
      ObservedState observed,
      Collection<DesiredCluster> desired) {
    Optional<DesiredCluster> cluster =
        desired.stream().filter(it -> it.targetName().equals(identity.targetName())).findFirst();
    if (cluster.isEmpty()) {
      return true;
    }
    Set<EntityId> ids = observed.hostGroups().getOrDefault(cluster.get().hostGroup(), Set.of());
    return rule.scope().kind() == RuleScope.Kind.HOST_GROUP
        && ids.size() == 1
        && !RuleScope.of(ids.iterator().next()).equals(rule.scope());
  }

  private static Map<RuleScope, String> names(ObservedState observed) {
    Map<RuleScope, String> names = new HashMap<>();
    observed
        .hostGroups()
        .forEach((name, ids) -> ids.forEach(id -> names.put(RuleScope.of(id), name.value())));
    observed
        .kubernetesClusters()
        .forEach(it -> it.label().ifPresent(label -> names.put(RuleScope.of(it.id()), label)));
    return names;
  }

  /**
   * Which rules of a host group never decide for the logs of Kubernetes clusters, because rules of
   * the clusters precede them.
   *
   * @param uses for each Kubernetes cluster of the host group, whether each rule decides
   */
  private record Overriding(Map<RuleScope, List<Use>> uses) {

    static Overriding of(
        RuleScope scope,
        List<ScopedRule> rules,
        ObservedState observed,
        Collection<DesiredCluster> desired,
        ClusterTies ties) {
      Map<RuleScope, List<Use>> uses = new LinkedHashMap<>();
      if (scope.kind() != RuleScope.Kind.HOST_GROUP || scope.entity().isEmpty()) {
        return new Overriding(uses);
      }
      for (EntityId cluster : clustersOf(scope.entity().get(), observed, desired, ties)) {
        List<ScopedRule> all = new ArrayList<>();
        observed.rulesIn(RuleScope.of(cluster)).forEach(rule -> all.add(ScopedRule.of(rule)));
        int narrower = all.size();
        all.addAll(rules);
        List<Use> ofAll = RuleUsage.of(new RuleChain(all));
        uses.put(RuleScope.of(cluster), ofAll.subList(narrower, ofAll.size()));
      }
      return new Overriding(uses);
    }

    int clusters() {
      return uses.size();
    }

    List<RuleScope> of(int rule) {
      return uses.keySet().stream()
          .filter(cluster -> uses.getOrDefault(cluster, List.of()).get(rule) == Use.NEVER_DECIDES)
          .toList();
    }

    private static Set<EntityId> clustersOf(
        EntityId hostGroup,
        ObservedState observed,
        Collection<DesiredCluster> desired,
        ClusterTies ties) {
      Set<EntityId> clusters = new LinkedHashSet<>();
      for (ObservedKubernetesCluster cluster : observed.kubernetesClusters()) {
        if (cluster.hostGroups().filter(it -> it.contains(hostGroup)).isPresent()) {
          clusters.add(cluster.id());
        }
      }
      desired.stream()
          .filter(
              it ->
                  observed.hostGroups().getOrDefault(it.hostGroup(), Set.of()).contains(hostGroup))
          .forEach(it -> clusters.addAll(ties.tiedTo(it.name())));
      return clusters;
    }
  }
}
