package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.rule.RuleAction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Restricts plans while the desired state has problems: a file that cannot be read may desire a
 * namespace of any cluster. Namespaces are added, but not removed.
 */
public final class PartialState {

  private static final int NAMED = 5;

  private PartialState() {}

  /**
   * Returns why a plan must not be applied as it is: it would take away something that may be
   * desired. Empty if no problem concerns the cluster, or the plan takes nothing away.
   */
  public static Optional<Failure> forbidden(Collection<Problem> problems, LogConfigPlan plan) {
    if (problems.stream().noneMatch(it -> concerns(it, plan.cluster(), plan.hostGroup()))) {
      return Optional.empty();
    }
    if (changesTarget(plan)) {
      return Optional.of(withheld("the change of the target"));
    }
    SortedSet<NamespaceName> kept = kept(problems, plan);
    boolean takesAway =
        concernsWhole(problems, plan)
            ? takesAway(plan)
            : !kept.isEmpty() || plan.steps().stream().anyMatch(PartialState::createsExclusion);
    return takesAway ? Optional.of(withheld(List.copyOf(kept))) : Optional.empty();
  }

  /** Returns whether a plan deletes the rules of the former scope, which may cover anything. */
  private static boolean changesTarget(LogConfigPlan plan) {
    return plan.steps().stream().anyMatch(step -> step.scope().kind() != plan.target().scopeKind());
  }

  /**
   * Whether a problem may concern the rules of a cluster: it names the cluster or its host group,
   * or it does not say which cluster or which host group it concerns. The host group counts since a
   * broken cluster may be the one that the host group really belongs to.
   */
  public static boolean concerns(Problem problem, ClusterName cluster, HostGroupName hostGroup) {
    boolean unknown = problem.cluster().isEmpty() || problem.hostGroup().isEmpty();
    return unknown
        || problem.cluster().get().equals(cluster)
        || problem.hostGroup().get().equals(hostGroup);
  }

  /** Returns whether a problem that does not name a namespace concerns a cluster. */
  private static boolean concernsWhole(Collection<Problem> problems, LogConfigPlan plan) {
    return problems.stream()
        .filter(problem -> problem.namespace().isEmpty())
        .anyMatch(problem -> concerns(problem, plan.cluster(), plan.hostGroup()));
  }

  /** Returns whether a plan may stop logs that are ingested now. */
  private static boolean takesAway(LogConfigPlan plan) {
    return plan.stopping() > 0
        || plan.stopsUnmanaged()
        || plan.steps().stream().anyMatch(PartialState::takesAway);
  }

  private static boolean takesAway(PlanStep step) {
    return createsExclusion(step) || !step.namespacesRemoved().isEmpty();
  }

  private static boolean createsExclusion(PlanStep step) {
    return step.action() == Action.CREATE
        && step.ruleAfter().orElseThrow().action() == RuleAction.EXCLUDE;
  }

  /** Returns the cluster with everything that a plan must not remove from it. */
  static DesiredCluster keeping(
      DesiredCluster desired, Collection<Problem> problems, LogConfigPlan plan) {
    DesiredCluster.Builder kept =
        DesiredCluster.builder().from(desired).addAllNamespaces(kept(problems, plan));
    return plan.steps().stream().anyMatch(PartialState::createsExclusion)
        ? kept.policy(Policy.ADDITIVE).build()
        : kept.build();
  }

  private static Failure withheld(List<NamespaceName> removed) {
    String what =
        removed.isEmpty()
            ? "an exclude rule"
            : "the removal of "
                + (removed.size() == 1 ? "namespace " : removed.size() + " namespaces: ")
                + removed.stream()
                    .limit(NAMED)
                    .map(NamespaceName::value)
                    .collect(Collectors.joining(", "))
                + (removed.size() > NAMED ? ", …" : "");
    return withheld(what);
  }

  private static Failure withheld(String what) {
    return new Failure(
        FailureKind.REFUSED,
        "withheld: " + what + "; nothing is taken away while the desired state has problems");
  }

  /** Returns the namespaces that a plan would remove although they may be desired. */
  private static SortedSet<NamespaceName> kept(Collection<Problem> problems, LogConfigPlan plan) {
    SortedSet<NamespaceName> removed = removed(plan);
    if (!concernsWhole(problems, plan)) {
      removed.retainAll(
          problems.stream()
              .filter(problem -> concerns(problem, plan.cluster(), plan.hostGroup()))
              .flatMap(problem -> problem.namespace().stream())
              .toList());
    }
    return removed;
  }

  private static SortedSet<NamespaceName> removed(LogConfigPlan plan) {
    SortedSet<NamespaceName> removed = new TreeSet<>();
    plan.steps().forEach(step -> removed.addAll(step.namespacesRemoved()));
    plan.effects().stream()
        .filter(effect -> effect.effect() == NamespaceEffect.Kind.STOPS)
        .forEach(effect -> removed.add(effect.namespace()));
    return removed;
  }
}
