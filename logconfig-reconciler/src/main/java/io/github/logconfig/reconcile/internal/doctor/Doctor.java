package io.github.logconfig.reconcile.internal.doctor;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.Diagnosis;
import io.github.logconfig.reconcile.Diagnosis.Check;
import io.github.logconfig.reconcile.Diagnosis.Status;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.internal.Workers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Checks environments, and then the clusters of readable environments. A problem of an environment
 * is reported once, not for each of its clusters.
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
    Map<EnvironmentName, CheckList> own = new LinkedHashMap<>();
    desired.clusters().forEach(cluster -> own.put(cluster.environment().name(), new CheckList()));
    Set<EnvironmentName> unreadable = ConcurrentHashMap.newKeySet();
    // an environment that does not respond must not delay the others
    Workers.forEachEnvironment(
        own,
        Workers.Purpose.READING,
        new AtomicBoolean(),
        (name, checks) -> {
          if (!new EnvironmentChecks(name, clients.apply(name), clock, checks).canBeRead()) {
            unreadable.add(name);
            warnOfSkippedClusters(name, desired, checks);
          }
        });
    CheckList checks = new CheckList();
    own.values().forEach(checks::addAll);
    Set<EnvironmentName> readable = new LinkedHashSet<>(own.keySet());
    readable.removeAll(unreadable);
    checkClusters(desired, readable, checks);
    return new Diagnosis(checks.all());
  }

  private static void warnOfSkippedClusters(
      EnvironmentName name, DesiredState desired, CheckList checks) {
    long left =
        desired.clusters().stream()
            .filter(cluster -> cluster.environment().name().equals(name))
            .count();
    checks.warning(
        "environment " + name,
        "clusters",
        left + (left == 1 ? " cluster was" : " clusters were") + " not checked",
        "fix the problem above and run this again");
  }

  private void checkClusters(
      DesiredState desired, Set<EnvironmentName> readable, CheckList checks) {
    List<DesiredCluster> clusters =
        desired.clusters().stream()
            .filter(cluster -> readable.contains(cluster.environment().name()))
            .toList();
    PlanReport report =
        planner.apply(DesiredState.builder().from(desired).clusters(clusters).build());
    ClusterChecks clusterChecks = new ClusterChecks(limit, checks);
    report.plan().clusters().forEach(clusterChecks::check);
    report
        .failures()
        .forEach(
            (ClusterName cluster, Failure failure) ->
                checks.problem(
                    "cluster " + cluster, "rules", failure, "fix this and run this again"));
    clusterChecks.checkFleet(report.plan());
    for (EnvironmentName name : readable) {
      List<DesiredCluster> ofEnvironment =
          clusters.stream().filter(cluster -> cluster.environment().name().equals(name)).toList();
      new NamespaceChecks(clients.apply(name), checks)
          .check(ofEnvironment.get(0).environment(), ofEnvironment);
    }
  }

  /** Collects checks. */
  static final class CheckList {

    private final List<Check> all = new ArrayList<>();

    void ok(String subject, String check, String message) {
      all.add(new Check(subject, check, Status.OK, message, "", Optional.empty()));
    }

    void warning(String subject, String check, String message, String advice) {
      all.add(new Check(subject, check, Status.WARNING, message, advice, Optional.empty()));
    }

    void problem(String subject, String check, Failure failure, String advice) {
      all.add(
          new Check(
              subject, check, Status.PROBLEM, failure.message(), advice, Optional.of(failure)));
    }

    void addAll(CheckList other) {
      all.addAll(other.all);
    }

    List<Check> all() {
      return all;
    }
  }
}
