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
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** Everything that a command needs to be told before it can ask an environment anything. */
final class SessionOptions {

  @Mixin private DesiredStateOptions desired = new DesiredStateOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private PlanningOptions planning = new PlanningOptions();

  DesiredStateOptions desired() {
    return desired;
  }

  ConnectionOptions connection() {
    return connection;
  }

  PlanOptions planOptions() {
    return planning.toPlanOptions();
  }

  /**
   * Loads the desired state and makes a client for each environment in use; nothing is sent yet.
   *
   * @param writing how to write; nothing of it matters to those who only read
   * @param notes gets lines for the person who runs the command
   * @throws InvalidInputException if anything said or read makes no sense
   */
  Session open(WriteOptions writing, PrintWriter notes) {
    SelectionOptions.Selected selected = desired.select(notes);
    List<Environment> used =
        selected.state().clusters().stream().map(DesiredCluster::environment).toList();
    Map<EnvironmentName, DynatraceClient> clients =
        connection.open(used, desired.knownEnvironments());
    Map<EnvironmentName, DynatraceClient> all = new LinkedHashMap<>(clients);
    if (isWhole(selected)) {
      all.putAll(withoutClusters(selected, writing));
    }
    return session(selected.state(), selected.fleet(), all, writing);
  }

  /** A session for a saved plan: its environments, and no desired state. */
  Session open(FleetPlan saved, WriteOptions writing) {
    List<Environment> used =
        saved.clusters().stream().map(LogConfigPlan::environment).distinct().toList();
    DesiredState nothing = DesiredState.builder().build();
    return session(nothing, DesiredFleet.whole(nothing), connection.open(used, used), writing);
  }

  private static boolean isWhole(SelectionOptions.Selected selected) {
    return selected.fleet().selection().isEmpty();
  }

  /**
   * Clients of environments that no cluster reports to: rules of ours may be left there. Without a
   * token nobody looks, unless they are to be cleaned up.
   */
  Map<EnvironmentName, DynatraceClient> withoutClusters(
      SelectionOptions.Selected selected, WriteOptions writing) {
    return Map.of();
  }

  private Session session(
      DesiredState state,
      DesiredFleet fleet,
      Map<EnvironmentName, DynatraceClient> clients,
      WriteOptions writing) {
    return new Session(state, fleet, clients, reconciler(clients, writing).build());
  }

  /** A reconciler over some clients, told all that was said on the command line. */
  Reconciler.Builder reconciler(
      Map<EnvironmentName, DynatraceClient> clients, WriteOptions writing) {
    Reconciler.Builder reconciler = Reconciler.builder().planOptions(planning.toPlanOptions());
    writing.tell(reconciler);
    clients.forEach(reconciler::client);
    return reconciler;
  }
}
