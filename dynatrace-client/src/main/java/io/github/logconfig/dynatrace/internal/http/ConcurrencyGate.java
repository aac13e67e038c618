package io.github.logconfig.dynatrace.internal.http;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many requests of one client may be under way, and how fast they may follow one another: fewer
 * after an answer that says overload, more again with every other answer. Those who wait get in one
 * by one, in the order of their coming.
 */
final class ConcurrencyGate {

  private static final int INITIAL = 8;
  private static final double SHRINK = 0.8;

  private final Limiter<Object> limiter;
  private final Timing timing;
  private final Pace pace;
  private final long longestWait;
  private final Semaphore headOfQueue = new Semaphore(1, true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private long lastShrink;
  private boolean everShrunk;

  /**
   * @param most requests under way
   * @param longestWait for the pace; as long as a pause between attempts may be
   */
  ConcurrencyGate(int most, Duration longestWait, Timing timing) {
    this.timing = timing;
    this.longestWait = longestWait.toNanos();
    this.pace = new Pace(timing.nanoTime());
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
    try {
      return isPaceKept(end) ? slot(end) : Optional.empty();
    } finally {
      headOfQueue.release();
    }
  }

  /** Only the head of the queue waits for its time, so a change of the pace reaches all behind. */
  private boolean isPaceKept(long end) throws InterruptedException {
    long wait = Math.min(longestWait, pace.waitNanos(timing.nanoTime()));
    if (wait > Math.max(0, end - System.nanoTime())) {
      return false;
    }
    if (wait > 0) {
      timing.keepPace(Duration.ofNanos(wait));
    }
    return true;
  }

  private Optional<Slot> slot(long end) throws InterruptedException {
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
    }
  }

  /** The right to have one request under way; to be given back in exactly one way. */
  final class Slot {

    private final Limiter.Listener listener;
    private final long departed;

    Slot(Limiter.Listener listener) {
      this.listener = listener;
      this.departed = timing.nanoTime();
      pace.depart(departed);
    }

    /** The service took the request in. */
    void answered() {
      pace.admitted(departed);
      giveBack(listener::onSuccess);
    }

    /** The service refused it for being one too many. */
    void refused() {
      pace.refused(departed, timing.nanoTime());
      overloaded();
    }

    /** The service has more to do than it can. */
    void overloaded() {
      giveBack(this::shrink);
    }

    void toldNothing() {
      giveBack(listener::onIgnore);
    }

    /** Once per round trip: what left before the last time tells nothing new. */
    private void shrink() {
      if (everShrunk && departed - lastShrink <= 0) {
        listener.onIgnore();
        return;
      }
      everShrunk = true;
      lastShrink = timing.nanoTime();
      listener.onDropped();
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
