package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.internal.retry.HttpFailure;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import io.github.logconfig.dynatrace.internal.retry.RetryDecision;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;

/** Callers, the real limiter and retry decisions, and a service, in virtual time. */
final class ThrottlingSimulation {

  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final Random random;
  private final Service service;
  private final ConcurrencyLimiter limiter;
  private final Queue<Integer> waiting = new ArrayDeque<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final int callers;
  private final int requests;
  private long scheduled;
  private long now;
  private int status = 429;
  private long lastStart;
  private int started;
  private int done;
  private int throttled;

  private record Event(long at, long number, Runnable action) {}

  /** Receives a request and responds to it at some time. */
  interface Service {
    void receive(ThrottlingSimulation simulation, Response response);

    Duration retryAfter();
  }

  /** Receives the response to one request. */
  interface Response {
    void receive(boolean accepted);
  }

  ThrottlingSimulation(Service service, int callers, int concurrency, int requests, int seed) {
    this.service = service;
    this.callers = callers;
    this.requests = requests;
    this.random = new Random(seed);
    this.limiter =
        new ConcurrencyLimiter(concurrency, RetryPolicy.DEFAULT.maxRetryAfter(), new Clock());
  }

  ThrottlingSimulation status(int status) {
    this.status = status;
    return this;
  }

  void run() {
    for (int i = 0; i < callers; i++) {
      startNext();
    }
    while (done < requests) {
      Event event = events.remove();
      now = event.at();
      event.action().run();
    }
  }

  void schedule(Duration delay, Runnable action) {
    events.add(new Event(now + delay.toNanos(), scheduled++, action));
  }

  long now() {
    return now;
  }

  int done() {
    return done;
  }

  Duration elapsed() {
    return Duration.ofNanos(now);
  }

  /** How long there were requests to start; after that, the service need not be busy. */
  Duration busy() {
    return Duration.ofNanos(lastStart);
  }

  double throttledPerRequest() {
    return (double) throttled / requests;
  }

  private void startNext() {
    if (started < requests) {
      started++;
      lastStart = now;
      ask(1);
    }
  }

  private void ask(int attempt) {
    waiting.add(attempt);
    sendWaiting();
  }

  private void sendWaiting() {
    while (!waiting.isEmpty()) {
      Optional<ConcurrencyLimiter.Slot> slot = limiter.tryEnter();
      if (slot.isEmpty()) {
        if (limiter.pauseNanos() > 0) {
          schedule(Duration.ofNanos(limiter.pauseNanos()), this::sendWaiting);
        }
        return;
      }
      int attempt = waiting.remove();
      service.receive(this, accepted -> receive(accepted, attempt, slot.get()));
    }
  }

  private void receive(boolean accepted, int attempt, ConcurrencyLimiter.Slot slot) {
    if (accepted) {
      slot.succeeded();
      done++;
      startNext();
    } else {
      throttled++;
      slot.throttled(service.retryAfter());
      RetryDecision decision =
          RetryDecision.decide(
              new HttpFailure.Refused(status, "", "", service.retryAfter()),
              new RetryDecision.State(
                  Operation.read("r"),
                  attempt,
                  0,
                  Duration.ZERO,
                  Duration.ZERO,
                  DEADLINE,
                  random.nextDouble()),
              RetryPolicy.DEFAULT);
      if (decision.retries()) {
        schedule(decision.pause(), () -> ask(attempt + 1));
      }
    }
    sendWaiting();
  }

  /** Threads that take about as long for each request, and a bounded queue before them. */
  static final class Pool implements Service {

    private static final Duration NETWORK = Duration.ofMillis(2);

    private final int threads;
    private final int queueLength;
    private final Duration time;
    private final Duration retryAfter;
    private final Random random;
    private final Queue<Response> queue = new ArrayDeque<>();
    private int busy;
    private final List<long[]> intervals = new ArrayList<>();

    Pool(int threads, int queueLength, Duration time, int retryAfter, int seed) {
      this.threads = threads;
      this.queueLength = queueLength;
      this.time = time;
      this.retryAfter = Duration.ofSeconds(retryAfter);
      this.random = new Random(-seed);
    }

    /** Returns the used part of the threads' time until a moment. */
    double utilization(Duration until) {
      long used = 0;
      for (long[] interval : intervals) {
        used += Math.max(0, Math.min(interval[1], until.toNanos()) - interval[0]);
      }
      return (double) used / threads / until.toNanos();
    }

    @Override
    public Duration retryAfter() {
      return retryAfter;
    }

    @Override
    public void receive(ThrottlingSimulation simulation, Response response) {
      simulation.schedule(NETWORK.dividedBy(2), () -> queue(simulation, response));
    }

    private void queue(ThrottlingSimulation simulation, Response response) {
      if (busy < threads) {
        busy++;
        work(simulation, response);
      } else if (queue.size() < queueLength) {
        queue.add(response);
      } else {
        simulation.schedule(NETWORK.dividedBy(2), () -> response.receive(false));
      }
    }

    private void work(ThrottlingSimulation simulation, Response response) {
      long nanos = (long) (time.toNanos() * (0.5 + random.nextDouble()));
      intervals.add(new long[] {simulation.now(), simulation.now() + nanos});
      simulation.schedule(
          Duration.ofNanos(nanos),
          () -> {
            simulation.schedule(NETWORK.dividedBy(2), () -> response.receive(true));
            Response next = queue.poll();
            if (next == null) {
              busy--;
            } else {
              work(simulation, next);
            }
          });
    }
  }

  /** A token bucket that holds the requests of one second, or a count per full second. */
  static final class RateLimiter implements Service {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final int perSecond;
    private final boolean fullSeconds;
    private final Duration latency;
    private final Duration retryAfter;
    private double tokens;
    private long filled;

    RateLimiter(int perSecond, boolean fullSeconds, Duration latency, int retryAfter) {
      this.perSecond = perSecond;
      this.fullSeconds = fullSeconds;
      this.latency = latency;
      this.retryAfter = Duration.ofSeconds(retryAfter);
      this.tokens = perSecond;
    }

    @Override
    public Duration retryAfter() {
      return retryAfter;
    }

    @Override
    public void receive(ThrottlingSimulation simulation, Response response) {
      boolean accepted = accepts(simulation.now());
      simulation.schedule(latency, () -> response.receive(accepted));
    }

    private boolean accepts(long now) {
      if (fullSeconds) {
        tokens = now / SECOND == filled / SECOND ? tokens : perSecond;
      } else {
        tokens = Math.min(perSecond, tokens + (double) (now - filled) / SECOND * perSecond);
      }
      filled = now;
      boolean accepted = tokens >= 1;
      tokens -= accepted ? 1 : 0;
      return accepted;
    }
  }

  private final class Clock implements Timing {

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(now);
    }

    @Override
    public void sleep(Duration pause) {
      throw new IllegalStateException("the simulation does not block");
    }

    @Override
    public double random() {
      return random.nextDouble();
    }
  }
}
