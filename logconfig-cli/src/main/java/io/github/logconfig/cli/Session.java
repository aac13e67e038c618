package io.github.logconfig.cli;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.reconcile.Reconciler;
import java.util.Map;

/** The desired state of one run, and a reconciler with a client for each environment of it. */
record Session(
    DesiredState desired, Map<EnvironmentName, DynatraceClient> clients, Reconciler reconciler)
    implements AutoCloseable {

  @Override
  public void close() {
    clients.values().forEach(DynatraceClient::close);
  }
}
