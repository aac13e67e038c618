package io.github.logconfig.cli;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigPlan;
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

  /**
   * Loads the desired state and makes a client for each environment in use; nothing is sent yet.
   *
   * @param notes gets lines for the person who runs the command
   * @throws InvalidInputException if anything said or read makes no sense
   */
  Session open(ImpactLimit limit, PrintWriter notes) {
    DesiredState state = desired.load(notes);
    List<Environment> used = state.clusters().stream().map(DesiredCluster::environment).toList();
    return open(state, used, state.environments(), limit);
  }

  /** A session for a saved plan: its environments, and no desired state. */
  Session open(FleetPlan saved, ImpactLimit limit) {
    List<Environment> used =
        saved.clusters().stream().map(LogConfigPlan::environment).distinct().toList();
    return open(DesiredState.builder().build(), used, used, limit);
  }

  private Session open(
      DesiredState state, List<Environment> used, List<Environment> known, ImpactLimit limit) {
    Reconciler.Builder reconciler =
        Reconciler.builder().planOptions(planning.toPlanOptions()).impactLimit(limit);
    Map<EnvironmentName, DynatraceClient> clients = connection.open(used, known);
    clients.forEach(reconciler::client);
    return new Session(state, clients, reconciler.build());
  }
}
