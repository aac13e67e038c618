package io.github.logconfig.reconcile;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is done in one phase of a run. Thread-safe. */
final class PhaseCounter {

  private final RunProgress listener;
  private final RunProgress.Phase phase;
  private final int total;
  private final AtomicInteger done = new AtomicInteger();

  PhaseCounter(RunProgress listener, RunProgress.Phase phase, int total) {
    this.listener = listener;
    this.phase = phase;
    this.total = total;
  }

  void oneDone() {
    listener.onProgress(phase, done.incrementAndGet(), total);
  }
}
