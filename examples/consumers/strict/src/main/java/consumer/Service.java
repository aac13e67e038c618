package consumer;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.Environment;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.source.DesiredStateSource;

/** Applies what a source desires. */
final class Service {

  private final Reconciler reconciler;

  Service(Environment environment, DynatraceClient client) {
    reconciler = Reconciler.builder().client(environment, client).build();
  }

  ApplyReport apply(DesiredStateSource source) {
    return reconciler.apply(DesiredFleet.from(source.load()));
  }
}
