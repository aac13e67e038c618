package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that is advanced by pauses and records them; random numbers are always one half. */
final class RecordingTiming implements Timing {

  static final Instant BEGIN = Instant.parse("2026-11-23T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final Runnable duringPauses;

  RecordingTiming() {
    this(() -> {});
  }

  /**
   * @param duringPauses runs during every pause
   */
  RecordingTiming(Runnable duringPauses) {
    this.duringPauses = duringPauses;
  }

  List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  void forget() {
    pauses.clear();
  }

  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public Instant now() {
    return BEGIN.plusNanos(nanos.get());
  }

  @Override
  public void sleep(Duration pause) {
    pauses.add(pause);
    duringPauses.run();
    pass(pause);
  }

  @Override
  public double random() {
    return 0.5;
  }
}
