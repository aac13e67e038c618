package io.github.logconfig.plan.internal;

import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Findings about objects that should be adopted by their id, and are not. */
final class RequestedObjects {

  private RequestedObjects() {}

  /** Returns the plan with a finding for each requested object that no cluster can adopt. */
  static LogConfigPlan check(LogConfigPlan plan, ObservedState observed, PlanOptions options) {
    Set<ObjectId> missing = new HashSet<>(options.adoption().objects());
    plan.steps().forEach(step -> step.objectId().ifPresent(missing::remove));
    if (missing.isEmpty()) {
      return plan;
    }
    List<Finding> findings = new ArrayList<>(plan.findings());
    missing.stream()
        .sorted(Comparator.comparing(ObjectId::value))
        .forEach(id -> finding(id, plan, observed, options.owner()).ifPresent(findings::add));
    return LogConfigPlan.builder().from(plan).findings(PlanFindings.inOrder(findings)).build();
  }

  private static Optional<Finding> finding(
      ObjectId id, LogConfigPlan plan, ObservedState observed, Owner owner) {
    Optional<ObservedRule> rule =
        observed.rules().stream().filter(it -> it.objectId().equals(id)).findFirst();
    if (rule.isEmpty()) {
      return Optional.of(
          new Finding(
              FindingCode.NOT_ADOPTED,
              FindingCode.NOT_ADOPTED.severity(),
              "no rule of environment "
                  + observed.environment()
                  + " has the object id "
                  + Quoted.of(id.value())
                  + "; expected the id of a rule in the scope of the cluster",
              Optional.empty(),
              List.of()));
    }
    Optional<Owner> managedBy =
        rule.get().externalId().flatMap(RuleIdentity::parse).map(RuleIdentity::owner);
    if (managedBy.filter(owner::equals).isPresent()) {
      return Optional.empty(); // it was adopted before
    }
    String title = "rule " + Quoted.of(rule.get().rule().title());
    boolean inScope = plan.scope().filter(rule.get().scope()::equals).isPresent();
    if (inScope) {
      return Optional.of(
          PlanFindings.about(
              FindingCode.NOT_ADOPTED,
              rule.get(),
              title
                  + " is not adopted: "
                  + managedBy
                      .map(other -> "owner " + other + " manages it")
                      .orElse("no managed rule of the cluster can replace it")));
    }
    return switch (rule.get().scope().kind()) {
      case HOST_GROUP, KUBERNETES_CLUSTER -> Optional.empty(); // another cluster may adopt it
      case HOST, ENVIRONMENT, OTHER ->
          Optional.of(
              PlanFindings.about(
                  FindingCode.NOT_ADOPTED,
                  rule.get(),
                  title
                      + " in scope "
                      + rule.get().scope().id()
                      + " is not adopted: managed rules are in the scopes of host groups and"
                      + " Kubernetes clusters"));
    };
  }
}
