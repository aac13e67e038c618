package io.github.logconfig.dynatrace.internal;

import java.time.Duration;

/**
 * How fast requests may follow one another. Free until the service refuses one for being too many;
 * from then on at a little less than the rate that it was seen to admit, which is raised slowly
 * until it refuses again. So a service that admits some rate is used to nearly that rate, with few
 * refusals on the way.
 *
 * <p>Fewer requests at a time would not do: against a service that answers quickly, one at a time
 * is still too many.
 *
 * <p>Refusals that go on however slow it gets have another cause than the rate, and going slower
 * still would not end them. Then no pace is kept for a while.
 */
final class Pace {

  /** Of the admitted rate, after a refusal. */
  private static final double CUT = 0.95;

  /** The most that one refusal takes away. */
  private static final double DEEPEST_CUT = 0.5;

  /** Assumed if a refusal comes before anything was admitted; requests per second. */
  private static final double UNKNOWN = 10;

  private static final double LOWEST = 5;

  /** So many refusals in a row about there are not about the rate. */
  private static final int IN_VAIN = 4;

  private static final double NEARLY_LOWEST = 1.2 * LOWEST;

  /** How long refusals are not taken for a sign of the rate then. */
  private static final long DISBELIEF = Duration.ofSeconds(10).toNanos();

  /** Beyond it no pace is kept. */
  private static final double HIGHEST = 5_000;

  /** Growth of a rate close to the one that was refused; per second, as an exponent. */
  private static final double SLOW = 0.05;

  /** Growth of a rate far from it: twice as much every half second. */
  private static final double FAST = 2 * Math.log(2);

  private static final double NEAR = 0.9;
  private static final double SECOND = 1e9;

  /** What was admitted in less time than this says nothing of a rate. */
  private static final long SHORTEST = Duration.ofMillis(100).toNanos();

  /** A rate is measured over one to two of these. */
  private static final long HALF_WINDOW = Duration.ofMillis(500).toNanos();

  /** How much of a delay may be made good by going faster. */
  private static final long SLACK = Duration.ofMillis(4).toNanos();

  private double perSecond = Double.POSITIVE_INFINITY;
  private double known;
  private long next;
  private long lastGrowth;
  private long lastCut;
  private boolean everCut;
  private int inVain;
  private boolean disbelieves;
  private long believesFrom;

  /** What is measured is counted by when it departed, so that slow answers do not distort it. */
  private long lastDeparture;

  private long newerBegin;
  private int newer;
  private long olderBegin;
  private int older;

  Pace(long now) {
    next = now;
    lastDeparture = now;
    measureFrom(now);
  }

  /** How long the next request has to wait. */
  synchronized long waitNanos(long now) {
    grow(now);
    return isFree() ? 0 : Math.max(0, next - now);
  }

  /** The next request leaves. */
  synchronized void depart(long now) {
    if (now - lastDeparture > HALF_WINDOW) {
      // after a rest, the time before says nothing
      measureFrom(now);
    }
    lastDeparture = now;
    if (!isFree()) {
      next = Math.max(next, now - SLACK) + interval();
    }
  }

  /** The service took a request in, whatever it says to it. */
  synchronized void admitted(long departed) {
    rotate(departed);
    if (departed - newerBegin >= 0) {
      newer++;
    } else if (departed - olderBegin >= 0) {
      older++;
    }
  }

  /**
   * The service refused a request for being one too many.
   *
   * @param departed when that request left: what left before the pace was slowed down says nothing
   *     of the present pace
   */
  synchronized void refused(long departed, long now) {
    boolean toldAlready = everCut && departed - lastCut <= 0;
    if (toldAlready || isDisbelieved(now)) {
      return;
    }
    rotate(departed);
    long elapsed = Math.max(0, departed - olderBegin);
    if (!isFree() && elapsed < SHORTEST) {
      // too early to tell by how much: hold until it can be told
      next = Math.max(next, olderBegin + SHORTEST);
      return;
    }
    inVain = perSecond < NEARLY_LOWEST ? inVain + 1 : 0;
    if (inVain == IN_VAIN) {
      disbelieve(now);
      return;
    }
    int admitted = older + newer;
    double measured = admitted * SECOND / Math.max(elapsed, SHORTEST);
    double floor = isFree() ? UNKNOWN : perSecond * DEEPEST_CUT;
    perSecond = Math.max(LOWEST, CUT * Math.min(perSecond, Math.max(measured, floor)));
    // a few requests of the first moment tell a burst, not a rate
    known = elapsed >= SHORTEST && admitted > 0 ? measured : known;
    everCut = true;
    lastCut = now;
    lastGrowth = now;
    next = now + interval();
    measureFrom(now);
  }

  private boolean isDisbelieved(long now) {
    disbelieves &= now - believesFrom < 0;
    return disbelieves;
  }

  private void disbelieve(long now) {
    disbelieves = true;
    believesFrom = now + DISBELIEF;
    inVain = 0;
    setFree(now);
    measureFrom(now);
  }

  private void setFree(long now) {
    perSecond = Double.POSITIVE_INFINITY;
    known = 0;
    next = now;
  }

  private boolean isFree() {
    return Double.isInfinite(perSecond);
  }

  private long interval() {
    return (long) (SECOND / perSecond);
  }

  private void grow(long now) {
    if (isFree()) {
      return;
    }
    double sinceCut = (now - lastCut) / SECOND;
    boolean far = perSecond < NEAR * known || known == 0;
    // the longer nothing was refused, the less the old limit means
    double growth = far ? FAST : SLOW * Math.max(1, sinceCut / 2);
    perSecond *= Math.exp(growth * (now - lastGrowth) / SECOND);
    lastGrowth = now;
    if (perSecond > HIGHEST) {
      setFree(now);
    }
  }

  /** Moves the window of the measurement. */
  private void rotate(long departed) {
    if (departed - newerBegin > HALF_WINDOW) {
      older = newer;
      olderBegin = newerBegin;
      newer = 0;
      newerBegin = departed;
    }
  }

  private void measureFrom(long now) {
    older = 0;
    newer = 0;
    olderBegin = now;
    newerBegin = now;
  }
}
