package io.github.logconfig.reconcile.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.BearerToken;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedWorkload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoopArrivalTest {

  private static final int ROUNDS = 20;
  private static final int STOPPING_ROUND = 9;
  private static final SimulatedEntity GROUP = SimulatedEntity.hostGroup("c0");
  private static final SimulatedEntity CLUSTER =
      SimulatedEntity.kubernetesCluster("dynakube", "uid-0");
  private static final SimulatedEntity HOST =
      SimulatedEntity.host("node-0").instanceOf(GROUP).inKubernetesCluster(CLUSTER);

  /** The agent of one workload uses rules that are an hour old, so that its logs stop late. */
  @Test
  void stoppedNamespacesAreVerifiedUntilTheirLogsHaveStopped() {
    FakeTime time = new FakeTime();
    List<ArrivalReport> reports = new ArrayList<>();
    try (DynatraceSimulator simulator =
            DynatraceSimulator.builder()
                .clock(time)
                .entity(GROUP)
                .entity(CLUSTER)
                .entity(HOST)
                .workload(SimulatedWorkload.builder("shop", HOST).build())
                .workload(
                    SimulatedWorkload.builder("bank", HOST)
                        .ruleDelay(Duration.ofMinutes(60))
                        .build())
                .start();
        DynatraceClient client =
            Fleets.clientBuilder(simulator)
                .credentials(Credentials.bearerToken(BearerToken.of("dt0s16.PUBLIC.SECRET")))
                .build()) {
      Reconciler reconciler = Fleets.reconciler(client).build();
      DesiredState both = Fleets.state(Fleets.cluster("c0", "shop", "bank"));
      DesiredState one = Fleets.state(Fleets.cluster("c0", "shop"));
      AtomicReference<ReconcileLoop> loop = new AtomicReference<>();
      loop.set(
          ReconcileLoop.builder(
                  () -> LoopInput.of(reports.size() < STOPPING_ROUND ? both : one, reconciler))
              .interval(Duration.ofMinutes(10))
              .verifyArrival(Duration.ofMinutes(1), ArrivalOptions.DEFAULT)
              .listener(
                  round -> {
                    round.arrival().ifPresent(reports::add);
                    if (reports.size() == ROUNDS) {
                      loop.get().stop();
                    }
                  })
              .clock(time)
              .pauses(time)
              .build());
      loop.get().run();
    }

    List<Integer> leaks =
        reports.stream().map(report -> report.count(ArrivalVerdict.LEAKS)).toList();
    // the round that stops the namespace and the next ten minutes are too early
    assertThat(leaks.subList(0, STOPPING_ROUND + 1)).containsOnly(0);
    assertThat(leaks.subList(STOPPING_ROUND + 2, STOPPING_ROUND + 5)).containsOnly(1);
    ArrivalReport last = reports.get(ROUNDS - 1);
    assertThat(last.clusters().get(0).namespaces())
        .singleElement()
        .satisfies(it -> assertThat(it.verdict()).isEqualTo(ArrivalVerdict.ARRIVES));
  }
}
