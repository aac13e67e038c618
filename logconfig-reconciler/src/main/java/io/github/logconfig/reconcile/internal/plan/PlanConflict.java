package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Precondition;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the rules of one cluster are still as its plan saw them. */
final class PlanConflict {

  private PlanConflict() {}

  /**
   * What has changed since the plan was made, by whom and when as far as that is known; empty if
   * nothing has.
   */
  static Optional<Failure> of(LogConfigPlan plan, ObservedState now) {
    List<String> changes =
        plan.steps().stream().flatMap(step -> change(plan, step, now).stream()).distinct().toList();
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                FailureKind.CONFLICT,
                "the rules have changed since the plan was made: "
                    + changes.stream().collect(Collectors.joining("; "))));
  }

  private static Optional<String> change(LogConfigPlan plan, PlanStep step, ObservedState now) {
    if (!isKnown(plan, step.scope(), now)) {
      boolean ofCluster = step.scope().kind() == RuleScope.Kind.KUBERNETES_CLUSTER;
      return Optional.of(
          (ofCluster ? "Kubernetes cluster " + plan.cluster() : "host group " + plan.hostGroup())
              + " is not "
              + step.scope());
    }
    List<ObservedRule> scope = now.rulesIn(step.scope());
    Optional<ExternalId> externalId = Optional.of(step.identity().externalId());
    if (step.action() == Action.CREATE) {
      return scope.stream()
          .filter(rule -> rule.externalId().equals(externalId))
          .findFirst()
          .map(rule -> "rule \"" + step.title() + "\" exists by now" + who(rule));
    }
    Precondition.Unchanged unchanged = step.unchanged();
    Optional<ObservedRule> found =
        scope.stream().filter(rule -> rule.objectId().equals(unchanged.objectId())).findFirst();
    if (found.isEmpty()) {
      return Optional.of("rule \"" + step.title() + "\" no longer exists");
    }
    boolean managed = step.action() == Action.UPDATE || step.action() == Action.MOVE;
    if (managed && !found.get().externalId().equals(externalId)) {
      return Optional.of(
          "rule \""
              + step.title()
              + "\" no longer has the expected external id"
              + who(found.get()));
    }
    return found
        .filter(rule -> !rule.updateToken().equals(unchanged.updateToken()))
        .map(rule -> "rule \"" + step.title() + "\" was written" + who(rule));
  }

  private static boolean isKnown(LogConfigPlan plan, RuleScope scope, ObservedState now) {
    return scope.kind() == RuleScope.Kind.KUBERNETES_CLUSTER
        ? now.kubernetesClusters().stream().anyMatch(it -> RuleScope.of(it.id()).equals(scope))
        : now.hostGroups().getOrDefault(plan.hostGroup(), Set.of()).stream()
            .anyMatch(id -> RuleScope.of(id).equals(scope));
  }

  private static String who(ObservedRule rule) {
    return rule.author().map(author -> " by " + author).orElse("")
        + rule.modified().map(moment -> " at " + moment).orElse("");
  }
}
