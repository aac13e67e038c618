package io.github.logconfig.cli;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.FeedException;
import io.github.logconfig.reconcile.LoopFeed;
import io.github.logconfig.reconcile.LoopInput;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.LoadedState;
import io.github.logconfig.source.Problem;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Loads the source for every round and connects to the environments anew, so that a token that was
 * exchanged meanwhile is in use from then on.
 */
final class RunFeed implements LoopFeed, AutoCloseable {

  private final DesiredStateSource source;
  private final SessionOptions options;
  private final ImpactLimit limit;
  private final UnaryOperator<DynatraceClient.Builder> instruments;
  private final PrintWriter notes;
  private final Set<String> noted = new HashSet<>();
  private @Nullable Connections connections;

  /**
   * @param instruments what is to be said of every client
   * @param notes gets lines for the person who runs the command
   */
  RunFeed(
      DesiredStateSource source,
      SessionOptions options,
      ImpactLimit limit,
      UnaryOperator<DynatraceClient.Builder> instruments,
      PrintWriter notes) {
    this.source = source;
    this.options = options;
    this.limit = limit;
    this.instruments = instruments;
    this.notes = notes;
  }

  @Override
  public LoopInput next() {
    close();
    LoadedState loaded = load();
    try {
      return input(loaded, options.desired().selection().of(loaded));
    } catch (InvalidInputException e) {
      throw new FeedException(new Failure(FailureKind.DESIRED_STATE, String.join("; ", e.lines())));
    }
  }

  /** What was loaded; an exception if nothing in it can be relied on. */
  private LoadedState load() {
    LoadedState loaded = source.load();
    List<Problem> unavailable =
        loaded.problems().stream()
            .filter(problem -> problem.kind() != Problem.Kind.INVALID)
            .toList();
    if (!unavailable.isEmpty()) {
      boolean denied =
          unavailable.stream().anyMatch(problem -> problem.kind() == Problem.Kind.DENIED);
      throw new FeedException(
          new Failure(
              denied ? FailureKind.PERMISSION : FailureKind.UNREACHABLE, joined(unavailable)));
    }
    if (loaded.state().clusters().isEmpty() && !loaded.problems().isEmpty()) {
      throw new FeedException(new Failure(FailureKind.DESIRED_STATE, joined(loaded.problems())));
    }
    return loaded;
  }

  private LoopInput input(LoadedState loaded, DesiredState selected) {
    options.connection().unknownEnvironments(loaded.state().environments()).stream()
        .filter(noted::add)
        .forEach(line -> notes.println("logconfig: " + line));
    Connections connected =
        options
            .connection()
            .connect(
                selected.clusters().stream().map(DesiredCluster::environment).toList(),
                instruments);
    connections = connected;
    Map<ClusterName, Failure> refused = new LinkedHashMap<>();
    for (DesiredCluster cluster : selected.clusters()) {
      List<String> lines = connected.refusals().get(cluster.environment().name());
      if (lines != null) {
        refused.put(
            cluster.name(), new Failure(FailureKind.DESIRED_STATE, String.join("; ", lines)));
      }
    }
    Reconciler.Builder reconciler =
        Reconciler.builder().planOptions(options.planOptions()).impactLimit(limit);
    connected.clients().forEach(reconciler::client);
    List<DesiredCluster> reachable =
        selected.clusters().stream()
            .filter(cluster -> !refused.containsKey(cluster.name()))
            .toList();
    return new LoopInput(
        DesiredState.builder().from(selected).clusters(reachable).build(),
        reconciler.build(),
        loaded.problems().stream().map(Problem::toString).toList(),
        refused,
        loaded.revision().isKnown() ? loaded.revision().toString() : "");
  }

  private static String joined(List<Problem> problems) {
    String first = problems.get(0).toString();
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
