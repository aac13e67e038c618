package io.github.logconfig.reconcile.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Clock that advances only by pauses, which return immediately. */
public final class FakeTime extends Clock implements ReconcileLoop.Pauses {

  private final List<Duration> pauses = new ArrayList<>();
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  public List<Duration> pauses() {
    return pauses;
  }

  public synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public boolean untilWoken(Duration longest) {
    pauses.add(longest);
    advance(longest);
    return false;
  }

  @Override
  public void full(Duration duration) {
    advance(duration);
  }

  @Override
  public void wake() {}

  @Override
  public void forgetWake() {}

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
