package io.github.logconfig.reconcile.internal.doctor;

import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Host group, rules of the Kubernetes cluster, what falls through to the environment, limits, and
 * whatever else planning has found, in this order.
 */
public final class ClusterExamination {

  private static final Set<FindingCode> OF_HOST_GROUP =
      Set.of(FindingCode.HOST_GROUP_UNKNOWN, FindingCode.HOST_GROUP_AMBIGUOUS);

  private static final String RAISE_LIMIT = "if that is meant, raise --max-stopping";

  private final ImpactLimit limit;
  private final Checks checks;

  ClusterExamination(ImpactLimit limit, Checks checks) {
    this.limit = limit;
    this.checks = checks;
  }

  void examine(LogConfigPlan plan) {
    String subject = "cluster " + plan.cluster();
    List<Finding> left = new ArrayList<>(plan.findings());
    List<Finding> hostGroup = take(left, finding -> OF_HOST_GROUP.contains(finding.code()));
    report(subject, "host group", hostGroup, "host group " + plan.hostGroup() + " is known");
    if (hostGroup.isEmpty()) {
      report(
          subject,
          "cluster rules",
          take(left, ClusterExamination::isOfKubernetesCluster),
          "no rule of the Kubernetes cluster is in the way");
      report(
          subject,
          "fall-through",
          take(left, finding -> finding.code() == FindingCode.FALLS_THROUGH),
          "nothing falls through to wider rules unasked");
      examineVerdicts(subject, plan);
      examineLimits(subject, take(left, it -> it.code() == FindingCode.LIMIT_EXCEEDED), plan);
    }
    if (!left.isEmpty() || hostGroup.isEmpty()) {
      report(subject, "rules", left, "no other rule is in the way");
    }
  }

  /** What is not known of a desired namespace must not pass for fine. */
  private void examineVerdicts(String subject, LogConfigPlan plan) {
    int unknown = plan.count(NamespaceEffect.Kind.UNKNOWN);
    if (unknown > 0) {
      checks.problem(
          subject,
          "verdicts",
          new Failure(
              FailureKind.FINDING,
              "it is not known whether the logs of "
                  + (unknown == 1 ? "1 desired namespace" : unknown + " desired namespaces")
                  + " are ingested"),
          "see the findings of this cluster");
    }
  }

  /** The limit that only all clusters together may exceed. */
  void examineFleet(FleetPlan fleet) {
    Impact impact = limit.assess(fleet.clusters());
    if (impact.clusters().isEmpty()) {
      impact
          .fleet()
          .ifPresent(refusal -> checks.problem("the fleet", "limits", guard(refusal), RAISE_LIMIT));
    }
  }

  private void examineLimits(String subject, List<Finding> findings, LogConfigPlan plan) {
    Optional<Impact.Refusal> refusal = limit.assess(plan).refusalOf(plan);
    if (refusal.isPresent()) {
      checks.problem(subject, "limits", guard(refusal.get()), RAISE_LIMIT);
    }
    if (!findings.isEmpty() || refusal.isEmpty()) {
      report(
          subject,
          "limits",
          findings,
          "within the limits of the service and of the guard: "
              + plan.stopping()
              + " namespaces would stop");
    }
  }

  private static Failure guard(Impact.Refusal refusal) {
    return new Failure(FailureKind.GUARD, refusal.message());
  }

  /** Rules there come before those of the host group. */
  private static boolean isOfKubernetesCluster(Finding finding) {
    if (finding.code() == FindingCode.SCOPE_NOT_TIED
        || finding.code() == FindingCode.TIED_BY_NAME) {
      return true;
    }
    return finding
        .rule()
        .filter(rule -> rule.scope().kind() == RuleScope.Kind.KUBERNETES_CLUSTER)
        .isPresent();
  }

  private static List<Finding> take(List<Finding> from, Predicate<Finding> wanted) {
    List<Finding> taken = from.stream().filter(wanted).toList();
    from.removeAll(taken);
    return taken;
  }

  private void report(String subject, String check, List<Finding> findings, String fine) {
    if (findings.isEmpty()) {
      checks.ok(subject, check, fine);
    }
    for (Finding finding : findings) {
      String message = finding.code() + ": " + finding.message();
      if (finding.severity() == Severity.ERROR) {
        checks.problem(subject, check, new Failure(FailureKind.FINDING, message), advice(finding));
      } else if (finding.severity() == Severity.WARNING) {
        checks.warning(subject, check, message, advice(finding));
      } else {
        checks.ok(subject, check, message);
      }
    }
  }

  /** What the finding's own message does not say yet. */
  private static String advice(Finding finding) {
    if (isOfKubernetesCluster(finding) && finding.rule().isPresent()) {
      return "the Dynatrace Operator makes such a rule once, from logMonitoring.ingestRuleMatchers"
          + " of the DynaKube, and never updates it: delete the rule there and the matchers";
    }
    return switch (finding.code()) {
      case PARTLY_SHADOWED -> "see which by explain, and change or move that rule";
      case UNKNOWN_ATTRIBUTE ->
          "look at that rule yourself, or use a newer version of this program";
      case RULE_LOCKED -> "ask whoever administers the environment's settings";
      case DRIFTED -> "ask who changed it, if that goes on";
      default -> "";
    };
  }
}
