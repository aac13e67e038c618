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
 * Checks host group, rules of the Kubernetes cluster, fall-through, verdicts and limits of a
 * cluster, in this order, and reports all other findings of its plan.
 */
final class ClusterChecks {

  private static final Set<FindingCode> OF_TARGET =
      Set.of(
          FindingCode.HOST_GROUP_UNKNOWN,
          FindingCode.HOST_GROUP_AMBIGUOUS,
          FindingCode.HOSTS_WITHOUT_GROUP,
          FindingCode.KUBERNETES_CLUSTER_UNKNOWN,
          FindingCode.KUBERNETES_CLUSTER_AMBIGUOUS);

  private static final String RAISE_LIMIT = "raise the impact limit if this is intended";

  private final ImpactLimit limit;
  private final Doctor.CheckList checks;

  ClusterChecks(ImpactLimit limit, Doctor.CheckList checks) {
    this.limit = limit;
    this.checks = checks;
  }

  void check(LogConfigPlan plan) {
    String subject = "cluster " + plan.cluster();
    List<Finding> left = new ArrayList<>(plan.findings());
    List<Finding> unresolved = take(left, finding -> OF_TARGET.contains(finding.code()));
    String target = plan.target().noun();
    report(subject, target, unresolved, target + " " + plan.targetName() + " is known");
    if (unresolved.isEmpty()) {
      report(
          subject,
          "cluster rules",
          take(left, ClusterChecks::isOfKubernetesCluster),
          "no rule of the Kubernetes cluster interferes");
      report(
          subject,
          "fall-through",
          take(left, finding -> finding.code() == FindingCode.FALLS_THROUGH),
          "nothing falls through to wider rules");
      checkVerdicts(subject, plan);
      checkLimits(subject, take(left, it -> it.code() == FindingCode.LIMIT_EXCEEDED), plan);
    }
    if (!left.isEmpty() || unresolved.isEmpty()) {
      report(subject, "rules", left, "no other rule interferes");
    }
  }

  /** An unknown verdict is a problem: the logs may not be ingested. */
  private void checkVerdicts(String subject, LogConfigPlan plan) {
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

  /** Checks the limit for all clusters together. */
  void checkFleet(FleetPlan fleet) {
    Impact impact = limit.assess(fleet.clusters());
    if (impact.clusters().isEmpty()) {
      impact
          .fleet()
          .ifPresent(
              refusal -> checks.problem("the fleet", "limits", refused(refusal), RAISE_LIMIT));
    }
  }

  private void checkLimits(String subject, List<Finding> findings, LogConfigPlan plan) {
    Optional<Impact.Refusal> refusal = limit.assess(plan).refusalOf(plan);
    if (refusal.isPresent()) {
      checks.problem(subject, "limits", refused(refusal.get()), RAISE_LIMIT);
    }
    if (!findings.isEmpty() || refusal.isEmpty()) {
      report(
          subject,
          "limits",
          findings,
          "within the limits of the service and the impact limit: "
              + plan.stopping()
              + (plan.stopping() == 1 ? " namespace would stop" : " namespaces would stop"));
    }
  }

  private static Failure refused(Impact.Refusal refusal) {
    return new Failure(FailureKind.REFUSED, refusal.message());
  }

  /** These rules are evaluated before those of the host group. */
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

  private static List<Finding> take(List<Finding> from, Predicate<Finding> condition) {
    List<Finding> taken = from.stream().filter(condition).toList();
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

  /** Returns what the message of the finding does not say. */
  private static String advice(Finding finding) {
    if (isOfKubernetesCluster(finding) && finding.rule().isPresent()) {
      return "the Dynatrace Operator creates such a rule once, from"
          + " logMonitoring.ingestRuleMatchers of the DynaKube, and never updates it: delete"
          + " the rule there and the matchers";
    }
    return switch (finding.code()) {
      case PARTLY_SHADOWED -> "run explain to see which logs, and change or move that rule";
      case UNKNOWN_ATTRIBUTE -> "check that rule manually, or use a newer version of this program";
      case RULE_LOCKED -> "ask whoever administers the environment's settings";
      case DRIFTED -> "if it happens again, find out who changes it";
      default -> "";
    };
  }
}
