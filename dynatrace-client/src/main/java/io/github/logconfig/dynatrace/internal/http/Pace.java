package io.github.logconfig.dynatrace.internal.http;

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
 * <p>Refusals that {@linkplain RefusalsByChance have another cause} would not end by going slower
 * still. Then no pace is kept for a while.
 */
final class Pace {

  /** Of the admitted rate, after a refusal. */
  private static final double CUT = 0.95;

  /** The most that one refusal takes away. */
  private static final double DEEPEST_CUT = 0.5;

  /** Assumed if a refusal comes before anything was admitted; requests per second. */
  private static final double UNKNOWN = 10;

  private static final double LOWEST = 0.7;

  private static final double NEARLY_LOWEST = 1.1 * LOWEST;

  /** Beyond it no pace is kept. */
  private static final double HIGHEST = 5_000;

  /** How long refusals are not taken for a sign of the rate, once they came by chance. */
  private static final long DISBELIEF = Duration.ofSeconds(10).toNanos();

  /** After a rest of this length nothing is known any more. */
  private static final long FORGET = Duration.ofSeconds(30).toNanos();

  /** Growth of a rate close to the one that was refused; per second, as an exponent. */
  private static final double SLOW = 0.03;

  /** The same, for every request. */
  private static final double SLOW_OF_ONE = 0.015;

  /** Growth of a rate far from it: twice as much every half second … */
  private static final double FAST = 2 * Math.log(2);

  /** … and every four requests. */
  private static final double FAST_OF_ONE = Math.log(2) / 4;

  private static final double NEAR = 0.9;
  private static final double SECOND = 1e9;

  /** A pause of this length breaks the measurement off. */
  private static final long REST = Duration.ofMillis(500).toNanos();

  private static final int REST_INTERVALS = 3;

  /** How much of a delay may be made good by going faster. */
  private static final long SLACK = Duration.ofMillis(4).toNanos();

  private final AdmittedRate admitted;
  private final RefusalsByChance byChance = new RefusalsByChance();
  private double perSecond = Double.POSITIVE_INFINITY;

  /** The rate that was refused last; 0 if none can be told. */
  private double known;

  private long next;
  private long lastDeparture;
  private long lastGrowth;
  private long lastCut;
  private boolean everCut;

  /** For how many seconds since the last cut requests had to wait for their time. */
  private double heldBack;

  private boolean disbelieves;
  private long believesFrom;

  Pace(long now) {
    next = now;
    lastDeparture = now;
    admitted = new AdmittedRate(now);
  }

  /** How long the next request has to wait. */
  synchronized long waitNanos(long now) {
    grow(now);
    return isFree() ? 0 : Math.max(0, next - now);
  }

  /** The next request leaves. */
  synchronized void depart(long now) {
    if (now - lastDeparture > Math.max(REST, REST_INTERVALS * interval())) {
      admitted.restart(now);
    }
    lastDeparture = now;
    if (!isFree()) {
      next = Math.max(next, now - SLACK) + interval();
    }
  }

  /** The service took a request in, whatever it says to it. */
  synchronized void admitted(long departed) {
    admitted.count(departed, interval());
    if (!isFree()) {
      byChance.admitted(departed);
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
    admitted.rotate(departed, interval());
    if (isFree()) {
      byChance.begin(now);
    } else if (admitted.isEarly(departed)) {
      // too early to tell by how much: hold until it can be told
      next = Math.max(next, admitted.tellsFrom());
      return;
    } else if (byChance.refused(perSecond, perSecond < NEARLY_LOWEST, now)) {
      disbelieve(now);
      return;
    }
    cut(departed, now);
  }

  private void cut(long departed, long now) {
    double measured = admitted.until(departed);
    double floor = isFree() ? UNKNOWN : perSecond * DEEPEST_CUT;
    perSecond = Math.max(LOWEST, CUT * Math.min(perSecond, Math.max(measured, floor)));
    // a few requests of the first moment tell a burst, not a rate
    known = admitted.isEarly(departed) || admitted.isEmpty() ? known : measured;
    everCut = true;
    lastCut = now;
    lastGrowth = now;
    heldBack = 0;
    next = now + interval();
    admitted.restart(now);
  }

  private boolean isDisbelieved(long now) {
    disbelieves &= now - believesFrom < 0;
    return disbelieves;
  }

  private void disbelieve(long now) {
    disbelieves = true;
    believesFrom = now + DISBELIEF;
    setFree(now);
    admitted.restart(now);
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

  /** Only while requests wait for their time: a pace that nobody keeps was not admitted either. */
  private void grow(long now) {
    if (isFree()) {
      return;
    }
    if (now - lastDeparture > FORGET) {
      setFree(now);
      return;
    }
    double seconds = Math.max(0, Math.min(now, next + interval()) - lastGrowth) / SECOND;
    lastGrowth = now;
    heldBack += seconds;
    perSecond *= Math.exp(growth() * seconds);
    if (perSecond > HIGHEST) {
      setFree(now);
    }
  }

  private double growth() {
    boolean far = perSecond < NEAR * known || known == 0;
    // the longer nothing was refused, the less the old limit means
    return far
        ? Math.min(FAST, FAST_OF_ONE * perSecond)
        : Math.min(SLOW * Math.max(1, heldBack / 2), SLOW_OF_ONE * perSecond);
  }
}
