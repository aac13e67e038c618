package io.github.logconfig.reconcile.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Health of a {@link ReconcileLoop}, for liveness and readiness probes.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class LoopHealth {

  /** The maximum age of the last good round, in intervals. */
  public static final int INTERVALS = 3;

  private final Clock clock;
  private final Duration interval;
  private final Duration longestRound;

  /** The loop is stuck if nothing starts or ends before this time. */
  private Instant due;

  private Optional<Instant> lastGood = Optional.empty();
  private Duration lastGoodTook = Duration.ZERO;
  private boolean lastRoundGood;
  private boolean ended;

  LoopHealth(Clock clock, Duration interval, Duration longestRound) {
    this.clock = clock;
    this.interval = interval;
    this.longestRound = longestRound;
    this.due = clock.instant().plus(longestRound);
  }

  /**
   * Returns whether the loop makes progress: it has not ended, and neither a round nor a pause
   * exceeds its maximum duration. If false, the process must be restarted.
   */
  public synchronized boolean isAlive() {
    return !ended && !clock.instant().isAfter(due);
  }

  /**
   * Returns whether the loop works: the last round was {@linkplain LoopRound#isGood good}, and it
   * ended at most {@value #INTERVALS} times the interval and its own duration ago.
   */
  public synchronized boolean isReady() {
    Duration oldest = interval.plus(lastGoodTook).multipliedBy(INTERVALS);
    return !ended
        && lastRoundGood
        && lastGood.isPresent()
        && !clock.instant().isAfter(lastGood.get().plus(oldest));
  }

  /** Returns when the last good round ended; empty if there was none. */
  public synchronized Optional<Instant> lastGood() {
    return lastGood;
  }

  synchronized void roundBegins() {
    due = clock.instant().plus(longestRound);
  }

  synchronized void roundEnds(LoopRound round) {
    due = clock.instant().plus(longestRound);
    lastRoundGood = round.isGood();
    if (lastRoundGood) {
      lastGood = Optional.of(clock.instant());
      lastGoodTook = round.took();
    }
  }

  synchronized void waits(Duration pause) {
    due = clock.instant().plus(pause).plus(longestRound);
  }

  synchronized void ended() {
    ended = true;
  }
}
