package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.TokenMetadata;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.reconcile.Diagnosis.Check;
import io.github.logconfig.reconcile.Diagnosis.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks at environments and at the findings of their clusters, and sorts out what blocks. */
final class Doctor {

  private static final Set<String> NEEDED_SCOPES =
      new TreeSet<>(Set.of("entities.read", "settings.read", "settings.write"));

  private final List<Check> checks = new ArrayList<>();

  /** Reachability, token and scopes of one environment. */
  void examine(EnvironmentName environment, DynatraceClient client) {
    String subject = "environment " + environment;
    TokenMetadata token;
    try {
      token = client.tokens().lookupOwn();
    } catch (DynatraceException e) {
      boolean permission = FailureKind.of(e) == FailureKind.PERMISSION;
      add(
          subject,
          permission ? "token" : "reachability",
          Status.PROBLEM,
          e.getMessage()
              + (permission
                  ? "; give a token that this environment knows"
                  : "; check the address, the network and the proxy"));
      return;
    }
    add(subject, "reachability", Status.OK, client.baseUrl() + " answers");
    add(
        subject,
        "token",
        token.enabled() ? Status.OK : Status.PROBLEM,
        token.id()
            + (token.enabled() ? " is known" : " is disabled; enable it, or use another one"));
    Set<String> missing = new TreeSet<>(NEEDED_SCOPES);
    missing.removeAll(token.scopes());
    add(
        subject,
        "token scopes",
        missing.isEmpty() ? Status.OK : Status.PROBLEM,
        missing.isEmpty()
            ? "the token has " + String.join(", ", NEEDED_SCOPES)
            : "the token lacks " + String.join(", ", missing) + "; add the scopes to it");
  }

  /** What planning has found. */
  void examine(PlanReport report) {
    for (LogConfigPlan plan : report.plan().clusters()) {
      String subject = "cluster " + plan.cluster();
      if (plan.findings().isEmpty()) {
        add(
            subject,
            "rules",
            Status.OK,
            "host group " + plan.hostGroup() + " is known, nothing in the way");
      }
      for (Finding finding : plan.findings()) {
        add(subject, finding.code().name(), status(finding.severity()), finding.message());
      }
    }
    for (Map.Entry<?, Failure> failure : report.failures().entrySet()) {
      add("cluster " + failure.getKey(), "rules", Status.PROBLEM, failure.getValue().message());
    }
  }

  Diagnosis diagnosis() {
    return new Diagnosis(checks);
  }

  private void add(String subject, String check, Status status, String message) {
    checks.add(new Check(subject, check, status, message));
  }

  private static Status status(Severity severity) {
    return switch (severity) {
      case INFO -> Status.OK;
      case WARNING -> Status.WARNING;
      case ERROR -> Status.PROBLEM;
    };
  }
}
