package io.github.logconfig.dynatrace.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How well the concurrency limit and the retries use a service that throttles. Simulated in virtual
 * time with the real limiter and retry decisions; only chance depends on the seed.
 */
class ThrottlingTest {

  private static final int SEEDS = 10;
  private static final Duration LATENCY = Duration.ofMillis(50);

  /** Eight threads and a queue of twenty; a request that finds the queue full is throttled. */
  @ParameterizedTest(
      name = "{0} callers, up to {1} requests at a time, {2} ms, status {3}, Retry-After {4}")
  @CsvSource({
    "16,   16,  50, 503, 0",
    "64,   64,  50, 503, 0",
    "64,   64,  50, 429, 0",
    "64,   64,  10, 503, 0",
    "64,   64, 500, 503, 0",
    "32,   32,  50, 429, 1",
    "64,   64,  50, 429, 1",
    "64,   64,  10, 503, 1",
    "64,   64, 500, 503, 1",
    "64,   64,  50, 503, 5",
    "256, 256,  50, 429, 1",
    "256, 256,  50, 503, 0",
    "256, 256, 200, 429, 0"
  })
  void usesNineTenthsOfAThreadPool(
      int callers, int concurrency, int millis, int status, int retryAfter) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      ThrottlingSimulation.Pool pool =
          new ThrottlingSimulation.Pool(8, 20, Duration.ofMillis(millis), retryAfter, seed);
      ThrottlingSimulation simulation =
          new ThrottlingSimulation(pool, callers, concurrency, 20_000, seed).status(status);
      simulation.run();
      assertThat(simulation.done()).as("seed %d", seed).isEqualTo(20_000);
      assertThat(pool.utilization(simulation.busy())).as("seed %d", seed).isGreaterThan(0.9);
    }
  }

  @ParameterizedTest(name = "{0} per second, Retry-After {1}, window {2}, {3} callers")
  @CsvSource({
    "20, 0, false, 16",
    "20, 1, false, 16",
    "100, 0, false, 16",
    "100, 1, false, 16",
    "20, 0, true, 16",
    "20, 1, true, 16",
    "100, 0, true, 16",
    "100, 1, true, 16",
    "20, 0, false, 32",
    "20, 1, false, 32",
    "100, 0, false, 32",
    "100, 1, false, 32",
    "20, 0, true, 32",
    "20, 1, true, 32",
    "100, 0, true, 32",
    "100, 1, true, 32"
  })
  void completesInAtMostTwiceTheIdealTimeOfARateLimiter(
      int perSecond, int retryAfter, boolean window, int callers) {
    int requests = perSecond * 60;
    for (int seed = 1; seed <= SEEDS; seed++) {
      ThrottlingSimulation simulation =
          new ThrottlingSimulation(
              new ThrottlingSimulation.RateLimiter(perSecond, window, LATENCY, retryAfter),
              callers,
              callers,
              requests,
              seed);
      simulation.run();
      assertThat(simulation.done()).as("seed %d", seed).isEqualTo(requests);
      assertThat(simulation.elapsed()).as("seed %d", seed).isLessThan(Duration.ofMinutes(2));
    }
  }
}
