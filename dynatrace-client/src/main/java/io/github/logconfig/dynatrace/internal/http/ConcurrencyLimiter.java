package io.github.logconfig.dynatrace.internal.http;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AbstractLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the concurrent requests of one client by additive increase and multiplicative decrease
 * (AIMD, as TCP does): the limit drops to 80 % when the service throttles a request (status 429 or
 * 503), at most once per round trip, and grows by one per round trip while requests succeed at the
 * limit. Until the first decrease it doubles per round trip.
 *
 * <p>The service throttles with a thread pool and a queue, so the number of requests in progress is
 * what has to adapt. {@code Retry-After} delays the throttled request, see {@code RetryDecision};
 * other requests continue at the lower limit. Only if the limit is one already, which means that
 * the service accepts nothing, no request of the client is sent before that time.
 *
 * <p>Threads that wait are admitted in the order of their arrival.
 */
final class ConcurrencyLimiter {

  private static final int INITIAL = 8;
  private static final double DECREASE = 0.8;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVICE_UNAVAILABLE = 503;

  private final Aimd limit;
  private final Limiter<Object> limiter;
  private final Duration maxPause;
  private final Timing timing;
  private final Semaphore headOfQueue = new Semaphore(1, true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private boolean decreased;
  private long lastDecrease;
  private boolean paused;
  private long pausedUntil;

  /**
   * @param max the highest limit
   * @param maxPause the longest {@code Retry-After} that is honored
   */
  ConcurrencyLimiter(int max, Duration maxPause, Timing timing) {
    this.maxPause = maxPause;
    this.timing = timing;
    limit = new Aimd(max);
    limiter = SimpleLimiter.newBuilder().limit(limit).build();
  }

  /** The limit as a fraction, since it grows by a part of one with every success. */
  private static final class Aimd extends AbstractLimit {

    private final int max;
    private double limit;
    private boolean decreased;

    Aimd(int max) {
      super(Math.min(INITIAL, max));
      this.max = max;
      this.limit = getLimit();
    }

    /** A slow response does not indicate overload: large batches take time. */
    @Override
    protected int _update(long startTime, long rtt, int inflight, boolean didDrop) {
      if (didDrop) {
        decreased = true;
        limit = Math.max(1, limit * DECREASE);
      } else if (inflight * 2 >= getLimit()) {
        limit = Math.min(max, limit + (decreased ? 1 / limit : 1));
      }
      return (int) limit;
    }
  }

  /** A request that is sent while it holds a slot. */
  interface Request<T> {
    T send() throws HttpFailure;
  }

  /** Sends a request as soon as the limit allows it. */
  <T> T limited(Deadline deadline, Request<T> request) throws HttpFailure {
    Slot slot = enter(deadline);
    try {
      T response = request.send();
      slot.succeeded();
      return response;
    } catch (HttpFailure.Refused response) {
      if (response.status() == TOO_MANY_REQUESTS || response.status() == SERVICE_UNAVAILABLE) {
        slot.throttled(response.retryAfter().orElse(Duration.ZERO));
      } else {
        slot.succeeded();
      }
      throw response;
    } finally {
      slot.release();
    }
  }

  private Slot enter(Deadline deadline) throws HttpFailure {
    try {
      return enter(deadline.remaining())
          .orElseThrow(
              () -> HttpFailure.NoAnswer.unsent("no request could be sent before the deadline"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure.Interrupted(false);
    }
  }

  /** Waits for a slot; empty if there was none in time. */
  Optional<Slot> enter(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    if (!headOfQueue.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return Optional.empty();
    }
    try {
      return waitForSlot(end);
    } finally {
      headOfQueue.release();
    }
  }

  private Optional<Slot> waitForSlot(long end) throws InterruptedException {
    for (long pause = pauseNanos(); ; pause = pauseNanos()) {
      if (pause > 0) {
        if (pause > end - System.nanoTime()) {
          return Optional.empty();
        }
        timing.sleep(Duration.ofNanos(pause));
      }
      lock.lock();
      try {
        Optional<Slot> slot = tryEnter();
        long left = end - System.nanoTime();
        if (slot.isPresent() || left <= 0) {
          return slot;
        }
        if (pauseNanos() == 0) {
          long unused = released.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Returns a slot unless the limit is reached or the service has asked to wait. */
  Optional<Slot> tryEnter() {
    lock.lock();
    try {
      return pauseNanos() > 0 ? Optional.empty() : limiter.acquire(this).map(Slot::new);
    } finally {
      lock.unlock();
    }
  }

  /** Returns how long no request may be sent; zero if the service has not asked to wait. */
  long pauseNanos() {
    lock.lock();
    try {
      return paused ? Math.max(0, pausedUntil - timing.nanoTime()) : 0;
    } finally {
      lock.unlock();
    }
  }

  /** The right to have one request in progress; must be released. */
  final class Slot {

    private final Limiter.Listener listener;
    private final long entered;
    private boolean released;

    Slot(Limiter.Listener listener) {
      this.listener = listener;
      this.entered = timing.nanoTime();
    }

    /** The service accepted the request, whatever its response. */
    void succeeded() {
      release(listener::onSuccess);
    }

    /** The service throttled the request. */
    void throttled(Duration retryAfter) {
      lock.lock();
      try {
        if (limit.getLimit() == 1) {
          pause(retryAfter.compareTo(maxPause) > 0 ? maxPause : retryAfter);
        }
        release(this::decrease);
      } finally {
        lock.unlock();
      }
    }

    /** Releases the slot, if it is still held, without a conclusion about the service. */
    void release() {
      release(listener::onIgnore);
    }

    private void pause(Duration pause) {
      long until = timing.nanoTime() + pause.toNanos();
      if (!pause.isZero() && (!paused || until - pausedUntil > 0)) {
        paused = true;
        pausedUntil = until;
      }
    }

    /** Requests that were sent before the last decrease do not decrease the limit again. */
    private void decrease() {
      if (decreased && entered - lastDecrease <= 0) {
        listener.onIgnore();
        return;
      }
      decreased = true;
      lastDecrease = timing.nanoTime();
      listener.onDropped();
    }

    private void release(Runnable conclusion) {
      lock.lock();
      try {
        if (!released) {
          released = true;
          conclusion.run();
          ConcurrencyLimiter.this.released.signal();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
