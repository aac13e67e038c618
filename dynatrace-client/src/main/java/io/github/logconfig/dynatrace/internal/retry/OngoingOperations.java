package io.github.logconfig.dynatrace.internal.retry;

import io.github.logconfig.dynatrace.connection.Waiting;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The operations of a client that have not ended, and when one of them last made progress. */
final class OngoingOperations {

  private final Timing timing;
  private final Set<Ongoing> ongoing = ConcurrentHashMap.newKeySet();
  private volatile long lastProgress;

  OngoingOperations(Timing timing) {
    this.timing = timing;
  }

  /** One operation; must be ended. Compared by identity. */
  static final class Ongoing {

    private final String request;
    private final long begin;
    private volatile int attempts = 1;
    private volatile @Nullable String lastFailure;

    private Ongoing(String request, long begin) {
      this.request = request;
      this.begin = begin;
    }

    void failed(HttpFailure failure) {
      lastFailure = failure.getMessage();
    }

    void attempt(int number) {
      attempts = number;
    }
  }

  Ongoing begin(Operation operation) {
    Ongoing begun = new Ongoing(operation.name(), timing.nanoTime());
    if (ongoing.isEmpty()) {
      lastProgress = begun.begin;
    }
    ongoing.add(begun);
    return begun;
  }

  void succeeded() {
    lastProgress = timing.nanoTime();
  }

  void end(Ongoing ended) {
    ongoing.remove(ended);
  }

  /** Returns what the operation that began first waits for; empty if there is none. */
  Optional<Waiting> waiting() {
    return ongoing.stream()
        .min(Comparator.comparingLong(it -> it.begin))
        .map(
            it ->
                new Waiting(
                    it.request,
                    it.attempts,
                    Duration.ofNanos(
                        timing.nanoTime()
                            - (lastProgress - it.begin > 0 ? lastProgress : it.begin)),
                    Optional.ofNullable(it.lastFailure)));
  }
}
