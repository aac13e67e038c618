package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import java.util.Optional;
import java.util.Set;

/** Why the plan of a cluster is not written, or does not lead to the desired state. */
public final class Refusals {

  /** Findings that prevent the desired state whatever the steps do. */
  private static final Set<FindingCode> PREVENTING =
      Set.of(
          FindingCode.HOST_GROUP_UNKNOWN,
          FindingCode.HOST_GROUP_AMBIGUOUS,
          FindingCode.HOSTS_WITHOUT_GROUP,
          FindingCode.KUBERNETES_CLUSTER_UNKNOWN,
          FindingCode.KUBERNETES_CLUSTER_AMBIGUOUS,
          FindingCode.TITLE_TAKEN);

  /** No orphan is removed, since it may be desired by the part that cannot be read. */
  public static final Failure INCOMPLETE_DESIRED_STATE =
      new Failure(
          FailureKind.REFUSED,
          "nothing is removed while a part of the desired state cannot be read");

  private Refusals() {}

  /** Returns the first finding that prevents the desired state. */
  public static Optional<Failure> preventing(LogConfigPlan plan) {
    return plan.findings().stream()
        .filter(finding -> PREVENTING.contains(finding.code()))
        .map(Finding::message)
        .findFirst()
        .map(message -> new Failure(FailureKind.FINDING, message));
  }

  /** Returns the refusal of the impact limit; empty if it accepts the plan. */
  public static Optional<Failure> byImpactLimit(Impact impact, LogConfigPlan plan) {
    return impact
        .refusalOf(plan)
        .map(refusal -> new Failure(FailureKind.REFUSED, refusal.message()));
  }

  /** Refuses to remove all managed rules of an environment that no desired cluster names. */
  public static Failure emptyDesiredState(EnvironmentName environment) {
    return new Failure(
        FailureKind.REFUSED,
        "the desired state has no cluster in environment "
            + environment
            + ", which holds managed rules; accept that explicitly if it is intended");
  }
}
