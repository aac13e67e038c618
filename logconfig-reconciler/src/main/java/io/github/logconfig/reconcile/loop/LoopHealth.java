package io.github.logconfig.reconcile.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a {@link ReconcileLoop} fares, for those who watch over it.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class LoopHealth {

  /** How many intervals old the last good round may be. */
  public static final int INTERVALS = 3;

  private final Clock clock;
  private final Duration interval;
  private final Duration longestRound;

  /** By when the loop will have begun or ended something, unless it is stuck. */
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
   * Whether the loop goes on: it has not ended, no round takes longer than a round may, and no
   * pause is overdue by as long.
   *
   * @return false if only a restart helps
   */
  public synchronized boolean isAlive() {
    return !ended && !clock.instant().isAfter(due);
  }

  /**
   * Whether the loop does its work: the last round was {@linkplain LoopRound#isGood good}, and it
   * ended not longer ago than {@value #INTERVALS} times the interval and its own length.
   */
  public synchronized boolean isReady() {
    Duration oldest = interval.plus(lastGoodTook).multipliedBy(INTERVALS);
    return !ended
        && lastRoundGood
        && lastGood.isPresent()
        && !clock.instant().isAfter(lastGood.get().plus(oldest));
  }

  /**
   * When the last good round ended.
   *
   * @return the time; empty if there was none
   */
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
