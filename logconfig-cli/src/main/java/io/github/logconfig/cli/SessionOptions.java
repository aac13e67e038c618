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
import io.github.logconfig.source.OperatorConfiguration;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    return open(state, used, state.environments(), limit, notes);
  }

  /** A session for a saved plan: its environments, and no desired state. */
  Session open(FleetPlan saved, ImpactLimit limit, PrintWriter notes) {
    List<Environment> used =
        saved.clusters().stream().map(LogConfigPlan::environment).distinct().toList();
    return open(DesiredState.builder().build(), used, used, limit, notes);
  }

  private Session open(
      DesiredState state,
      List<Environment> used,
      List<Environment> known,
      ImpactLimit limit,
      PrintWriter notes) {
    OperatorConfiguration configuration = desired.configuration();
    Reconciler.Builder reconciler =
        Reconciler.builder().planOptions(planning.toPlanOptions(configuration)).impactLimit(limit);
    Map<EnvironmentName, DynatraceClient> clients =
        connection.open(used, known, configuration, notes);
    clients.forEach(reconciler::client);
    Optional<ProgressBar> progress =
        Terminal.showsMessages() ? Optional.of(new ProgressBar(notes)) : Optional.empty();
    progress.ifPresent(reconciler::progress);
    return new Session(state, clients, reconciler.build(), progress);
  }
}
