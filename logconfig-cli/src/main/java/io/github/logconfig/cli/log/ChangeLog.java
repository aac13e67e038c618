package io.github.logconfig.cli.log;

import io.github.logconfig.cli.view.Phrases;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.ClusterReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every cluster that was changed or has failed. */
public final class ChangeLog {

  private static final Logger LOG = LoggerFactory.getLogger("io.github.logconfig");

  private ChangeLog() {}

  /** Logs the clusters of a report. */
  public static void log(ApplyReport report) {
    report.clusters().forEach(ChangeLog::log);
  }

  private static void log(ClusterReport cluster) {
    if (cluster.stepsDone() > 0) {
      LOG.info(
          "cluster {}: {}, {} written",
          cluster.cluster(),
          cluster.outcome().label(),
          Phrases.count(cluster.stepsDone(), "rule"));
    }
    cluster
        .failure()
        .ifPresent(failure -> LOG.warn("cluster {}: {}", cluster.cluster(), failure.message()));
  }
}
