package io.github.logconfig.dynatrace.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pace in simulated time: callers that ask as fast as they may, and a server that admits so
 * many requests per second.
 */
class PaceTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long FIRST_PAUSE = Duration.ofMillis(200).toNanos();
  private static final int SECONDS = 60;

  private static final double PER_SECOND_IN_STORM = 40;

  /** What sleeping is late by. */
  private static final long LATE = Duration.ofNanos(50_000).toNanos();

  private enum What {
    ASK,
    DEPART,
    ADMITTED,
    REFUSED
  }

  private record Event(long at, What what, int attempts, long departed) {}

  @ParameterizedTest(name = "{0} per second, bursts of {1} s, {2} ms, Retry-After: {3}")
  @CsvSource({
    "20,  0.1,   1, 0",
    "100, 0.1,   1, 0",
    "500, 0.1,   1, 0",
    "20,  0.1,   1, 1",
    "100, 0.1,   1, 1",
    "500, 0.1,   1, 1",
    "20,  0.1,  50, 0",
    "100, 0.1,  50, 0",
    "500, 0.1,  50, 0",
    "20,  0.1,  50, 1",
    "100, 0.1,  50, 1",
    "500, 0.1,  50, 1",
    "100, 1,     1, 0",
    "100, 1,    50, 1",
    "100, 0.1, 500, 0",
    "100, 1,   500, 1"
  })
  void usesAThrottledServerToNineTenthsWithFewRefusals(
      int perSecond, double burst, int latencyMillis, int retryAfter) {
    for (int seed = 1; seed <= 5; seed++) {
      Simulation simulation =
          new Simulation(perSecond, burst, Duration.ofMillis(latencyMillis), retryAfter, seed);
      simulation.run();
      assertThat(simulation.used()).as("seed %d", seed).isGreaterThan(0.9);
      assertThat(simulation.refusedShare()).as("seed %d", seed).isLessThan(0.12);
    }
  }

  /** Few requests per second, no bursts, or counted by the full second. */
  @ParameterizedTest(name = "{0} per second, bursts of {1} s, {2} ms, Retry-After: {3}, {4}")
  @CsvSource({
    "1,   0,  50, 0, false",
    "2,   0,   1, 0, false",
    "5,   0,  50, 1, false",
    "2,   1,  50, 0, false",
    "5,   1,   1, 1, false",
    "20,  0,  50, 0, false",
    "100, 0, 300, 0, false",
    "500, 0,  50, 1, false",
    "2,   1,  50, 1, true",
    "5,   1,   1, 0, true",
    "20,  1,  50, 1, true",
    "100, 1,   1, 0, true",
    "100, 1,  50, 1, true"
  })
  void usesAServerThatIsHardToTellToThreeQuarters(
      int perSecond, double burst, int latencyMillis, int retryAfter, boolean bySecond) {
    for (int seed = 1; seed <= 5; seed++) {
      Simulation simulation =
          new Simulation(perSecond, burst, Duration.ofMillis(latencyMillis), retryAfter, seed);
      simulation.bySecond = bySecond;
      simulation.run();
      assertThat(simulation.used()).as("seed %d", seed).isGreaterThan(0.75);
      assertThat(simulation.refusedShare()).as("seed %d", seed).isLessThan(0.75);
    }
  }

  @ParameterizedTest(name = "{0} refused, {1} ms")
  @CsvSource({"0.1, 1", "0.3, 1", "0.1, 50", "0.3, 50"})
  void refusalsThatHaveNothingToDoWithTheRateDoNotSlowItDownForGood(
      double chance, int latencyMillis) {
    for (int seed = 1; seed <= 5; seed++) {
      Simulation simulation =
          new Simulation(100, 0.1, Duration.ofMillis(latencyMillis), 0, seed).refusing(chance);
      simulation.run();
      assertThat(simulation.donePerSecond()).as("seed %d", seed).isGreaterThan(PER_SECOND_IN_STORM);
    }
  }

  @Test
  void isFreeUntilARefusalAndAfterALongTimeWithout() {
    Pace pace = new Pace(0);
    pace.depart(0);
    assertThat(pace.waitNanos(1)).isZero();
    pace.refused(0, 10);
    assertThat(pace.waitNanos(11)).isPositive();
    long later = 60 * SECOND;
    pace.waitNanos(later);
    pace.depart(later);
    assertThat(pace.waitNanos(later)).isZero();
  }

  @Test
  void refusalsOfOneRoundTripCountOnce() {
    Pace once = new Pace(0);
    Pace often = new Pace(0);
    for (Pace pace : new Pace[] {once, often}) {
      for (int i = 0; i < 10; i++) {
        pace.depart(i);
      }
      pace.refused(0, 100);
    }
    for (int i = 1; i < 10; i++) {
      often.refused(i, 100 + i);
    }
    assertThat(often.waitNanos(200)).isEqualTo(once.waitNanos(200));
  }

  /** Sixteen callers or more, and a bucket that fills at a rate. */
  private static final class Simulation {

    private final Pace pace = new Pace(0);
    private final Random random;
    private final int perSecond;
    private final double capacity;
    private final long latency;
    private final int retryAfter;
    private final PriorityQueue<Event> events =
        new PriorityQueue<>(Comparator.comparingLong(Event::at));
    private final Queue<Event> waiting = new ArrayDeque<>();
    private boolean bySecond;
    private double chance;
    private double allowance;
    private long filled;
    private long now;
    private int unstarted;
    private int undone;
    private int refused;
    private boolean headWaits;

    Simulation(int perSecond, double burst, Duration latency, int retryAfter, int seed) {
      this.random = new Random(seed);
      this.perSecond = perSecond;
      this.capacity = Math.max(1, burst * perSecond);
      this.allowance = capacity;
      this.latency = latency.toNanos();
      this.retryAfter = retryAfter;
      this.undone = perSecond * SECONDS;
      this.unstarted = undone;
    }

    void run() {
      int callers = (int) Math.max(16, 1.5 * perSecond * latency / SECOND);
      for (int i = 0; i < callers; i++) {
        askNext();
      }
      while (undone > 0) {
        Event event = events.remove();
        now = event.at();
        handle(event);
        if (!headWaits && !waiting.isEmpty()) {
          headWaits = true;
          events.add(new Event(now + pace.waitNanos(now) + LATE, What.DEPART, 0, 0));
        }
      }
    }

    private void handle(Event event) {
      switch (event.what()) {
        case ASK -> waiting.add(event);
        case DEPART -> {
          headWaits = false;
          pace.depart(now);
          What answer = isAdmitted() ? What.ADMITTED : What.REFUSED;
          events.add(new Event(now + latency, answer, waiting.remove().attempts() + 1, now));
        }
        case ADMITTED -> {
          pace.admitted(event.departed());
          undone--;
          askNext();
        }
        case REFUSED -> {
          refused++;
          pace.refused(event.departed(), now);
          double ceiling =
              retryAfter > 0 ? FIRST_PAUSE : FIRST_PAUSE * Math.pow(2, event.attempts() - 1);
          long pause = retryAfter * SECOND + (long) (random.nextDouble() * ceiling);
          events.add(new Event(now + pause, What.ASK, event.attempts(), 0));
        }
      }
    }

    private void askNext() {
      if (unstarted > 0) {
        unstarted--;
        events.add(new Event(now, What.ASK, 0, 0));
      }
    }

    Simulation refusing(double share) {
      this.chance = share;
      return this;
    }

    private boolean isAdmitted() {
      if (chance > 0) {
        return random.nextDouble() >= chance;
      }
      if (bySecond) {
        allowance = now / SECOND == filled / SECOND ? allowance : capacity;
      } else {
        allowance = Math.min(capacity, allowance + (double) (now - filled) / SECOND * perSecond);
      }
      filled = now;
      boolean admitted = allowance >= 1;
      allowance -= admitted ? 1 : 0;
      return admitted;
    }

    double used() {
      return (double) SECONDS * SECOND / now;
    }

    double donePerSecond() {
      return (double) perSecond * SECONDS * SECOND / now;
    }

    double refusedShare() {
      return (double) refused / (perSecond * SECONDS);
    }
  }
}
