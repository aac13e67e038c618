package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.PossibleChains;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.EvaluatedRules;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffects;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.NamespaceMatcher;
import io.github.logconfig.rule.ObservedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Plans one cluster. */
public final class ClusterPlanner {

  private ClusterPlanner() {}

  /** Plans one cluster. */
  public static LogConfigPlan plan(
      DesiredCluster desired, EnvironmentRules environment, PlanOptions options) {
    LogConfigPlan plan = plan(desired, environment, options, NamespaceMatcher.MAX_VALUES);
    return options.adoption().objects().isEmpty()
        ? plan
        : RequestedObjects.check(plan, environment.observed(), options);
  }

  /** Plans one cluster with rules of at most {@code capacity} namespaces. */
  public static LogConfigPlan plan(
      DesiredCluster desired, EnvironmentRules environment, PlanOptions options, int capacity) {
    ObservedState observed = environment.observed();
    requireSameEnvironment(desired, observed);
    LogConfigPlan.Builder plan =
        LogConfigPlan.builder()
            .cluster(desired.name())
            .environment(desired.environment())
            .target(desired.target())
            .hostGroup(desired.hostGroup())
            .desired(desired)
            .fingerprint(Fingerprint.of(desired.environment(), desired));
    Optional<RuleScope> scope = ClusterRules.targetScope(desired, environment);
    if (scope.isEmpty()) {
      return plan.managedNow(0).addFinding(TargetFindings.unresolved(desired, environment)).build();
    }
    plan.scope(scope);
    ClusterRules rules = ClusterRules.of(desired, scope.get(), environment, options.owner());
    RolePlanner roles = new RolePlanner(desired, options, rules, capacity);
    plan.modified(roles.modified());
    if (!roles.isUnchangedAndUncontested()) {
      return planned(plan, desired, roles, rules, environment, options);
    }
    if (options.keepsRules()) {
      PossibleChains now = rules.now();
      plan.rules(new EvaluatedRules(now, now));
    }
    return unchanged(plan, desired, environment);
  }

  /**
   * Returns the plan of a cluster whose only rules, besides those of the environment, are unchanged
   * managed rules.
   */
  private static LogConfigPlan unchanged(
      LogConfigPlan.Builder plan, DesiredCluster desired, EnvironmentRules environment) {
    return plan.managedNow(desired.namespaces().size())
        .addAllFindings(environment.findingsOfUnchanged(desired.policy()))
        .effects(NamespaceEffects.continuing(desired.namespaces()))
        .otherNamespaces(environment.othersOfUnchanged(desired.policy()))
        .build();
  }

  private static LogConfigPlan planned(
      LogConfigPlan.Builder plan,
      DesiredCluster desired,
      RolePlanner roles,
      ClusterRules rules,
      EnvironmentRules environment,
      PlanOptions options) {
    PossibleChains now = rules.now();
    if (options.keepsRules()) {
      plan.rules(new EvaluatedRules(now, now));
    }
    if (roles.isUnchanged()) {
      PlanProof proof = PlanProof.ofUnchanged(rules, now);
      if (proof.coversAllDesired()) {
        return proven(
                plan,
                proof,
                OperatorRules.findings(rules, false, List.of()),
                rules,
                environment,
                now)
            .managedNow(desired.namespaces().size())
            .build();
      }
    }
    boolean adoptable = roles.createsInclude();
    List<PlanStep> steps = roles.steps();
    SortedSet<NamespaceName> managedNow = roles.managedNow();
    PossibleChains after = steps.isEmpty() ? now : rules.after(steps);
    if (options.keepsRules()) {
      plan.rules(new EvaluatedRules(now, after));
    }
    PlanProof proof = PlanProof.of(rules, managedNow, now, after, changed(steps));
    List<Finding> findings = new ArrayList<>(roles.findings());
    findings.addAll(OperatorRules.findings(rules, adoptable, steps));
    return proven(plan, proof, findings, rules, environment, after)
        .managedNow(managedNow.size())
        .addAllSteps(steps)
        .build();
  }

  private static LogConfigPlan.Builder proven(
      LogConfigPlan.Builder plan,
      PlanProof proof,
      List<Finding> planning,
      ClusterRules rules,
      EnvironmentRules environment,
      PossibleChains after) {
    List<Finding> findings = new ArrayList<>(planning);
    findings.addAll(proof.findings(environment.ties()));
    findings.addAll(PlanFindings.notUnderstood(after, environment.ties()));
    findings.addAll(PlanFindings.ofScopes(rules, environment.ties(), proof.causesOfDoubt()));
    return plan.addAllFindings(PlanFindings.inOrder(findings.stream().distinct().toList()))
        .effects(proof.effects())
        .otherNamespaces(proof.others())
        .stopsUnmanaged(proof.stopsUnmanaged());
  }

  /** Returns the rules that steps change, before and after. */
  private static List<LogRule> changed(List<PlanStep> steps) {
    List<LogRule> changed = new ArrayList<>();
    for (PlanStep step : steps) {
      step.ruleAfter().ifPresent(changed::add);
      step.ruleBefore().ifPresent(changed::add);
    }
    return changed;
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
}
