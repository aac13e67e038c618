package io.github.logconfig.dynatrace.query;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.util.OptionalLong;

/**
 * How many bytes the queries of one or several clients may scan together. A query reserves its scan
 * limit before it is sent. Its result releases what was not scanned. A query without a result may
 * have scanned up to its limit, so its reservation stays.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class ScanBudget {

  /** The bytes of one GiB. */
  public static final long GIB = 1L << 30;

  private final OptionalLong limit;
  private long used;

  private ScanBudget(OptionalLong limit) {
    this.limit = limit;
  }

  /**
   * Returns a budget that only counts.
   *
   * @return a new budget
   */
  public static ScanBudget unlimited() {
    return new ScanBudget(OptionalLong.empty());
  }

  /**
   * Returns a budget.
   *
   * @param gib 0 to 1,000,000 GiB
   * @return a new budget
   * @throws InvalidArgumentException if {@code gib} is out of bounds
   */
  public static ScanBudget ofGiB(long gib) {
    if (gib < 0 || gib > 1_000_000) {
      throw new InvalidArgumentException("scan budget in GiB", Long.toString(gib), "0 to 1000000");
    }
    return new ScanBudget(OptionalLong.of(gib * GIB));
  }

  /**
   * Returns the bytes that queries have scanned, or may have scanned.
   *
   * @return the sum of completed and reserved bytes
   */
  public synchronized long usedBytes() {
    return used;
  }

  /**
   * Returns the bytes that are left.
   *
   * @return at least 0; empty if the budget is unlimited
   */
  public synchronized OptionalLong remainingBytes() {
    return limit.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, limit.getAsLong() - used));
  }

  /**
   * Reserves bytes for a query that is about to be sent.
   *
   * @param request method and path template, for the exception
   * @param bytes the scan limit of the query
   * @throws ScanBudgetExceededException if less is left; nothing is reserved
   */
  public synchronized void reserve(String request, long bytes) {
    if (limit.isPresent() && bytes > limit.getAsLong() - used) {
      throw new ScanBudgetExceededException(
          request,
          "the query may scan %s GiB; %s GiB of the budget of %s GiB are left"
              .formatted(
                  gib(bytes), gib(Math.max(0, limit.getAsLong() - used)), gib(limit.getAsLong())));
    }
    used += bytes;
  }

  /**
   * Replaces a reservation with what a query has scanned.
   *
   * @param reserved the reserved bytes
   * @param scanned the scanned bytes
   */
  public synchronized void settle(long reserved, long scanned) {
    used += scanned - reserved;
  }

  private static String gib(long bytes) {
    double gib = (double) bytes / GIB;
    return gib == Math.rint(gib) ? Long.toString((long) gib) : String.format("%.1f", gib);
  }
}
