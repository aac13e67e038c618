package io.github.logconfig.reconcile.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConcurrentReadsTest {

  private final AtomicReference<Thread> other = new AtomicReference<>();

  @Test
  void runsBothAtTheSameTime() {
    CyclicBarrier meeting = new CyclicBarrier(2);

    String result =
        ConcurrentReads.run(
            () -> {
              other.set(Thread.currentThread());
              await(meeting);
            },
            () -> {
              await(meeting);
              return "settings";
            });

    assertThat(result).isEqualTo("settings");

    assertEnded();
  }

  @Test
  void throwsFailureOfOtherThread() {
    assertThatThrownBy(
            () ->
                ConcurrentReads.run(
                    () -> {
                      throw new IllegalArgumentException("no entities");
                    },
                    () -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no entities");
  }

  @Test
  void failureInterruptsOtherRead() {
    CountDownLatch started = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                ConcurrentReads.run(
                    () -> blockUntilInterrupted(started),
                    () -> {
                      await(started);
                      throw new IllegalArgumentException("no settings");
                    }))
        .hasMessage("no settings");

    assertEnded();
  }

  @Test
  void interruptReachesBothAndStays() {
    CountDownLatch started = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                ConcurrentReads.run(
                    () -> blockUntilInterrupted(started),
                    () -> {
                      await(started);
                      Thread.currentThread().interrupt();
                      return null;
                    }))
        .hasMessage("interrupted");

    assertThat(Thread.interrupted()).isTrue();
    assertEnded();
  }

  private void blockUntilInterrupted(CountDownLatch started) {
    other.set(Thread.currentThread());
    started.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void assertEnded() {
    assertThat(other.get().getState()).isEqualTo(Thread.State.TERMINATED);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
