package io.github.logconfig.cli.command;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.option.Connections;
import io.github.logconfig.cli.option.SelectionOptions.Selected;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.view.ProgressBar;
import io.github.logconfig.cli.view.Terminal;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Reconciler;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The desired state of one run, and a reconciler with a client for each of its environments.
 *
 * @param desired the selected clusters
 * @param fleet the selected clusters, with the problems that concern them
 */
record Session(
    DesiredState desired,
    DesiredFleet fleet,
    Connections connections,
    Reconciler reconciler,
    Optional<ProgressBar> progress)
    implements AutoCloseable {

  /**
   * Loads the desired state and creates the clients. Sends nothing.
   *
   * @param err gets messages for the user
   * @throws InvalidInputException if an option or the desired state is invalid
   */
  static Session open(SessionOptions options, WriteOptions writing, PrintWriter err) {
    Selected selected = options.desired().select(err);
    Connections connections = options.connect(selected, (name, builder) -> {}, err);
    requireAll(connections, options.unknownEnvironments(selected.known()));
    if (writing.removesOrphans()) {
      connections
          .unread()
          .forEach(
              (name, lines) ->
                  err.println("logconfig: orphans are not searched: " + String.join("; ", lines)));
    }
    return create(options, writing, selected, connections, err);
  }

  /** Creates the session of a saved plan: with its environments, without a desired state. */
  static Session open(
      FleetPlan saved, SessionOptions options, WriteOptions writing, PrintWriter err) {
    List<Environment> used =
        saved.clusters().stream().map(LogConfigPlan::environment).distinct().toList();
    Connections connections = options.connect(used, err);
    requireAll(connections, options.unknownEnvironments(used));
    DesiredState none = DesiredState.builder().build();
    return create(
        options, writing, new Selected(DesiredFleet.whole(none), none, used), connections, err);
  }

  private static void requireAll(Connections connections, List<String> unknown) {
    List<String> problems = new ArrayList<>(unknown);
    connections.refusals().values().forEach(problems::addAll);
    if (!problems.isEmpty()) {
      connections.close();
      throw new InvalidInputException(problems);
    }
  }

  private static Session create(
      SessionOptions options,
      WriteOptions writing,
      Selected selected,
      Connections connections,
      PrintWriter err) {
    Reconciler.Builder reconciler = options.reconciler(connections.clients(), writing);
    Optional<ProgressBar> progress =
        Terminal.showsMessages() ? Optional.of(new ProgressBar(err)) : Optional.empty();
    progress.ifPresent(reconciler::progress);
    return new Session(
        selected.state(), selected.fleet(), connections, reconciler.build(), progress);
  }

  /** Removes the progress bar from the terminal; call it before anything else is written. */
  void hideProgress() {
    progress.ifPresent(ProgressBar::close);
  }

  @Override
  public void close() {
    hideProgress();
    connections.close();
  }
}
