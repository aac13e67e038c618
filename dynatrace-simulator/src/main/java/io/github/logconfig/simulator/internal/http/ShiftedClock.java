package io.github.logconfig.simulator.internal.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that can be advanced. Thread-safe. */
public final class ShiftedClock extends Clock {

  private final Clock base;
  private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

  public ShiftedClock(Clock base) {
    this.base = base;
  }

  /** Lets time pass at once. */
  public void advance(Duration time) {
    shift.updateAndGet(before -> before.plus(time));
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the simulator uses one zone");
  }

  @Override
  public Instant instant() {
    return base.instant().plus(shift.get());
  }
}
