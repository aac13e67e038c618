package io.github.logconfig.spring;

import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.ReconcileListener;
import io.github.logconfig.reconcile.RunEvent;
import io.github.logconfig.reconcile.loop.LoopHealth;
import io.github.logconfig.reconcile.loop.LoopRound;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The health of the reconciliation, independent of the version of Spring Boot: that of the loop if
 * it is enabled, otherwise that of the last run.
 */
final class RunHealth implements ReconcileListener {

  private static final int MAX_FAILURES = 5;

  /** Whether the last run succeeded; null before the first run. */
  private @Nullable Boolean good;

  private @Nullable Instant ended;
  private String kind = "";
  private List<Failure> failures = List.of();
  private @Nullable LoopHealth loop;

  synchronized void watch(LoopHealth watched) {
    loop = watched;
  }

  synchronized void onRound(LoopRound round) {
    good = round.isGood();
    kind = "round";
    failures = round.failures();
    ended = round.began().plus(round.took());
  }

  @Override
  public synchronized void onRun(RunEvent run) {
    if (loop == null) {
      good = run.isSuccess();
      kind = run.kind().name().toLowerCase(Locale.ROOT);
      failures =
          run.applied()
              .map(report -> report.failures())
              .orElseGet(() -> List.copyOf(run.plan().failures().values()));
      ended = Instant.now();
    }
  }

  /** Returns whether reconciliation works; null if that is not known yet. */
  synchronized @Nullable Boolean isUp() {
    if (loop == null || good == null) {
      return good;
    }
    return loop.isReady();
  }

  synchronized Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    if (ended != null) {
      details.put("lastRun", kind);
      details.put("ended", ended.toString());
      details.put("failures", failures.size());
    }
    if (!failures.isEmpty()) {
      details.put("messages", failures.stream().limit(MAX_FAILURES).map(Failure::message).toList());
    }
    return details;
  }
}
