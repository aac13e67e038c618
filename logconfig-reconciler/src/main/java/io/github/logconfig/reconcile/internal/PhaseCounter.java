package io.github.logconfig.reconcile.internal;

import io.github.logconfig.reconcile.RunProgress;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is done in one phase of a run. Thread-safe. */
public final class PhaseCounter {

  private final RunProgress listener;
  private final RunProgress.Phase phase;
  private final int total;
  private final AtomicInteger done = new AtomicInteger();

  public PhaseCounter(RunProgress listener, RunProgress.Phase phase, int total) {
    this.listener = listener;
    this.phase = phase;
    this.total = total;
  }

  public void oneDone() {
    listener.onProgress(phase, done.incrementAndGet(), total);
  }
}
