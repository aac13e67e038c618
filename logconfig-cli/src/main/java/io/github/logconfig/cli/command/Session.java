package io.github.logconfig.cli.command;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.LogConfigCommand;
import io.github.logconfig.cli.option.Connections;
import io.github.logconfig.cli.option.DesiredStateOptions;
import io.github.logconfig.cli.option.SelectionOptions.Selected;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.view.Json;
import io.github.logconfig.cli.view.Progress;
import io.github.logconfig.cli.view.Terminal;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Reconciler;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The desired state of one run, and a reconciler with a client for each of its environments.
 *
 * @param desired the selected clusters
 * @param fleet the selected clusters, with the problems that concern them
 * @param selected the selected part, and the whole that it was selected from
 */
record Session(
    DesiredState desired,
    DesiredFleet fleet,
    Selected selected,
    Connections connections,
    Reconciler reconciler,
    Optional<Progress> progress)
    implements AutoCloseable {

  /**
   * Loads the desired state and creates the clients. Sends nothing to Dynatrace.
   *
   * @param spec the command, whose standard error gets messages for the user
   * @throws InvalidInputException if an option or the desired state is invalid
   */
  static Session open(SessionOptions options, WriteOptions writing, CommandSpec spec) {
    return open(options, writing, spec, UnaryOperator.identity());
  }

  /**
   * As {@link #open(SessionOptions, WriteOptions, CommandSpec)}, with a part of the selected
   * clusters. Environments without such clusters need no token.
   */
  static Session open(
      SessionOptions options,
      WriteOptions writing,
      CommandSpec spec,
      UnaryOperator<Selected> narrowing) {
    // takes a tenth of the time of a short run; the first response needs it
    Thread loading = new Thread(Json::load, "logconfig-json");
    loading.setDaemon(true);
    loading.start();
    PrintWriter err = spec.commandLine().getErr();
    Optional<Progress> progress = progress(spec, "the desired state");
    try {
      Selected selected = narrowing.apply(options.desired().select(err, progress));
      Connections connections = options.connect(selected, customizer(progress), err);
      requireAll(connections, options.unknownEnvironments(selected.known()));
      if (writing.removesOrphans()) {
        connections
            .unread()
            .forEach(
                (name, lines) ->
                    err.println(
                        "logconfig: orphans are not searched: " + String.join("; ", lines)));
      }
      return create(options, writing, selected, connections, progress);
    } catch (RuntimeException e) {
      progress.ifPresent(Progress::close);
      throw e;
    }
  }

  /** Creates the session of a saved plan: with its environments, without a desired state. */
  static Session open(
      FleetPlan saved, SessionOptions options, WriteOptions writing, CommandSpec spec) {
    List<Environment> used =
        saved.clusters().stream().map(LogConfigPlan::environment).distinct().toList();
    DesiredState none = DesiredState.builder().build();
    return open(
        used,
        new Selected(DesiredFleet.whole(none), none, used, new LoadedState(none, List.of())),
        options,
        writing,
        spec);
  }

  /** Creates a session with clients of given environments. */
  static Session open(
      List<Environment> used,
      Selected selected,
      SessionOptions options,
      WriteOptions writing,
      CommandSpec spec) {
    Optional<Progress> progress = progress(spec, "the environments");
    try {
      Connections connections =
          options.connect(used, customizer(progress), spec.commandLine().getErr());
      requireAll(connections, options.unknownEnvironments(selected.known()));
      return create(options, writing, selected, connections, progress);
    } catch (RuntimeException e) {
      progress.ifPresent(Progress::close);
      throw e;
    }
  }

  /** Loads the desired state for a command that does not connect to Dynatrace. */
  static DesiredState load(DesiredStateOptions options, CommandSpec spec) {
    return select(options, spec, warning -> {}).state();
  }

  /** Loads the desired state for a command that does not connect to Dynatrace. */
  static Selected select(DesiredStateOptions options, CommandSpec spec, Consumer<Problem> warned) {
    Optional<Progress> progress = progress(spec, "the desired state");
    try {
      return options.select(spec.commandLine().getErr(), progress, warned);
    } finally {
      progress.ifPresent(Progress::close);
    }
  }

  /** Returns the selected part of the desired state; without one, the pinned environments. */
  static Selected selected(DesiredStateOptions options, CommandSpec spec) {
    if (!options.hasSource()) {
      return options.selectPinned();
    }
    Optional<Progress> progress = progress(spec, "the desired state");
    try {
      return options.select(spec.commandLine().getErr(), progress);
    } finally {
      progress.ifPresent(Progress::close);
    }
  }

  /** Starts to show progress, unless {@code --quiet} disables it. */
  static Optional<Progress> progress(CommandSpec spec, String activity) {
    return LogConfigCommand.of(spec).isQuiet()
        ? Optional.empty()
        : Optional.of(
            new Progress(spec.commandLine().getErr(), Terminal.showsMessages(), activity));
  }

  private static BiConsumer<EnvironmentName, DynatraceClient.Builder> customizer(
      Optional<Progress> progress) {
    return (name, client) ->
        progress.ifPresent(
            it -> client.requestListener(event -> it.onRequest(name.value(), event)));
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
      Optional<Progress> progress) {
    Reconciler.Builder reconciler = options.reconciler(connections.clients(), writing);
    progress.ifPresent(reconciler::progress);
    Session session =
        new Session(
            selected.state(),
            selected.fleet(),
            selected,
            connections,
            reconciler.build(),
            progress);
    // the end of loading is not visible, so the time of waiting goes on
    progress.ifPresent(it -> it.goOnWith(Progress.responseOf(connections.clients().keySet())));
    return session;
  }

  /** Shows progress until {@link #hideProgress}. */
  void showProgress() {
    progress.ifPresent(it -> it.waitFor(Progress.responseOf(connections.clients().keySet())));
  }

  /** Removes progress from the terminal; call it before anything else is written. */
  void hideProgress() {
    progress.ifPresent(Progress::hide);
  }

  @Override
  public void close() {
    progress.ifPresent(Progress::close);
    connections.close();
  }
}
