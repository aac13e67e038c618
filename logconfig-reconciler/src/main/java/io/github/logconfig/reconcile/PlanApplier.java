package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.BatchResult;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.dynatrace.ExternalId;
import io.github.logconfig.dynatrace.NewSettingsObject;
import io.github.logconfig.dynatrace.Placement;
import io.github.logconfig.dynatrace.SchemaId;
import io.github.logconfig.dynatrace.SettingsError;
import io.github.logconfig.dynatrace.SettingsObject;
import io.github.logconfig.dynatrace.SettingsObjectId;
import io.github.logconfig.dynatrace.SettingsScope;
import io.github.logconfig.dynatrace.SettingsUpdate;
import io.github.logconfig.dynatrace.UpdateToken;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import io.github.logconfig.plan.Precondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Carries out the steps of the clusters of one environment, wave by wave: creates of all clusters
 * together in batches, updates, moves and deletes one by one, locked by update tokens. What belongs
 * to one cluster is written in the order of its plan, clusters side by side. A cluster of which a
 * step failed gets no further ones.
 */
final class PlanApplier {

  private static final SchemaId SCHEMA = new SchemaId(LogRule.SCHEMA_ID);

  private final DynatraceClient client;
  private final Workers workers;

  PlanApplier(DynatraceClient client, Workers workers) {
    this.client = client;
    this.workers = workers;
  }

  void apply(List<ClusterProgress> clusters) {
    List<Integer> waves =
        clusters.stream()
            .flatMap(cluster -> cluster.plan().steps().stream())
            .map(PlanStep::wave)
            .distinct()
            .sorted()
            .toList();
    for (int wave : waves) {
      workers.doAll(workOf(wave, clusters));
    }
  }

  /** What there is to do in one wave, in parts that can be done side by side. */
  private List<Runnable> workOf(int wave, List<ClusterProgress> clusters) {
    List<PendingCreate> creates = new ArrayList<>();
    List<Runnable> work = new ArrayList<>();
    for (ClusterProgress cluster : clusters) {
      List<PlanStep> locked = new ArrayList<>();
      for (PlanStep step : cluster.plan().steps()) {
        if (step.wave() == wave && cluster.isSound()) {
          if (step instanceof PlanStep.CreateRule create) {
            creates.add(new PendingCreate(cluster, newObject(create)));
          } else {
            locked.add(step);
          }
        }
      }
      if (!locked.isEmpty()) {
        work.add(() -> locked.forEach(step -> write(cluster, step)));
      }
    }
    if (!creates.isEmpty()) {
      work.add(() -> create(creates));
    }
    return work;
  }

  /** An object to be created, and the cluster that it is for. */
  record PendingCreate(ClusterProgress cluster, NewSettingsObject object) {}

  private void create(List<PendingCreate> creates) {
    try {
      BatchResult results =
          client.settings().create(creates.stream().map(PendingCreate::object).toList());
      for (int i = 0; i < creates.size(); i++) {
        report(creates.get(i).cluster(), results.items().get(i));
      }
    } catch (DynatraceException e) {
      creates.stream()
          .map(PendingCreate::cluster)
          .collect(Collectors.toSet())
          .forEach(cluster -> cluster.failed(failure(e)));
    }
  }

  private static void report(ClusterProgress cluster, BatchResult.Item item) {
    if (item.failure().isPresent()) {
      cluster.failed(failure(item.failure().get()));
    } else if (item.error().isPresent()) {
      SettingsError error = item.error().get();
      cluster.failed(new Failure(FailureKind.ofStatus(error.code()), error.toString()));
    } else {
      cluster.stepDone();
    }
  }

  private void write(ClusterProgress cluster, PlanStep step) {
    if (workers.isCancelled() || !cluster.isSound()) {
      return;
    }
    try {
      if (step instanceof PlanStep.UpdateRule update) {
        Placement place = update.position().map(PlanApplier::placement).orElse(Placement.UNCHANGED);
        client.settings().update(change(update.precondition(), update.rule(), place));
      } else if (step instanceof PlanStep.AdoptRule adopt) {
        adopt(cluster, adopt);
        return;
      } else if (step instanceof PlanStep.MoveRule move) {
        client
            .settings()
            .update(change(move.precondition(), move.rule(), placement(move.position())));
      } else if (step instanceof PlanStep.DeleteRule delete) {
        client
            .settings()
            .delete(
                new SettingsObjectId(delete.precondition().objectId().value()),
                new UpdateToken(delete.precondition().updateToken().value()));
      }
      cluster.stepDone();
    } catch (DynatraceException e) {
      cluster.failed(failure(e));
    }
  }

  /** A post carries no update token, so the rule is read right before. */
  private void adopt(ClusterProgress cluster, PlanStep.AdoptRule adopt) {
    SettingsObjectId objectId = new SettingsObjectId(adopt.precondition().objectId().value());
    SettingsObject now = client.settings().get(objectId);
    UpdateToken planned = new UpdateToken(adopt.precondition().updateToken().value());
    if (!now.updateToken().equals(Optional.of(planned)) || now.externalId().isPresent()) {
      cluster.failed(
          new Failure(
              FailureKind.CONFLICT,
              "the rule to be adopted was changed since the plan (object " + objectId + ")"));
      return;
    }
    NewSettingsObject object =
        NewSettingsObject.builder()
            .schemaId(SCHEMA)
            .scope(new SettingsScope(adopt.scope().id()))
            .externalId(new ExternalId(adopt.identity().externalId().value()))
            .objectId(objectId)
            .placement(placement(adopt.position()))
            .value(LogRuleJson.write(adopt.rule()))
            .build();
    create(List.of(new PendingCreate(cluster, object)));
  }

  private static NewSettingsObject newObject(PlanStep.CreateRule create) {
    return NewSettingsObject.builder()
        .schemaId(SCHEMA)
        .scope(new SettingsScope(create.scope().id()))
        .externalId(new ExternalId(create.precondition().externalId().value()))
        .placement(placement(create.position()))
        .value(LogRuleJson.write(create.rule()))
        .build();
  }

  private static SettingsUpdate change(
      Precondition.Unchanged precondition, LogRule rule, Placement placement) {
    return SettingsUpdate.builder()
        .objectId(new SettingsObjectId(precondition.objectId().value()))
        .updateToken(new UpdateToken(precondition.updateToken().value()))
        .placement(placement)
        .value(LogRuleJson.write(rule))
        .build();
  }

  private static Placement placement(Position position) {
    if (position instanceof Position.First) {
      return Placement.FIRST;
    }
    return position instanceof Position.After after
        ? new Placement.After(new SettingsObjectId(after.objectId().value()))
        : Placement.LAST;
  }

  static Failure failure(DynatraceException e) {
    return new Failure(FailureKind.of(e), String.valueOf(e.getMessage()));
  }
}
