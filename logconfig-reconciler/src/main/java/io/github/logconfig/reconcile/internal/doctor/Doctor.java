package io.github.logconfig.reconcile.internal.doctor;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.Diagnosis;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.PlanReport;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks at environments, and then at the clusters of those that are sound: what is wrong with an
 * environment is said once.
 */
public final class Doctor {

  private final Function<EnvironmentName, DynatraceClient> clients;
  private final Function<DesiredState, PlanReport> planner;
  private final ImpactLimit limit;
  private final Clock clock;

  public Doctor(
      Function<EnvironmentName, DynatraceClient> clients,
      Function<DesiredState, PlanReport> planner,
      ImpactLimit limit,
      Clock clock) {
    this.clients = clients;
    this.planner = planner;
    this.limit = limit;
    this.clock = clock;
  }

  public Diagnosis diagnose(DesiredState desired) {
    Checks checks = new Checks();
    Set<EnvironmentName> names = new LinkedHashSet<>();
    desired.clusters().forEach(cluster -> names.add(cluster.environment().name()));
    Set<EnvironmentName> readable = new LinkedHashSet<>();
    for (EnvironmentName name : names) {
      if (new EnvironmentExamination(name, clients.apply(name), clock, checks).canBeRead()) {
        readable.add(name);
      } else {
        long left =
            desired.clusters().stream()
                .filter(cluster -> cluster.environment().name().equals(name))
                .count();
        checks.warning(
            "environment " + name,
            "clusters",
            left + (left == 1 ? " cluster was" : " clusters were") + " not looked at",
            "mend the above and run this again");
      }
    }
    examineClusters(desired, readable, checks);
    return new Diagnosis(checks.all());
  }

  private void examineClusters(DesiredState desired, Set<EnvironmentName> readable, Checks checks) {
    List<DesiredCluster> clusters =
        desired.clusters().stream()
            .filter(cluster -> readable.contains(cluster.environment().name()))
            .toList();
    PlanReport report =
        planner.apply(DesiredState.builder().from(desired).clusters(clusters).build());
    ClusterExamination examination = new ClusterExamination(limit, checks);
    report.plan().clusters().forEach(examination::examine);
    report
        .failures()
        .forEach(
            (ClusterName cluster, Failure failure) ->
                checks.problem(
                    "cluster " + cluster, "rules", failure, "mend this and run this again"));
    examination.examineFleet(report.plan());
  }
}
