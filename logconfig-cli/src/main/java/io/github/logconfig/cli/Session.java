package io.github.logconfig.cli;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.reconcile.Reconciler;
import java.util.List;
import java.util.Map;

/** The desired state of one run, and a reconciler with a client for each environment of it. */
final class Session implements AutoCloseable {

  private final DesiredState desired;
  private final Map<EnvironmentName, DynatraceClient> clients;
  private final Reconciler reconciler;

  private Session(
      DesiredState desired, Map<EnvironmentName, DynatraceClient> clients, Reconciler reconciler) {
    this.desired = desired;
    this.clients = clients;
    this.reconciler = reconciler;
  }

  static Session open(
      DesiredStateOptions source,
      ConnectionOptions connection,
      PlanOptions planOptions,
      ImpactLimit limit) {
    DesiredState desired = source.load();
    List<Environment> used = desired.clusters().stream().map(DesiredCluster::environment).toList();
    return open(desired, connection.open(used, desired.environments()), planOptions, limit);
  }

  /** A session for a saved plan: its environments, and no desired state. */
  static Session open(
      FleetPlan saved, ConnectionOptions connection, PlanOptions planOptions, ImpactLimit limit) {
    List<Environment> used =
        saved.clusters().stream().map(LogConfigPlan::environment).distinct().toList();
    return open(DesiredState.builder().build(), connection.open(used, used), planOptions, limit);
  }

  private static Session open(
      DesiredState desired,
      Map<EnvironmentName, DynatraceClient> clients,
      PlanOptions planOptions,
      ImpactLimit limit) {
    Reconciler.Builder reconciler =
        Reconciler.builder().planOptions(planOptions).impactLimit(limit);
    clients.forEach(reconciler::client);
    return new Session(desired, clients, reconciler.build());
  }

  DesiredState desired() {
    return desired;
  }

  Reconciler reconciler() {
    return reconciler;
  }

  @Override
  public void close() {
    clients.values().forEach(DynatraceClient::close);
  }
}
