package io.github.logconfig.cli.loop;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.option.Connections;
import io.github.logconfig.cli.option.SelectionOptions;
import io.github.logconfig.cli.option.SessionOptions;
import io.github.logconfig.cli.option.WriteOptions;
import io.github.logconfig.cli.view.Progress;
import io.github.logconfig.dynatrace.connection.RequestListener;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.ReconcilerMetrics;
import io.github.logconfig.reconcile.loop.FeedException;
import io.github.logconfig.reconcile.loop.LoopFeed;
import io.github.logconfig.reconcile.loop.LoopInput;
import io.github.logconfig.source.DesiredStateSource;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loads the desired state and reads the tokens for every round, so that changed tokens are used
 * without a restart.
 */
public final class RunFeed implements LoopFeed, AutoCloseable {

  private final DesiredStateSource source;
  private final SessionOptions options;
  private final WriteOptions writing;
  private final ReconcilerMetrics metrics;
  private final boolean servesPage;
  private final PrintWriter err;
  private final Optional<Progress> progress;
  private final Set<String> reported = new HashSet<>();
  private @Nullable Connections connections;

  /**
   * Creates a feed.
   *
   * @param servesPage whether rounds are shown as a page, which explains namespaces
   * @param err gets messages for the user
   * @param progress shows what a round waits for
   */
  public RunFeed(
      DesiredStateSource source,
      SessionOptions options,
      WriteOptions writing,
      ReconcilerMetrics metrics,
      boolean servesPage,
      PrintWriter err,
      Optional<Progress> progress) {
    this.source = source;
    this.options = options;
    this.writing = writing;
    this.metrics = metrics;
    this.servesPage = servesPage;
    this.err = err;
    this.progress = progress;
  }

  @Override
  public LoopInput next() {
    close();
    progress.ifPresent(it -> it.waitFor("the desired state"));
    LoadedState loaded = load();
    progress.ifPresent(Progress::hide);
    try {
      return input(loaded, options.desired().select(loaded));
    } catch (InvalidInputException e) {
      throw new FeedException(
          new Failure(FailureKind.DESIRED_STATE, String.join("; ", e.lines())), loaded.problems());
    }
  }

  private LoadedState load() {
    LoadedState loaded = source.load();
    List<Problem> problems = loaded.problems();
    if (loaded.state().clusters().isEmpty() && !problems.isEmpty()) {
      throw new FeedException(new Failure(FailureKind.of(problems), joined(problems)), problems);
    }
    return loaded;
  }

  private LoopInput input(LoadedState loaded, SelectionOptions.Selected selected) {
    options.unknownEnvironments(selected.known()).stream()
        .filter(reported::add)
        .forEach(line -> err.println("logconfig: " + line));
    Connections connected =
        options.connect(selected, (name, builder) -> builder.requestListener(listener(name)), err);
    connections = connected;
    options.keepRules(
        servesPage && selected.state().clusters().size() <= StatusPage.MAX_EXPLAINED_CLUSTERS);
    Reconciler.Builder reconciler =
        options.reconciler(connected.clients(), writing).listener(metrics);
    connected
        .refusals()
        .forEach(
            (environment, lines) ->
                reconciler.unusable(
                    environment, new Failure(FailureKind.CONFIGURATION, String.join("; ", lines))));
    progress.ifPresent(reconciler::progress);
    progress.ifPresent(it -> it.waitFor(Progress.responseOf(connected.clients().keySet())));
    return new LoopInput(
        selected.fleet(),
        reconciler.build(),
        loaded.revision().isKnown() ? loaded.revision().toString() : "",
        options.isStaged() ? options.rollout(selected) : Optional.empty());
  }

  private RequestListener listener(EnvironmentName environment) {
    RequestListener counting = metrics.requestListener(environment);
    return progress
        .<RequestListener>map(
            it ->
                event -> {
                  counting.onRequest(event);
                  it.onRequest(environment.value(), event);
                })
        .orElse(counting);
  }

  private String joined(List<Problem> problems) {
    String first = options.desired().located(problems.get(0));
    int more = problems.size() - 1;
    return more == 0 ? first : first + " (and " + more + " more)";
  }

  @Override
  public void close() {
    if (connections != null) {
      connections.close();
      connections = null;
    }
  }
}
