package io.github.logconfig.examples.programs;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.source.DesiredStateSource;
import java.io.PrintStream;

/** Applies what an own source desires. Problems of the source restrict what is removed. */
final class ReconcileOwnSource {

  private ReconcileOwnSource() {}

  static boolean reconcile(
      DesiredStateSource source, Environment environment, DynatraceClient client, PrintStream out) {
    Reconciler reconciler = Reconciler.builder().client(environment, client).build();
    LoadedState loaded = source.load();
    ApplyReport report = reconciler.apply(DesiredFleet.from(loaded));
    report.clusters().forEach(it -> out.println(it.cluster() + ": " + it.outcome().label()));
    report.failures().stream().map(Failure::message).forEach(out::println);
    return report.isSuccess();
  }
}
