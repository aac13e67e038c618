package io.github.logconfig.dynatrace.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {

  private static final Duration NOW = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ConcurrencyLimiter limiter =
      new ConcurrencyLimiter(3, Duration.ofMinutes(2), Timing.SYSTEM);

  @Test
  void admitsAsManyRequestsAsTheLimit() throws InterruptedException {
    List<ConcurrencyLimiter.Slot> slots = enterAll();
    assertThat(slots).hasSize(3);
    slots.get(0).release();
    assertThat(limiter.enter(NOW)).isPresent();
    assertThat(limiter.enter(NOW)).isEmpty();
  }

  @Test
  void decreasesOncePerRoundTripAndIncreasesAgain() throws InterruptedException {
    enterAll().forEach(slot -> slot.throttled(Duration.ZERO));
    List<ConcurrencyLimiter.Slot> fewer = enterAll();
    assertThat(fewer).hasSize(2);
    fewer.forEach(ConcurrencyLimiter.Slot::succeeded);
    enterAll().forEach(ConcurrencyLimiter.Slot::succeeded);
    assertThat(enterAll()).hasSize(3);
  }

  @Test
  void neverDecreasesBelowOne() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      limiter.enter(LONG).orElseThrow().throttled(Duration.ZERO);
    }
    assertThat(limiter.enter(NOW)).isPresent();
    assertThat(limiter.enter(NOW)).isEmpty();
  }

  @Test
  void sendsNothingBeforeTheServiceAllowsItIfNothingIsAccepted() throws InterruptedException {
    Clock clock = new Clock();
    ConcurrencyLimiter paused = new ConcurrencyLimiter(1, Duration.ofSeconds(10), clock);
    ConcurrencyLimiter.Slot slot = paused.enter(NOW).orElseThrow();
    slot.throttled(Duration.ofSeconds(4));
    slot.throttled(Duration.ofSeconds(2));

    assertThat(paused.enter(Duration.ofSeconds(3))).as("the deadline is earlier").isEmpty();
    assertThat(clock.pauses).isEmpty();
    paused.enter(LONG).orElseThrow().succeeded();
    assertThat(clock.pauses).containsExactly(Duration.ofSeconds(4));
    assertThat(paused.enter(LONG)).isPresent();
    assertThat(clock.pauses).hasSize(1);
  }

  @Test
  void continuesWithFewerRequestsWhileAThrottledOneWaits() throws InterruptedException {
    Clock clock = new Clock();
    ConcurrencyLimiter limiting = new ConcurrencyLimiter(8, Duration.ofSeconds(10), clock);
    limiting.enter(NOW).orElseThrow().throttled(Duration.ofSeconds(4));
    for (int i = 0; i < 6; i++) {
      assertThat(limiting.enter(NOW)).isPresent();
    }
    assertThat(limiting.enter(NOW)).isEmpty();
    assertThat(clock.pauses).isEmpty();
  }

  @Test
  void doublesPerRoundTripUntilTheFirstDecreaseAndGrowsByOneAfterwards()
      throws InterruptedException {
    ConcurrencyLimiter growing = new ConcurrencyLimiter(100, Duration.ofMinutes(2), Timing.SYSTEM);
    Queue<ConcurrencyLimiter.Slot> inProgress = new ArrayDeque<>(enterAll(growing));
    List<Integer> limits = new ArrayList<>();
    for (boolean succeeds : new boolean[] {true, true, true, false, true, true, true}) {
      for (int i = inProgress.size(); i > 0; i--) {
        if (succeeds) {
          inProgress.remove().succeeded();
        } else {
          inProgress.remove().throttled(Duration.ZERO);
        }
        inProgress.addAll(enterAll(growing));
      }
      limits.add(inProgress.size());
    }
    assertThat(limits).containsExactly(13, 26, 52, 41, 42, 43, 44);
  }

  @Test
  void limitsHowLongTheServiceCanPauseTheClient() throws InterruptedException {
    Clock clock = new Clock();
    ConcurrencyLimiter paused = new ConcurrencyLimiter(1, Duration.ofSeconds(10), clock);
    paused.enter(NOW).orElseThrow().throttled(Duration.ofDays(1));

    assertThat(paused.enter(LONG)).isPresent();
    assertThat(clock.pauses).containsExactly(Duration.ofSeconds(10));
  }

  @Test
  void interruptedWaitTakesNoSlotAndBlocksNoOtherThread() throws InterruptedException {
    List<ConcurrencyLimiter.Slot> slots = enterAll();
    for (int i = 0; i < 5; i++) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> limiter.enter(LONG)).isInstanceOf(InterruptedException.class);
    }
    slots.forEach(ConcurrencyLimiter.Slot::succeeded);
    assertThat(enterAll()).hasSize(3);
  }

  @Test
  void interruptEndsAPause() throws InterruptedException {
    ConcurrencyLimiter paused = new ConcurrencyLimiter(1, Duration.ofMinutes(2), Timing.SYSTEM);
    paused.enter(LONG).orElseThrow().throttled(Duration.ofSeconds(20));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> paused.enter(LONG)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void admitsManyThreadsOneAfterAnotherAndReturnsAllSlots() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(50);
    for (int i = 0; i < 50; i++) {
      new Thread(
              () -> {
                try {
                  ConcurrencyLimiter.Slot slot = limiter.enter(LONG).orElseThrow();
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  inside.decrementAndGet();
                  slot.succeeded();
                  done.countDown();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              })
          .start();
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(most.get()).isBetween(1, 3);
    assertThat(enterAll()).hasSize(3);
  }

  private List<ConcurrencyLimiter.Slot> enterAll() throws InterruptedException {
    return enterAll(limiter);
  }

  private static List<ConcurrencyLimiter.Slot> enterAll(ConcurrencyLimiter limiter)
      throws InterruptedException {
    List<ConcurrencyLimiter.Slot> slots = new ArrayList<>();
    for (var slot = limiter.enter(NOW); slot.isPresent(); slot = limiter.enter(NOW)) {
      slots.add(slot.get());
    }
    return slots;
  }

  /** A clock that is advanced by pauses. */
  private static final class Clock implements Timing {

    private final List<Duration> pauses = new ArrayList<>();
    private long nanos;

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public void sleep(Duration pause) {
      pauses.add(pause);
      nanos += pause.toNanos();
    }

    @Override
    public double random() {
      return 0.5;
    }
  }
}
