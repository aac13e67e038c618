package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Runs that are interrupted in the middle of their writes. */
class CancellationTest {

  @Test
  void startsNoNewBatchAndCompletesCurrentOnes() {
    Thread reconciling = Thread.currentThread();
    AtomicReference<String> interruptsAt = new AtomicReference<>("");
    try (DynatraceSimulator simulator =
            Fleets.simulator(90)
                .latency(Duration.ofMillis(20))
                .recorder(
                    exchange -> {
                      if (exchange.method().equals(interruptsAt.get())) {
                        reconciling.interrupt();
                      }
                    })
                .start();
        DynatraceClient client =
            Fleets.clientBuilder(simulator).maxObjectsPerRequest(2).maxConcurrency(2).build()) {
      Reconciler reconciler = Fleets.reconciler(client).build();
      interruptsAt.set("POST");

      ApplyReport report = reconciler.apply(Fleets.fleet(90, "a"));

      interruptsAt.set("");
      assertThat(Thread.interrupted()).isTrue();
      List<Outcome> outcomes = Fleets.outcomes(report);
      long applied = outcomes.stream().filter(Outcome.APPLIED::equals).count();
      long left = outcomes.stream().filter(Outcome.NOT_ATTEMPTED::equals).count();
      assertThat(applied).isEqualTo(Fleets.titles(simulator).size()).isPositive();
      assertThat(left).isEqualTo(90 - applied).isPositive();
      assertThat(report.failures()).extracting(Failure::kind).containsOnly(FailureKind.CANCELLED);
      assertThat(reconciler.apply(Fleets.fleet(90, "a")).isSuccess()).isTrue();
    }
  }

  @Test
  void startsNoNewLockedWrite() {
    Thread reconciling = Thread.currentThread();
    AtomicReference<String> interruptsAt = new AtomicReference<>("");
    try (DynatraceSimulator simulator =
            Fleets.simulator(90)
                .latency(Duration.ofMillis(10))
                .recorder(
                    exchange -> {
                      if (exchange.method().equals(interruptsAt.get())) {
                        reconciling.interrupt();
                      }
                    })
                .start();
        DynatraceClient client = Fleets.clientBuilder(simulator).maxConcurrency(2).build()) {
      Reconciler reconciler = Fleets.reconciler(client).build();
      reconciler.apply(Fleets.fleet(90, "a"));
      interruptsAt.set("PUT");

      ApplyReport report = reconciler.apply(Fleets.fleet(90, "b"));

      interruptsAt.set("");
      assertThat(Thread.interrupted()).isTrue();
      long applied = Fleets.outcomes(report).stream().filter(Outcome.APPLIED::equals).count();
      assertThat(applied).isPositive().isLessThan(90);
      for (ClusterReport cluster : report.clusters()) {
        boolean written = Fleets.values(simulator, "logconfig " + cluster.cluster()).contains("b");
        assertThat(cluster.outcome()).isEqualTo(written ? Outcome.APPLIED : Outcome.NOT_ATTEMPTED);
      }
    }
  }
}
