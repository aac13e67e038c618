package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.ObjectNotFoundException;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Precondition;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.internal.Workers;
import io.github.logconfig.rule.ObservedRule;
import java.util.List;
import java.util.Optional;

/** Writes one rule per request, under the update token that the plan has read. */
final class LockedWriter {

  private final DynatraceClient client;
  private final Workers workers;
  private final BatchWriter batches;

  LockedWriter(DynatraceClient client, Workers workers, BatchWriter batches) {
    this.client = client;
    this.workers = workers;
    this.batches = batches;
  }

  /** Writes in this order, until one fails or the run is cancelled. */
  void write(ClusterProgress cluster, List<PlanStep> steps) {
    for (PlanStep step : steps) {
      if (workers.isCancelled() || !cluster.isPending()) {
        return;
      }
      try {
        write(cluster, step);
      } catch (ObjectNotFoundException e) {
        cluster.failed(step, notFound(e));
      } catch (DynatraceException e) {
        cluster.failed(step, Failure.of(e));
      }
    }
  }

  /**
   * Makes sure that managed rules which the plan leaves alone are still as it saw them, by writing
   * them as they are under their update tokens: another run that changes them meets this write.
   */
  void confirm(ClusterProgress cluster) {
    for (ObservedRule rule : cluster.untouched()) {
      if (workers.isCancelled() || !cluster.isPending() || !rule.modifiable()) {
        continue;
      }
      try {
        client.settings().update(StepRequests.unchanged(rule));
      } catch (ObjectNotFoundException e) {
        cluster.failed(notFound(e));
      } catch (DynatraceException e) {
        cluster.failed(Failure.of(e));
      }
    }
  }

  /**
   * Returns a conflict if the service itself responded: the rule was there when it was read, so
   * another client has deleted it. A 404 without an error message may come from any server.
   */
  private static Failure notFound(ObjectNotFoundException e) {
    return e.error().message().isEmpty() ? Failure.of(e) : Failure.of(FailureKind.CONFLICT, e);
  }

  private void write(ClusterProgress cluster, PlanStep step) {
    switch (step.action()) {
      case CREATE -> batches.send(List.of(post(cluster, step)));
      case ADOPT -> adopt(cluster, step);
      case UPDATE, MOVE -> {
        client.settings().update(StepRequests.update(step));
        cluster.done(step);
      }
      case DELETE -> {
        Precondition.Unchanged observed = step.unchanged();
        client.settings().delete(StepRequests.id(observed), StepRequests.token(observed));
        cluster.done(step);
      }
    }
  }

  private static BatchWriter.Post post(ClusterProgress cluster, PlanStep step) {
    return new BatchWriter.Post(cluster, step, StepRequests.post(step));
  }

  /** A post carries no update token, so the rule is read immediately before. */
  private void adopt(ClusterProgress cluster, PlanStep adopt) {
    Precondition.Unchanged observed = adopt.unchanged();
    SettingsObjectId objectId = StepRequests.id(observed);
    SettingsObject now = client.settings().get(objectId);
    boolean unchanged = now.updateToken().equals(Optional.of(StepRequests.token(observed)));
    if (unchanged) {
      batches.send(List.of(post(cluster, adopt)));
    } else {
      cluster.failed(
          adopt,
          new Failure(
              FailureKind.CONFLICT,
              "the rule to adopt has changed since the plan was made (object " + objectId + ")"));
    }
  }
}
