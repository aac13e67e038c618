package io.github.logconfig.cli;

import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of every change, and of every cluster that could not be done. */
final class ChangeLog {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.logconfig");

  private ChangeLog() {}

  static void note(ApplyReport report) {
    report.clusters().forEach(ChangeLog::note);
  }

  private static void note(ClusterReport cluster) {
    if (cluster.stepsDone() > 0) {
      LOG.info(
          "cluster {}: {}, {} of its rules written",
          cluster.cluster(),
          cluster.outcome().label(),
          cluster.stepsDone());
    }
    cluster
        .failure()
        .ifPresent(failure -> LOG.warn("cluster {}: {}", cluster.cluster(), failure.message()));
  }
}
