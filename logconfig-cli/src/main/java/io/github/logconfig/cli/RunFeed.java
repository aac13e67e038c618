package io.github.logconfig.cli;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loads the source for every round and connects to the environments anew, so that a token that was
 * exchanged meanwhile is in use from then on.
 */
final class RunFeed implements LoopFeed, AutoCloseable {

  private final DesiredStateSource source;
  private final SessionOptions options;
  private final WriteOptions writing;
  private final ReconcilerMetrics metrics;
  private final PrintWriter notes;
  private final Set<String> noted = new HashSet<>();
  private @Nullable Connections connections;

  /**
   * @param notes gets lines for the person who runs the command
   */
  RunFeed(
      DesiredStateSource source,
      SessionOptions options,
      WriteOptions writing,
      ReconcilerMetrics metrics,
      PrintWriter notes) {
    this.source = source;
    this.options = options;
    this.writing = writing;
    this.metrics = metrics;
    this.notes = notes;
  }

  @Override
  public LoopInput next() {
    close();
    LoadedState loaded = load();
    try {
      return input(loaded, options.desired().select(loaded));
    } catch (InvalidInputException e) {
      throw new FeedException(
          new Failure(FailureKind.DESIRED_STATE, String.join("; ", e.lines())), loaded.problems());
    }
  }

  /** Returns what was loaded; throws if there is nothing but problems. */
  private LoadedState load() {
    LoadedState loaded = source.load();
    List<Problem> problems = loaded.problems();
    if (loaded.state().clusters().isEmpty() && !problems.isEmpty()) {
      throw new FeedException(new Failure(kind(problems), joined(problems)), problems);
    }
    return loaded;
  }

  /** A source that cannot be had is not a wrong one, whatever else is wrong. */
  private static FailureKind kind(List<Problem> problems) {
    Set<Problem.Kind> kinds = new HashSet<>();
    problems.forEach(problem -> kinds.add(problem.kind()));
    if (kinds.contains(Problem.Kind.DENIED)) {
      return FailureKind.PERMISSION;
    }
    return kinds.contains(Problem.Kind.UNREACHABLE)
        ? FailureKind.UNREACHABLE
        : FailureKind.DESIRED_STATE;
  }

  private LoopInput input(LoadedState loaded, SelectionOptions.Selected selected) {
    options.connection().unknownEnvironments(selected.known()).stream()
        .filter(noted::add)
        .forEach(line -> notes.println("logconfig: " + line));
    Connections connected =
        options.connect(
            selected,
            (name, builder) -> builder.requestListener(metrics.requestListener(name)),
            notes);
    connections = connected;
    Reconciler.Builder reconciler =
        options.reconciler(connected.clients(), writing).listener(metrics);
    connected
        .refusals()
        .forEach(
            (environment, lines) ->
                reconciler.unusable(
                    environment, new Failure(FailureKind.CONFIGURATION, String.join("; ", lines))));
    return new LoopInput(
        selected.fleet(),
        reconciler.build(),
        loaded.revision().isKnown() ? loaded.revision().toString() : "");
  }

  private String joined(List<Problem> problems) {
    String first = options.desired().located(problems.get(0));
    int more = problems.size() - 1;
    return more == 0 ? first : first + " (and " + more + " more problems)";
  }

  @Override
  public void close() {
    if (connections != null) {
      connections.close();
      connections = null;
    }
  }
}
