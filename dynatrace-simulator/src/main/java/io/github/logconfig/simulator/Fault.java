package io.github.logconfig.simulator;

import io.github.logconfig.simulator.internal.faults.FaultJson;
import io.github.logconfig.simulator.internal.http.Operation;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes wrong with requests of one operation: which of them, and what.
 *
 * <p>{@code Fault.on("POST /api/v2/settings/objects").nth(2).dropAfter()} drops the connection of
 * the second request that creates objects, after the objects were written. Requests are counted per
 * fault, from the moment that the fault was set. Of several faults that meet one request, the first
 * matching one in the list applies; delays add up and do not end the search.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @see DynatraceSimulator#faults(Fault...)
 * @since 0.1.0
 */
public final class Fault {

  /** All operations. */
  static final String ANY = "*";

  static final int LONGEST_DELAY_SECONDS = 600;

  /** What goes wrong. */
  public enum Kind {
    STATUS("status"),
    DELAY("delay"),
    DROP_BEFORE("drop-before"),
    DROP_AFTER("drop-after"),
    TRUNCATE("truncate"),
    GARBAGE("garbage"),
    STALE_TOKEN("stale-token"),
    LOGIN_PAGE("login-page"),
    REPEAT_PAGE("repeat-page"),
    EMPTY_PAGE("empty-page"),
    VANISH_PAGE("vanish-page"),
    ENDLESS_PAGES("endless-pages"),
    ENDLESS_OBJECTS("endless-objects"),
    MISSING_ID("missing-id"),
    UNREADABLE_VALUE("unreadable-value"),
    ECHO_AUTHORIZATION("echo-authorization");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** The key in JSON. */
    public String key() {
      return key;
    }
  }

  private final String operation;
  private final Kind kind;
  private final int nth;
  private final int times;
  private final double probability;
  private final long seed;
  private final int status;
  private final Optional<Duration> duration;
  private final String text;

  private Fault(Builder builder, Kind kind, int status, Optional<Duration> duration, String text) {
    this.text = text;
    this.operation = builder.operation;
    this.nth = builder.nth;
    this.times = builder.times;
    this.probability = builder.probability;
    this.seed = builder.seed;
    this.kind = kind;
    this.status = status;
    this.duration = duration;
  }

  /**
   * Begins a fault of one operation.
   *
   * @param operation method and path template, for example {@code PUT
   *     /api/v2/settings/objects/{objectId}}; {@code /api/v2} may be left out; {@code *} is every
   *     operation
   * @return a builder of a fault for every request of the operation
   * @throws IllegalArgumentException if there is no such operation
   */
  public static Builder on(String operation) {
    return new Builder(operation);
  }

  /** Returns method and path template of the operation that the fault applies to, or {@code *}. */
  public String operation() {
    return operation;
  }

  /**
   * Returns whether the fault applies to an operation.
   *
   * @param requested method and path template, as {@link #operation} returns it
   */
  public boolean meets(String requested) {
    return operation.equals(ANY) || operation.equals(requested);
  }

  /** Returns whether the {@code ordinal}th request of the operation fails; the first is 1. */
  public boolean strikes(long ordinal) {
    if (nth > 0) {
      return ordinal >= nth && ordinal < (long) nth + times;
    }
    return probability >= 1 || unit(seed, ordinal) < probability;
  }

  /** Returns what goes wrong. */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the ordinal of the first request that fails, starting at 1; 0 if a probability decides.
   */
  public int nth() {
    return nth;
  }

  /** Returns the number of requests that fail in a row, starting with the nth. */
  public int times() {
    return times;
  }

  /** Returns the probability that a request fails, from 0 to 1. */
  public double probability() {
    return probability;
  }

  /** Returns the seed of the random numbers that decide. */
  public long seed() {
    return seed;
  }

  /** Returns the HTTP status of the answer, if the fault is a status. */
  public int status() {
    return status;
  }

  /** Returns the delay, or the value of {@code Retry-After} for a status. */
  public Optional<Duration> duration() {
    return duration;
  }

  /** Returns the text that identifies the affected object; empty for the first object. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return "Fault" + FaultJson.write(this);
  }

  /** A number from 0 to 1 that depends on nothing but its arguments (SplitMix64). */
  private static double unit(long seed, long ordinal) {
    long mixed = seed + ordinal * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
  }

  /** Says which requests are struck; the last call says what happens to them. Not thread-safe. */
  public static final class Builder {

    private static final int LOWEST_STATUS = 200;
    private static final int HIGHEST_STATUS = 599;

    private final String operation;
    private int nth;
    private int times = 1;
    private double probability = 1;
    private long seed;

    private Builder(String operation) {
      Optional<Operation> onlyOn = Operation.named(operation);
      if (onlyOn.isEmpty() && !operation.equals(ANY)) {
        throw new IllegalArgumentException(
            "\""
                + Quoted.text(operation)
                + "\" is no operation; expected a method and a path such as "
                + Operation.LIST_OBJECTS.title()
                + ", or "
                + ANY);
      }
      this.operation = onlyOn.map(Operation::title).orElse(ANY);
    }

    /**
     * Strikes one request only, or the first of {@link #times} ones.
     *
     * @param nth the number of the request, counted from 1 when the fault is set
     * @throws IllegalArgumentException if the number is not positive
     */
    public Builder nth(int nth) {
      require(nth >= 1, "nth " + nth + " is not 1 or more");
      this.nth = nth;
      return this;
    }

    /**
     * Strikes so many requests in a row, from the {@linkplain #nth nth} one on.
     *
     * @param times 1 by default; without {@code nth} counted from the first request
     * @throws IllegalArgumentException if the number is not positive
     */
    public Builder times(int times) {
      require(times >= 1, "times " + times + " is not 1 or more");
      this.times = times;
      this.nth = Math.max(1, nth);
      return this;
    }

    /**
     * Affects random requests; the same seed affects the same requests.
     *
     * @param probability from 0 to 1
     * @param seed where the chance comes from
     * @throws IllegalArgumentException if the probability is not within its bounds
     */
    public Builder probability(double probability, long seed) {
      require(
          probability >= 0 && probability <= 1,
          "probability " + probability + " is not from 0 to 1");
      this.probability = probability;
      this.seed = seed;
      return this;
    }

    /**
     * Returns a fault that answers with a status and an error envelope, and does nothing else.
     *
     * @param status from 200 to 599
     * @throws IllegalArgumentException if the status is not within its bounds
     */
    public Fault status(int status) {
      require(
          status >= LOWEST_STATUS && status <= HIGHEST_STATUS,
          "status " + status + " is not from 200 to 599");
      return new Fault(this, Kind.STATUS, status, Optional.empty(), "");
    }

    /**
     * Returns a fault that answers with a status, an error envelope and a {@code Retry-After}
     * header.
     *
     * @param status from 200 to 599
     * @param retryAfter value of {@code Retry-After}, in whole seconds
     * @throws IllegalArgumentException if the status is not within its bounds, or the time is
     *     negative or longer than ten minutes
     */
    public Fault status(int status, Duration retryAfter) {
      return new Fault(this, Kind.STATUS, status(status).status, bounded(retryAfter), "");
    }

    /**
     * Returns a fault that holds the answer back.
     *
     * @param delay at most ten minutes
     * @throws IllegalArgumentException if the delay is negative or longer than ten minutes
     */
    public Fault delay(Duration delay) {
      return new Fault(this, Kind.DELAY, 0, bounded(delay), "");
    }

    /** Returns a fault that drops the connection before the request takes effect. */
    public Fault dropBefore() {
      return of(Kind.DROP_BEFORE);
    }

    /**
     * Returns a fault that drops the connection after the request took effect, without an answer.
     */
    public Fault dropAfter() {
      return of(Kind.DROP_AFTER);
    }

    /**
     * Returns a fault that sends half of the body of the answer, and drops the connection. The
     * request takes effect.
     */
    public Fault truncate() {
      return of(Kind.TRUNCATE);
    }

    /**
     * Returns a fault that sends bytes that are not JSON instead of the body. The request takes
     * effect.
     */
    public Fault garbage() {
      return of(Kind.GARBAGE);
    }

    /**
     * Returns a fault that writes the object first, with its current value, as another client
     * would, so that update tokens are outdated: before an update or deletion, after a read of an
     * object or a page.
     */
    public Fault staleToken() {
      return of(Kind.STALE_TOKEN);
    }

    /**
     * Returns a fault that answers 200 with an HTML login page, as proxies and single sign-on do,
     * and does nothing else.
     */
    public Fault loginPage() {
      return of(Kind.LOGIN_PAGE);
    }

    /**
     * Returns a fault that puts the key of the request into a follow-up page, so that the list
     * never ends. Applies only to requests with a {@code nextPageKey}.
     */
    public Fault repeatPage() {
      return of(Kind.REPEAT_PAGE);
    }

    /**
     * Returns a fault that answers a list with an empty page; its page key leads to the requested
     * page.
     */
    public Fault emptyPage() {
      return of(Kind.EMPTY_PAGE);
    }

    /**
     * Returns a fault that answers 400 to a page key, as if the list had gone. Meets only requests
     * with a {@code nextPageKey}.
     */
    public Fault vanishPage() {
      return of(Kind.VANISH_PAGE);
    }

    /**
     * Returns a fault that answers every page with a new key that leads to the same page again: the
     * list never ends.
     */
    public Fault endlessPages() {
      return of(Kind.ENDLESS_PAGES);
    }

    /**
     * Returns a fault like {@link #endlessPages}, but the objects of every page have ids that were
     * not seen before.
     */
    public Fault endlessObjects() {
      return of(Kind.ENDLESS_OBJECTS);
    }

    /**
     * Returns a fault that lists settings objects without object id and update token.
     *
     * @param text a text that the JSON of these objects contains, for example a title; empty for
     *     the first object of the page
     */
    public Fault missingId(String text) {
      return new Fault(this, Kind.MISSING_ID, 0, Optional.empty(), text);
    }

    /**
     * Returns a fault that lists settings objects with a text instead of an object as value.
     *
     * @param text a text that the JSON of these objects contains, for example a title; empty for
     *     the first object of the page
     */
    public Fault unreadableValue(String text) {
      return new Fault(this, Kind.UNREADABLE_VALUE, 0, Optional.empty(), text);
    }

    /**
     * Returns a fault that answers with an error message that contains the {@code Authorization}
     * header of the request: as it came, in Base64 (the header, and the token alone), and
     * URL-encoded. Does nothing else.
     *
     * @param status from 200 to 599
     * @throws IllegalArgumentException if the status is not within its bounds
     */
    public Fault echoAuthorization(int status) {
      return new Fault(this, Kind.ECHO_AUTHORIZATION, status(status).status, Optional.empty(), "");
    }

    Fault of(Kind kind) {
      return new Fault(this, kind, 0, Optional.empty(), "");
    }

    private static Optional<Duration> bounded(Duration duration) {
      require(
          !duration.isNegative() && duration.toSeconds() <= LONGEST_DELAY_SECONDS,
          "duration " + duration + " is not from 0 to 10 minutes");
      return Optional.of(duration);
    }

    private static void require(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
