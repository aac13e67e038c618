package io.github.logconfig.dynatrace.internal.http;

import java.time.Duration;

/**
 * Tells refusals that come by chance from those of a limited rate. A service that limits the rate
 * takes in whatever comes more slowly than what it was seen to take in; one that refuses by chance
 * refuses of that as well, and the same share at any pace. Not thread-safe.
 */
final class RefusalsByChance {

  private static final double SECOND = 1e9;

  /** Well below the rate that the service was seen to take in. */
  private static final double WELL_BELOW = 0.65;

  /** So many refusals there, less those that were not, are not for the rate. */
  private static final int IN_VAIN = 3;

  /** So many refusals in a row are looked at together … */
  private static final int GROUP = 10;

  /** … and are too many if fewer than these were admitted between them. */
  private static final int LEAST_ADMITTED = 24;

  /** Requests per second; at a slower pace, a limited rate refuses as large a share. */
  private static final double SLOW = 2.5;

  /** A rate is seen over at least so much time and so many requests. */
  private static final long STRETCH = Duration.ofSeconds(1).toNanos();

  private static final int STRETCH_REQUESTS = 5;

  private static final long MEMORY = Duration.ofSeconds(60).toNanos();

  private double seen;
  private long seenAt;
  private long stretchBegin;
  private int stretch;
  private int inVain;
  private int groupRefused;
  private int groupAdmitted;

  /** A pace begins to be kept; what was before it, bursts above all, says nothing. */
  void begin(long now) {
    seen = 0;
    stretchBegin = now;
    stretch = 0;
    inVain = 0;
    groupRefused = 0;
    groupAdmitted = 0;
  }

  /** The service took in a request that departed while a pace was kept. */
  void admitted(long departed) {
    groupAdmitted++;
    long elapsed = departed - stretchBegin;
    if (elapsed < 0) {
      return;
    }
    stretch++;
    if (elapsed >= STRETCH && stretch >= STRETCH_REQUESTS) {
      double rate = stretch * SECOND / elapsed;
      if (rate > seen || departed - seenAt > MEMORY) {
        seen = rate;
        seenAt = departed;
      }
      stretch = 0;
      stretchBegin = departed;
    }
  }

  /**
   * The service refused a request.
   *
   * @param pace that was kept, per second
   * @param isLowest whether it is not going to get any slower
   * @return whether it is clear by now that this has nothing to do with the pace
   */
  boolean refused(double pace, boolean isLowest, long now) {
    boolean isRecent = seen > 0 && now - seenAt < MEMORY;
    boolean slowEnough = isLowest || (isRecent && pace < WELL_BELOW * seen);
    inVain = slowEnough ? inVain + 1 : Math.max(0, inVain - 1);
    return isTooLargeAShare(pace) || inVain >= IN_VAIN;
  }

  private boolean isTooLargeAShare(double pace) {
    groupRefused = pace < SLOW ? 0 : groupRefused + 1;
    boolean isComplete = groupRefused == GROUP;
    boolean tooMany = isComplete && groupAdmitted < LEAST_ADMITTED;
    if (isComplete || groupRefused == 0) {
      groupRefused = 0;
      groupAdmitted = 0;
    }
    return tooMany;
  }
}
