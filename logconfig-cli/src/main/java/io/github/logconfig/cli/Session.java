package io.github.logconfig.cli;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.reconcile.Reconciler;
import java.util.Map;
import java.util.Optional;

/** The desired state of one run, and a reconciler with a client for each environment of it. */
record Session(
    DesiredState desired,
    Map<EnvironmentName, DynatraceClient> clients,
    Reconciler reconciler,
    Optional<ProgressBar> progress)
    implements AutoCloseable {

  /** Takes the progress bar off the terminal before something else is written there. */
  void hideProgress() {
    progress.ifPresent(ProgressBar::close);
  }

  @Override
  public void close() {
    hideProgress();
    clients.values().forEach(DynatraceClient::close);
  }
}
