package io.github.logconfig.cli.view;

import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.reconcile.arrival.ArrivalListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/** Reports on standard error what a verification waits for, and what its queries may cost. */
public final class ArrivalProgress implements ArrivalListener {

  private static final double BYTES_PER_DAY = 1L << 40;
  private static final double SECONDS_PER_DAY = 86_400;

  private final Optional<Progress> progress;
  private final PrintWriter err;

  /**
   * @param progress the progress of the run; empty to report nothing
   */
  public ArrivalProgress(Optional<Progress> progress, PrintWriter err) {
    this.progress = progress;
    this.err = err;
  }

  @Override
  public void onWait(Duration pause) {
    String reason = "the rules to reach all hosts and their logs to be stored";
    println("waiting " + Phrases.duration(pause) + " for " + reason);
    progress.ifPresent(it -> it.waitFor(reason + " (" + Phrases.duration(pause) + ")"));
  }

  @Override
  public void onResume() {
    progress.ifPresent(it -> it.waitFor("the rules"));
  }

  @Override
  public void onQuery(EnvironmentName environment, Query query) {
    String window = Phrases.duration(query.window());
    if (query.scanLimitGiB() == 0) {
      println(environment + ": reading a metric of the last " + window + "; nothing is scanned");
    } else {
      String expected =
          query.expectedBytes().isPresent()
              ? "about " + ArrivalView.bytes(query.expectedBytes().getAsLong()) + " expected"
              : "about "
                  + ArrivalView.bytes(
                      (long) (BYTES_PER_DAY * query.window().toSeconds() / SECONDS_PER_DAY))
                  + " for each TiB of logs per day";
      println(
          "%s: reading the logs of the last %s; scans at most %d GiB (%s)"
              .formatted(environment, window, query.scanLimitGiB(), expected));
    }
    progress.ifPresent(it -> it.waitFor("the query in " + environment));
  }

  @Override
  public void onWorkloads(EnvironmentName environment, int clusters) {
    progress.ifPresent(
        it -> it.waitFor("the running pods of " + Phrases.count(clusters, "cluster")));
  }

  private void println(String line) {
    progress.ifPresent(
        it -> {
          it.hide();
          err.println("logconfig: " + line);
        });
  }
}
