package io.github.logconfig.reconcile.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How a loop waits between its rounds. */
interface Pauses {

  /** Waits, and returns early if woken; true if so. */
  boolean untilWoken(Duration longest) throws InterruptedException;

  /** Waits as long as told. */
  void full(Duration duration) throws InterruptedException;

  /** Ends a wait, or the next one; however often it is called meanwhile, one wait. */
  void wake();

  /** Forgets that it was woken. */
  void forgetWake();

  /** The pauses of real time. */
  static Pauses real() {
    return new Pauses() {
      private final Semaphore wakes = new Semaphore(0);

      @Override
      public boolean untilWoken(Duration longest) throws InterruptedException {
        return wakes.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
      }

      @Override
      public void full(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
      }

      @Override
      public void wake() {
        wakes.release();
      }

      @Override
      public void forgetWake() {
        wakes.drainPermits();
      }
    };
  }
}
