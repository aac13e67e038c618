package io.github.logconfig.reconcile.loop;

import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.reconcile.internal.write.FleetWriter;
import io.github.logconfig.reconcile.rollout.Rollout;
import io.github.logconfig.reconcile.rollout.RolloutReport;
import io.github.logconfig.reconcile.rollout.StagedApply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reconciles in rounds: loads the desired state, plans, applies, and waits.
 *
 * <p>A failed round does not end the loop: it is reported, and the next round follows after the
 * interval. Every round loads the desired state again. A state of an earlier round is never reused.
 * While the source has problems, valid clusters are still reconciled, but nothing is removed.
 *
 * <p>The interval is counted from the end of a round and varies randomly by 10 %, so that loops do
 * not synchronize. {@link #wake} starts the next round immediately.
 *
 * <p><b>Thread safety:</b> {@link #run} is for one thread; all other methods are thread-safe.
 *
 * @since 0.1.0
 */
public final class ReconcileLoop {

  private static final double JITTER = 0.1;

  private final LoopFeed feed;
  private final boolean writes;
  private final Clock clock;
  private final Consumer<LoopRound> listener;
  private final Duration interval;
  private final Duration settling;
  private final RandomGenerator random;
  private final LoopHealth health;
  private final Pauses pauses;
  private final StagedApply stages;
  private final LoopArrival arrival;

  private volatile boolean stopped;
  private @Nullable Thread runner;
  private int rounds;

  private ReconcileLoop(Builder builder) {
    this.feed = builder.feed;
    this.writes = builder.writes;
    this.clock = builder.clock;
    this.listener = builder.listener;
    this.interval = builder.interval;
    this.settling = builder.settling;
    this.random = builder.random;
    this.health = new LoopHealth(builder.clock, interval, builder.longestRound);
    this.pauses = builder.pauses;
    this.stages = new StagedApply(builder.clock, builder.arrivalOptions);
    this.arrival = new LoopArrival(builder.arrivalInterval, builder.arrivalOptions, builder.clock);
  }

  /**
   * Returns a builder of a loop that applies plans at an interval of 5 minutes.
   *
   * @param feed loads the desired state
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
   * @return the round, which the listener has also received
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

  /** Starts a round immediately, or directly after the current one. */
  public void wake() {
    pauses.wake();
  }

  /**
   * Stops the loop: no new write is started, writes in progress are completed, and the round is
   * reported. Returns immediately; the loop has ended when {@link #run} returns.
   */
  public synchronized void stop() {
    stopped = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  /** Returns the health of the loop; it is updated by every round. */
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

  /** Clears an interrupt of {@link #stop}; the caller sees any other interrupt. */
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
    LoopRound done = round(rounds);
    health.roundEnds(done);
    listener.accept(done);
    return done;
  }

  private LoopRound round(int number) {
    Instant began = clock.instant();
    try {
      LoopInput input = feed.next();
      PlanReport planned = input.reconciler().plan(input.fleet());
      Optional<ApplyReport> applied = Optional.empty();
      if (input.rollout().isPresent()) {
        Rollout rollout = input.rollout().get();
        if (writes && !isStopped()) {
          RolloutReport report = stages.apply(input.reconciler(), input.fleet(), rollout, planned);
          planned = planned.withStages(report.stages());
          applied = Optional.of(report.applied());
        } else {
          planned =
              planned.withStages(
                  stages.preview(input.reconciler(), input.fleet(), rollout, planned));
        }
      }
      if (writes && applied.isEmpty()) {
        applied = Optional.of(apply(input.reconciler(), planned));
      }
      if (applied.isPresent()) {
        arrival.applied(input.reconciler(), planned, applied.get());
      }
      Optional<ArrivalReport> arrived = isStopped() ? Optional.empty() : arrival.verifyIfDue(input);
      return new LoopRound(
          number,
          began,
          since(began),
          input.revision(),
          Optional.empty(),
          planned,
          applied,
          arrived);
    } catch (FeedException e) {
      return LoopRound.failed(number, began, since(began), e.failure(), e.problems());
    } catch (RuntimeException e) {
      return LoopRound.failed(number, began, since(began), unexpected(e), List.of());
    }
  }

  private ApplyReport apply(Reconciler reconciler, PlanReport planned) {
    boolean nothing = planned.isAsDesired() && planned.orphans().isEmpty();
    return nothing || isStopped() ? FleetWriter.notBegun(planned) : reconciler.apply(planned);
  }

  private Duration since(Instant began) {
    return Duration.between(began, clock.instant());
  }

  private static Failure unexpected(RuntimeException e) {
    return new Failure(
        FailureKind.OTHER,
        "unexpected "
            + e.getClass().getSimpleName()
            + ": "
            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
  }

  private void pause() {
    Duration pause = jittered();
    health.waits(pause);
    try {
      if (!isStopped() && pauses.untilWoken(pause)) {
        // changes often come in groups
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
    private Optional<Duration> arrivalInterval = Optional.empty();
    private ArrivalOptions arrivalOptions = ArrivalOptions.DEFAULT;

    private Builder(LoopFeed feed) {
      this.feed = feed;
    }

    /**
     * Sets the listener that receives every round.
     *
     * @param listener called on the thread of the loop at the end of a round, also if it was cut
     *     short; must not throw
     */
    public Builder listener(Consumer<LoopRound> listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /** Makes the loop plan without applying. */
    public Builder withoutWrites() {
      this.writes = false;
      return this;
    }

    /**
     * Sets the pause between rounds.
     *
     * @param interval by default 5 minutes; varies randomly by 10 %
     * @throws IllegalArgumentException if {@code interval} is not positive
     */
    public Builder interval(Duration interval) {
      if (interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException("the interval " + interval + " is not positive");
      }
      this.interval = Objects.requireNonNull(interval, "interval");
      return this;
    }

    /**
     * Makes the loop also verify that logs arrive, in the first round after each interval. Rounds
     * do not wait for changes to take effect: what is too early is unknown until the next
     * verification.
     *
     * @param every the interval; the first verification follows after 10 minutes at the latest
     * @param options what each verification may cost, also that of a stage
     * @throws IllegalArgumentException if {@code every} is not positive
     */
    public Builder verifyArrival(Duration every, ArrivalOptions options) {
      if (every.isNegative() || every.isZero()) {
        throw new IllegalArgumentException("the interval " + every + " is not positive");
      }
      this.arrivalInterval = Optional.of(every);
      this.arrivalOptions = options.withWait(Duration.ZERO);
      return this;
    }

    /**
     * Sets how to check whether the logs of stages with a limit arrive. {@link #verifyArrival} sets
     * it, too.
     *
     * @param options what each check may cost, by default {@link ArrivalOptions#DEFAULT}
     */
    public Builder arrivalOfStages(ArrivalOptions options) {
      this.arrivalOptions = options.withWait(Duration.ZERO);
      return this;
    }

    /**
     * Sets the duration after which a round counts as stuck.
     *
     * @param longestRound by default one hour
     */
    public Builder longestRound(Duration longestRound) {
      this.longestRound = Objects.requireNonNull(longestRound, "longestRound");
      return this;
    }

    /**
     * Sets how long to wait for further changes after {@link ReconcileLoop#wake}.
     *
     * @param settling by default one second
     */
    public Builder settling(Duration settling) {
      this.settling = Objects.requireNonNull(settling, "settling");
      return this;
    }

    /**
     * Sets the clock.
     *
     * @param clock by default the system's
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets the source of randomness for the intervals.
     *
     * @param random by default a generator of its own
     */
    public Builder random(RandomGenerator random) {
      this.random = Objects.requireNonNull(random, "random");
      return this;
    }

    Builder pauses(Pauses other) {
      this.pauses = other;
      return this;
    }

    /** Returns the loop. Starts nothing. */
    public ReconcileLoop build() {
      return new ReconcileLoop(this);
    }
  }

  /** Pauses between rounds; tests replace it. */
  interface Pauses {

    /** Waits, and returns early with true if woken. */
    boolean untilWoken(Duration longest) throws InterruptedException;

    /** Waits for the whole duration. */
    void full(Duration duration) throws InterruptedException;

    /** Ends the current wait, or else the next one. */
    void wake();

    /** Discards earlier calls of {@link #wake}. */
    void forgetWake();

    /** Returns pauses in real time. */
    static Pauses real() {
      return new Pauses() {
        private final Semaphore wakes = new Semaphore(0);

        @Override
        public boolean untilWoken(Duration longest) throws InterruptedException {
          return wakes.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void full(Duration duration) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        }

        @Override
        public void wake() {
          wakes.release();
        }

        @Override
        public void forgetWake() {
          wakes.drainPermits();
        }
      };
    }
  }
}
