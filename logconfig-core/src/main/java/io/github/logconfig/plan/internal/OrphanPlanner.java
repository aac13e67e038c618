package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.Change;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.NamespaceEffects;
import io.github.logconfig.plan.OtherNamespaces;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Plans the removal of orphans: managed rules without a desired cluster. */
public final class OrphanPlanner {

  /** Limit on the host groups that may apply to a Kubernetes cluster without a desired cluster. */
  private static final int MAX_HOST_GROUPS = 8;

  private OrphanPlanner() {}

  /** Returns the plan that deletes orphans of one scope. */
  public static LogConfigPlan plan(
      Environment environment,
      TargetName name,
      List<ObservedRule> orphans,
      ObservedState observed,
      Owner owner) {
    RuleScope scope = orphans.get(0).scope();
    Target target = Target.of(scope.kind()).orElse(Target.HOST_GROUP);
    DesiredCluster nothing =
        DesiredCluster.builder()
            .name(clusterName(name))
            .environment(environment)
            .target(target)
            .hostGroup(hostGroup(name))
            .build();
    SortedSet<NamespaceName> managedNow = new TreeSet<>();
    List<PlanStep> steps = new ArrayList<>();
    for (ObservedRule rule : orphans) {
      if (rule.rule().enabled() && rule.rule().action() == RuleAction.INCLUDE) {
        managedNow.addAll(RuleDiff.namespaces(rule.rule()));
      }
      rule.externalId().flatMap(RuleIdentity::parse).ifPresent(it -> steps.add(step(it, rule)));
    }
    steps.sort(Comparator.comparingInt(PlanStep::wave));
    LogConfigPlan.Builder plan =
        LogConfigPlan.builder()
            .cluster(nothing.name())
            .environment(environment)
            .target(target)
            .hostGroup(nothing.hostGroup())
            .fingerprint(Fingerprint.of(environment, nothing))
            .managedNow(managedNow.size());
    EnvironmentRules environmentRules = EnvironmentRules.of(observed, List.of(nothing));
    boolean manyHostGroups =
        target == Target.KUBERNETES_CLUSTER
            && environmentRules.unclaimedHostGroups().size() > MAX_HOST_GROUPS;
    if (Target.of(scope.kind()).isEmpty() || manyHostGroups) {
      return unproven(plan.addAllSteps(steps), managedNow);
    }
    ClusterRules rules = ClusterRules.of(nothing, scope, environmentRules, owner);
    StepScheduler.Schedule schedule = StepScheduler.schedule(rules, steps, Set.of());
    PlanProof proof =
        PlanProof.of(
            rules,
            managedNow,
            rules.now(),
            rules.after(steps),
            orphans.stream().map(ObservedRule::rule).toList());
    schedule.finding().ifPresent(plan::addFinding);
    return plan.addAllSteps(schedule.steps())
        .effects(proof.effects())
        .otherNamespaces(proof.others())
        .stopsUnmanaged(proof.stopsUnmanaged())
        .addAllFindings(
            proof.findings(environmentRules.ties()).stream()
                .filter(finding -> finding.code() == FindingCode.OTHER_NAMESPACES_STOP)
                .toList())
        .build();
  }

  /** Returns the plan for orphans whose effects are unknown. */
  private static LogConfigPlan unproven(LogConfigPlan.Builder plan, Set<NamespaceName> managedNow) {
    return plan.effects(
            NamespaceEffects.of(
                managedNow.stream()
                    .map(
                        name ->
                            new NamespaceEffect(
                                name,
                                NamespaceEffect.Kind.UNKNOWN,
                                Verdict.UNKNOWN,
                                Verdict.UNKNOWN,
                                true))
                    .toList()))
        .otherNamespaces(
            new OtherNamespaces(
                NamespaceEffect.Kind.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN, Change.MAYBE))
        .build();
  }

  private static PlanStep step(RuleIdentity identity, ObservedRule rule) {
    boolean catchAll = identity.role().equals(RuleRole.CATCH_ALL);
    return PlanStep.delete(identity, rule, catchAll ? 1 : 0);
  }

  private static ClusterName clusterName(TargetName name) {
    boolean fits = Character.isLetterOrDigit(name.value().charAt(0));
    return new ClusterName(fits ? name.value() : "host-group" + name);
  }

  /** The scope of a Kubernetes cluster may have a name that no host group can have. */
  private static HostGroupName hostGroup(TargetName name) {
    try {
      return new HostGroupName(name.value());
    } catch (InvalidValueException e) {
      return new HostGroupName("unknown");
    }
  }
}
