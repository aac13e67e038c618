package io.github.logconfig.cli;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Reconciler;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** Everything that a command needs to be told before it can ask an environment anything. */
final class SessionOptions {

  private final DesiredStateOptions desired = new DesiredStateOptions();
  private final ConnectionOptions connection = new ConnectionOptions();
  private final PlanningOptions planning = new PlanningOptions();

  void addTo(CommandSpec command) {
    desired.addTo(command);
    connection.addTo(command);
    planning.addTo(command);
  }

  DesiredStateOptions desired() {
    return desired;
  }

  /**
   * Loads the desired state and makes a client for each environment in use; nothing is sent yet.
   *
   * @param more what else is to be said of the reconciler
   * @param notes gets lines for the person who runs the command
   * @throws InvalidInputException if anything said or read makes no sense
   */
  Session open(WriteOptions more, PrintWriter notes) {
    SelectionOptions.Selected selected = desired.select(notes);
    Connections connections = connect(selected, Instruments.NONE, notes);
    List<String> problems = new ArrayList<>(connection.unknownEnvironments(selected.known()));
    problems.addAll(connections.allRefusals());
    if (!problems.isEmpty()) {
      connections.close();
      throw new InvalidInputException(problems);
    }
    if (more.removesOrphans()) {
      connections
          .unread()
          .forEach(
              (name, lines) ->
                  notes.println(
                      "logconfig: orphans are not looked for: " + String.join("; ", lines)));
    }
    return session(selected, connections.clients(), more, notes);
  }

  /** A session for a saved plan: its environments, and no desired state. */
  Session open(FleetPlan saved, WriteOptions more, PrintWriter notes) {
    List<Environment> used =
        saved.clusters().stream().map(LogConfigPlan::environment).distinct().toList();
    DesiredState nothing = DesiredState.builder().build();
    return session(
        new SelectionOptions.Selected(DesiredFleet.whole(nothing), nothing, used),
        connection.open(used, used, desired.configuration(), notes),
        more,
        notes);
  }

  /**
   * Checks what can be checked without the desired state, for those who load it later.
   *
   * @throws InvalidInputException if an option makes no sense, whatever the desired state is
   */
  void requireSense(WriteOptions more, PrintWriter notes) {
    desired.selection().requireSense();
    reconciler(Map.of(), more);
    connection
        .connect(Set.of(), Set.of(), desired.configuration(), Instruments.NONE, notes)
        .close();
  }

  /**
   * Clients of the environments that the selected clusters report to, and of those that have a
   * token and no cluster: rules of ours may be left there.
   *
   * @param instruments what else is to be said of each client
   */
  Connections connect(
      SelectionOptions.Selected selected, Instruments instruments, PrintWriter notes) {
    Set<Environment> used = new LinkedHashSet<>();
    selected.state().clusters().forEach(cluster -> used.add(cluster.environment()));
    Set<Environment> spare = new LinkedHashSet<>();
    if (selected.fleet().selection().isEmpty()) {
      spare.addAll(selected.state().environments());
      spare.removeAll(used);
    }
    return connection.connect(used, spare, desired.configuration(), instruments, notes);
  }

  private Session session(
      SelectionOptions.Selected selected,
      Map<EnvironmentName, DynatraceClient> clients,
      WriteOptions more,
      PrintWriter notes) {
    Reconciler.Builder reconciler = reconciler(clients, more);
    Optional<ProgressBar> progress =
        Terminal.showsMessages() ? Optional.of(new ProgressBar(notes)) : Optional.empty();
    progress.ifPresent(reconciler::progress);
    return new Session(selected.state(), selected.fleet(), clients, reconciler.build(), progress);
  }

  /** A reconciler over some clients that is told all that was said on the command line. */
  Reconciler.Builder reconciler(Map<EnvironmentName, DynatraceClient> clients, WriteOptions more) {
    OperatorConfiguration configuration = desired.configuration();
    Reconciler.Builder reconciler =
        Reconciler.builder().planOptions(planning.toPlanOptions(configuration));
    more.tell(reconciler, configuration);
    clients.forEach(reconciler::client);
    return reconciler;
  }

  ConnectionOptions connection() {
    return connection;
  }
}
