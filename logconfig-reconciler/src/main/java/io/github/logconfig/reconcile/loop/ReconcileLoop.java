package io.github.logconfig.reconcile.loop;

import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reconciles again and again: reads what is wanted, plans, carries it out, and waits.
 *
 * <p>A round never ends the loop, whatever goes wrong in it: it is reported, and the next one comes
 * after the interval. What is wanted is read anew for every round; nothing is kept of earlier ones,
 * so that a source that cannot be read is never made up for by what it said before. While the
 * source has problems, clusters that are sound are given what they want, but nothing is taken away.
 *
 * <p>Rounds come at the interval, give or take a tenth by chance, counted from the end of the one
 * before, so that many loops do not keep step; {@link #wake} brings the next one about at once.
 *
 * <p><b>Thread safety:</b> {@link #run} is for one thread; all other methods may be called by any.
 *
 * @since 0.1.0
 */
public final class ReconcileLoop {

  private static final double JITTER = 0.1;

  private final ReconcileRound round;
  private final Consumer<LoopRound> listener;
  private final Duration interval;
  private final Duration settling;
  private final RandomGenerator random;
  private final LoopHealth health;
  private final Pauses pauses;

  private volatile boolean stopped;
  private @Nullable Thread runner;
  private int rounds;

  private ReconcileLoop(Builder builder) {
    this.round = new ReconcileRound(builder.feed, builder.writes, builder.clock, this::isStopped);
    this.listener = builder.listener;
    this.interval = builder.interval;
    this.settling = builder.settling;
    this.random = builder.random;
    this.health = new LoopHealth(builder.clock, interval, builder.longestRound);
    this.pauses = builder.pauses;
  }

  /**
   * Starts a new loop.
   *
   * @param feed reads what is wanted
   * @return a builder of a loop with an interval of 5 minutes that writes
   */
  public static Builder builder(LoopFeed feed) {
    return new Builder(feed);
  }

  /**
   * Runs rounds on the calling thread until {@link #stop} is called or the thread is interrupted.
   * Once only.
   *
   * @throws IllegalStateException if the loop runs or has run
   */
  public void run() {
    begin();
    try {
      while (!isStopped()) {
        oneRound();
        pause();
      }
    } finally {
      end();
    }
  }

  /**
   * Runs a single round on the calling thread. {@link #stop} cuts it short.
   *
   * @return what it came to; the listener has been told, too
   * @throws IllegalStateException if the loop runs or has run
   */
  public LoopRound runOnce() {
    begin();
    try {
      return oneRound();
    } finally {
      end();
    }
  }

  /** Brings about a round at once, or right after the one that is under way. */
  public void wake() {
    pauses.wake();
  }

  /**
   * Ends the loop: no write is begun any more, those under way are finished, and the round is
   * reported. Returns at once; the loop has ended when {@link #run} returns.
   */
  public synchronized void stop() {
    stopped = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  /**
   * How the loop fares.
   *
   * @return its health, now and later
   */
  public LoopHealth health() {
    return health;
  }

  private boolean isStopped() {
    return stopped || Thread.currentThread().isInterrupted();
  }

  private synchronized void begin() {
    if (rounds > 0 || runner != null) {
      throw new IllegalStateException("a loop runs only once");
    }
    runner = Thread.currentThread();
    if (stopped) {
      runner.interrupt();
    }
  }

  /** An interruption that was ours ends here; one by others is for the caller to see. */
  private synchronized void end() {
    runner = null;
    health.ended();
    if (stopped) {
      Thread.interrupted();
    }
  }

  private LoopRound oneRound() {
    pauses.forgetWake();
    health.roundBegins();
    rounds++;
    LoopRound done = round.run(rounds);
    health.roundEnds(done);
    listener.accept(done);
    return done;
  }

  private void pause() {
    Duration pause = jittered();
    health.waits(pause);
    try {
      if (!isStopped() && pauses.untilWoken(pause)) {
        // what is changed seldom changes alone
        pauses.full(settling);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration jittered() {
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.max(1, Math.round(interval.toMillis() * factor)));
  }

  /** Builds loops. Not thread-safe. */
  public static final class Builder {

    private final LoopFeed feed;
    private Consumer<LoopRound> listener = round -> {};
    private boolean writes = true;
    private Duration interval = Duration.ofMinutes(5);
    private Duration longestRound = Duration.ofHours(1);
    private Duration settling = Duration.ofSeconds(1);
    private Clock clock = Clock.systemUTC();
    private RandomGenerator random = new Random();
    private Pauses pauses = Pauses.real();

    private Builder(LoopFeed feed) {
      this.feed = feed;
    }

    /**
     * Sets who is told of every round.
     *
     * @param listener called on the loop's thread at the end of a round, also of one that was cut
     *     short; must not throw
     * @return this builder
     */
    public Builder listener(Consumer<LoopRound> listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Makes the loop plan only.
     *
     * @return this builder
     */
    public Builder withoutWrites() {
      this.writes = false;
      return this;
    }

    /**
     * Sets how long to wait between rounds.
     *
     * @param interval by default 5 minutes; give or take a tenth
     * @return this builder
     * @throws IllegalArgumentException if {@code interval} is not positive
     */
    public Builder interval(Duration interval) {
      if (interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException("the interval " + interval + " is not positive");
      }
      this.interval = interval;
      return this;
    }

    /**
     * Sets how long a round may take before the loop counts as stuck.
     *
     * @param longestRound by default an hour
     * @return this builder
     */
    public Builder longestRound(Duration longestRound) {
      this.longestRound = longestRound;
      return this;
    }

    /**
     * Sets how long to wait after {@link ReconcileLoop#wake} for further changes to come in.
     *
     * @param settling by default a second
     * @return this builder
     */
    public Builder settling(Duration settling) {
      this.settling = settling;
      return this;
    }

    /**
     * Sets the clock.
     *
     * @param clock by default the system's
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Sets where the chance in the intervals comes from.
     *
     * @param random by default one of its own
     * @return this builder
     */
    public Builder random(RandomGenerator random) {
      this.random = random;
      return this;
    }

    Builder pauses(Pauses other) {
      this.pauses = other;
      return this;
    }

    /**
     * Makes the loop. Nothing is run yet.
     *
     * @return the loop
     */
    public ReconcileLoop build() {
      return new ReconcileLoop(this);
    }
  }
}
