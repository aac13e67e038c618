package io.github.logconfig.dynatrace.internal;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many requests of one client may be under way: fewer after an answer that says overload, more
 * again with every other answer. Those who wait get in one by one, in the order of their coming.
 */
final class ConcurrencyGate {

  private static final int INITIAL = 8;
  private static final double SHRINK = 0.8;

  private final Limiter<Object> limiter;
  private final Semaphore headOfQueue = new Semaphore(1, true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();

  ConcurrencyGate(int most) {
    limiter =
        SimpleLimiter.newBuilder()
            .limit(
                AIMDLimit.newBuilder()
                    .initialLimit(Math.min(INITIAL, most))
                    .minLimit(1)
                    .maxLimit(most)
                    .backoffRatio(SHRINK)
                    // a slow answer is no sign of overload: a batch simply takes its time
                    .timeout(1, TimeUnit.DAYS)
                    .build())
            .build();
  }

  /** Waits for a slot; empty if none was free in time. */
  Optional<Slot> enter(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    if (!headOfQueue.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return Optional.empty();
    }
    // not interruptibly: from here on the head of the queue has to be given back
    lock.lock();
    try {
      Optional<Limiter.Listener> slot = limiter.acquire(this);
      for (long left = end - System.nanoTime(); slot.isEmpty() && left > 0; ) {
        left = released.awaitNanos(left);
        slot = limiter.acquire(this);
      }
      return slot.map(Slot::new);
    } finally {
      lock.unlock();
      headOfQueue.release();
    }
  }

  /** The right to have one request under way; to be given back in exactly one way. */
  final class Slot {

    private final Limiter.Listener listener;

    Slot(Limiter.Listener listener) {
      this.listener = listener;
    }

    void answered() {
      giveBack(listener::onSuccess);
    }

    void overloaded() {
      giveBack(listener::onDropped);
    }

    void toldNothing() {
      giveBack(listener::onIgnore);
    }

    private void giveBack(Runnable how) {
      lock.lock();
      try {
        how.run();
        released.signal();
      } finally {
        lock.unlock();
      }
    }
  }
}
