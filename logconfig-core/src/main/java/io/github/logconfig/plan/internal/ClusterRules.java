package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.PossibleChains;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.HostGroup;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.PlanStep;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules that apply to a cluster: those of narrower scopes, those of its host group, which
 * include the managed rules, and those of the environment.
 */
public record ClusterRules(
    OtherScopes otherScopes,
    HostGroup hostGroup,
    RuleScope scope,
    List<ObservedRule> own,
    RuleChain wider) {

  /** Returns the rules that apply to a cluster. */
  public static ClusterRules of(
      DesiredCluster desired, HostGroup hostGroup, EnvironmentRules environment) {
    RuleScope scope = hostGroup.scope();
    return new ClusterRules(
        OtherScopes.of(desired, hostGroup, environment),
        hostGroup,
        scope,
        eachOnce(environment.observed().rulesIn(scope)),
        environment.chain());
  }

  boolean hasOtherScopes() {
    return otherScopes.possibilities().stream().anyMatch(it -> !it.isEmpty());
  }

  /**
   * Returns whether the narrower scopes certainly decide for a namespace, whatever the other rules
   * do.
   */
  boolean isDecidedByNarrowerScopes(NamespaceName namespace) {
    return otherScopes.possibilities().stream()
        .noneMatch(it -> it.first().matchingAll(namespace).isEmpty());
  }

  /** Returns the observed rules. */
  public PossibleChains now() {
    return around(own.stream().map(ScopedRule::of).toList());
  }

  /** Returns the rules after some steps. */
  public PossibleChains after(List<PlanStep> steps) {
    return around(new ScopePreview(own).apply(steps).rules());
  }

  /** The rules that decide if the scope of the managed rules holds these. */
  PossibleChains around(List<ScopedRule> ofHostGroup) {
    return new PossibleChains(otherScopes.possibilities(), new RuleChain(ofHostGroup), wider);
  }

  /**
   * Removes duplicates: an object that is moved while a list is read page by page can be listed
   * twice.
   */
  private static List<ObservedRule> eachOnce(List<ObservedRule> rules) {
    if (rules.size() < 2) {
      return rules;
    }
    Set<ObjectId> seen = new HashSet<>();
    return rules.stream().filter(rule -> seen.add(rule.objectId())).toList();
  }
}
