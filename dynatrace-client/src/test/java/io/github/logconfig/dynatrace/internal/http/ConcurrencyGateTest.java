package io.github.logconfig.dynatrace.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrencyGateTest {

  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ConcurrencyGate gate =
      new ConcurrencyGate(3, Duration.ofSeconds(30), Timing.SYSTEM);

  @Test
  void letsInAsManyAsItMayAndNoMore() throws InterruptedException {
    List<ConcurrencyGate.Slot> slots = enterAll();
    assertThat(slots).hasSize(3);
    slots.get(0).toldNothing();
    assertThat(gate.enter(AT_ONCE)).isPresent();
    assertThat(gate.enter(AT_ONCE)).isEmpty();
  }

  @Test
  void shrinksOncePerRoundTripAndGrowsBack() throws InterruptedException {
    enterAll().forEach(ConcurrencyGate.Slot::overloaded);
    List<ConcurrencyGate.Slot> fewer = enterAll();
    assertThat(fewer).hasSize(2);
    fewer.forEach(ConcurrencyGate.Slot::answered);
    enterAll().forEach(ConcurrencyGate.Slot::answered);
    assertThat(enterAll()).hasSize(3);
  }

  @Test
  void neverShrinksBelowOne() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      gate.enter(LONG).orElseThrow().overloaded();
    }
    assertThat(gate.enter(AT_ONCE)).isPresent();
    assertThat(gate.enter(AT_ONCE)).isEmpty();
  }

  @Test
  void anInterruptedWaitTakesNoPlaceAndHoldsNobodyUp() throws InterruptedException {
    List<ConcurrencyGate.Slot> slots = enterAll();
    for (int i = 0; i < 5; i++) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> gate.enter(LONG)).isInstanceOf(InterruptedException.class);
    }
    slots.forEach(ConcurrencyGate.Slot::answered);
    assertThat(enterAll()).hasSize(3);
  }

  @Test
  void manyThreadsGetInOneAfterAnotherAndAllPlacesComeBack() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(50);
    for (int i = 0; i < 50; i++) {
      new Thread(
              () -> {
                try {
                  ConcurrencyGate.Slot slot = gate.enter(LONG).orElseThrow();
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  inside.decrementAndGet();
                  slot.answered();
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

  private List<ConcurrencyGate.Slot> enterAll() throws InterruptedException {
    List<ConcurrencyGate.Slot> slots = new ArrayList<>();
    for (var slot = gate.enter(AT_ONCE); slot.isPresent(); slot = gate.enter(AT_ONCE)) {
      slots.add(slot.get());
    }
    return slots;
  }
}
