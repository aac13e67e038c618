package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.rule.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies the plans of the clusters of one environment, wave by wave. In each wave the rules that
 * can be posted go first, for all clusters together. Then follow the locked writes of each cluster
 * in the order of its plan, with clusters in parallel. A cluster with a failed step gets no further
 * ones.
 */
final class EnvironmentWriter {

  private final Workers workers;
  private final BatchWriter batches;
  private final LockedWriter locked;
  private final Map<ObjectId, Position> positions;

  /**
   * @param positions the rules that may be updated without a lock, with their positions
   */
  EnvironmentWriter(DynatraceClient client, Workers workers, Map<ObjectId, Position> positions) {
    this.workers = workers;
    this.batches = new BatchWriter(client, workers);
    this.locked = new LockedWriter(client, workers, batches);
    this.positions = positions;
  }

  void apply(List<ClusterProgress> clusters) {
    workers.doAll(
        clusters.stream()
            .filter(cluster -> !cluster.untouched().isEmpty())
            .map(cluster -> (Runnable) () -> locked.confirm(cluster))
            .toList());
    List<Integer> waves =
        clusters.stream()
            .flatMap(cluster -> cluster.plan().steps().stream())
            .map(PlanStep::wave)
            .distinct()
            .sorted()
            .toList();
    for (int wave : waves) {
      apply(wave, clusters);
    }
  }

  private void apply(int wave, List<ClusterProgress> clusters) {
    List<BatchWriter.Post> posts = new ArrayList<>();
    List<Runnable> atOnce = new ArrayList<>();
    List<Runnable> behindPosts = new ArrayList<>();
    for (ClusterProgress cluster : clusters) {
      if (!cluster.isPending()) {
        continue;
      }
      List<PlanStep> alone = new ArrayList<>();
      int before = posts.size();
      for (PlanStep step : cluster.plan().steps()) {
        if (step.wave() == wave) {
          post(cluster, step).ifPresentOrElse(posts::add, () -> alone.add(step));
        }
      }
      if (!alone.isEmpty()) {
        (posts.size() == before ? atOnce : behindPosts).add(() -> locked.write(cluster, alone));
      }
    }
    atOnce.addAll(0, batches.parts(posts));
    workers.doAll(atOnce);
    workers.doAll(behindPosts);
  }

  private Optional<BatchWriter.Post> post(ClusterProgress cluster, PlanStep step) {
    Optional<Position> position =
        switch (step.action()) {
          case CREATE -> step.position();
          case UPDATE -> step.objectId().map(positions::get);
          case ADOPT, MOVE, DELETE -> Optional.empty();
        };
    return position.map(it -> new BatchWriter.Post(cluster, step, StepRequests.post(step, it)));
  }
}
