package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.PossibleChains;
import io.github.logconfig.evaluate.PossibleChains.Possibility;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.ClusterTies;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules that apply to a cluster: those of its target scope, which include the managed rules,
 * and those of narrower and wider scopes. After a change of the target, {@link #former} has managed
 * rules, too.
 */
public final class ClusterRules {

  private final DesiredCluster desired;
  private final EnvironmentRules environment;
  private final RuleScope scope;
  private final Owner owner;
  private final List<ObservedRule> own;
  private final Optional<FormerScope> former;
  private final OtherScopes otherScopes;
  private final List<Possibility> withoutFormer;

  private ClusterRules(
      DesiredCluster desired, RuleScope scope, EnvironmentRules environment, Owner owner) {
    this.desired = desired;
    this.environment = environment;
    this.scope = scope;
    this.owner = owner;
    this.own = eachOnce(environment.observed().rulesIn(scope));
    this.former = FormerScope.of(desired, environment, owner);
    OtherScopes others = OtherScopes.of(desired, scope, environment, environment::chainOf);
    this.otherScopes = former.isPresent() ? others : others.distinct();
    this.withoutFormer =
        former
            .map(it -> possibilities(it.scope(), it.remaining()))
            .orElse(otherScopes.possibilities());
  }

  /**
   * Returns the scope of the managed rules of a cluster; empty if its host group or its Kubernetes
   * cluster is unknown or ambiguous.
   */
  public static Optional<RuleScope> targetScope(
      DesiredCluster desired, EnvironmentRules environment) {
    Set<EntityId> entities =
        desired.target() == Target.HOST_GROUP
            ? environment.hostGroups(desired)
            : environment.ties().tiedTo(desired.name());
    return entities.size() == 1
        ? Optional.of(RuleScope.of(entities.iterator().next()))
        : Optional.empty();
  }

  /**
   * Returns the rules that apply to a cluster.
   *
   * @param scope its {@linkplain #targetScope target scope}
   * @param owner the owner of managed rules
   */
  public static ClusterRules of(
      DesiredCluster desired, RuleScope scope, EnvironmentRules environment, Owner owner) {
    return new ClusterRules(desired, scope, environment, owner);
  }

  DesiredCluster desired() {
    return desired;
  }

  ClusterTies ties() {
    return environment.ties();
  }

  RuleScope scope() {
    return scope;
  }

  /** Returns the scope of the Kubernetes cluster, if it is known. */
  Optional<RuleScope> clusterScope() {
    if (scope.kind() == RuleScope.Kind.KUBERNETES_CLUSTER) {
      return Optional.of(scope);
    }
    Set<EntityId> tied = ties().tiedTo(desired.name());
    return tied.size() == 1 ? tied.stream().findFirst().map(RuleScope::of) : Optional.empty();
  }

  /** Returns the observed rules of any scope. */
  List<ObservedRule> rulesIn(RuleScope any) {
    return environment.observed().rulesIn(any);
  }

  /** Returns the rules of the target scope. */
  List<ObservedRule> own() {
    return own;
  }

  Optional<FormerScope> former() {
    return former;
  }

  OtherScopes otherScopes() {
    return otherScopes;
  }

  /** Returns whether a rule is a managed rule of the cluster. */
  boolean isManaged(ScopedRule rule) {
    boolean inScope =
        rule.scope().equals(scope)
            || former.filter(it -> rule.scope().equals(it.scope())).isPresent();
    return inScope
        && rule.externalId()
            .flatMap(
                id ->
                    Target.of(rule.scope().kind())
                        .flatMap(target -> RuleIdentity.roleOf(id, owner, desired.nameIn(target))))
            .isPresent();
  }

  boolean hasOtherScopes() {
    return otherScopes.possibilities().stream().anyMatch(it -> !it.isEmpty());
  }

  /**
   * Returns whether the narrower scopes certainly decide for a namespace after the plan, whatever
   * the other rules do.
   */
  boolean isDecidedByNarrowerScopes(NamespaceName namespace) {
    return withoutFormer.stream().noneMatch(it -> it.first().matchingAll(namespace).isEmpty());
  }

  /** Returns the observed rules. */
  public PossibleChains now() {
    return chains(
        otherScopes.possibilities(), new RuleChain(own.stream().map(ScopedRule::of).toList()));
  }

  /** Returns the rules after some steps. */
  public PossibleChains after(List<PlanStep> steps) {
    return around(preview().after(steps));
  }

  /** Returns the rules of the scopes that steps change, before any step. */
  ScopePreview preview() {
    Map<RuleScope, List<ObservedRule>> observed = new HashMap<>();
    observed.put(scope, own);
    former.ifPresent(it -> observed.put(it.scope(), it.all()));
    return ScopePreview.of(observed);
  }

  /** Returns the rules that decide if the changed scopes hold these. */
  PossibleChains around(ScopePreview preview) {
    List<Possibility> possibilities =
        former
            .map(it -> possibilities(it.scope(), new RuleChain(preview.rulesIn(it.scope()))))
            .orElse(otherScopes.possibilities());
    return chains(possibilities, new RuleChain(preview.rulesIn(scope)));
  }

  private PossibleChains chains(List<Possibility> possibilities, RuleChain managed) {
    return new PossibleChains(possibilities, managed, environment.chain());
  }

  /** Returns the possibilities if the former scope has other rules: as many, in the same order. */
  private List<Possibility> possibilities(RuleScope formerScope, RuleChain rules) {
    return OtherScopes.of(
            desired,
            scope,
            environment,
            any -> any.equals(formerScope) ? rules : environment.chainOf(any))
        .possibilities();
  }

  /**
   * Removes duplicates: an object that is moved while a list is read page by page can be listed
   * twice.
   */
  static List<ObservedRule> eachOnce(List<ObservedRule> rules) {
    if (rules.size() < 2) {
      return rules;
    }
    Set<ObjectId> seen = new HashSet<>();
    return rules.stream().filter(rule -> seen.add(rule.objectId())).toList();
  }
}
