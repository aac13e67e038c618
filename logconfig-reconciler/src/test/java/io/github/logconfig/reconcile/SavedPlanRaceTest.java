package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two saved plans that are applied at the same time do not mix within a host group without one of
 * them reporting it.
 */
class SavedPlanRaceTest {

  private static final int RACES = 10;

  private static final List<DesiredState> STATES =
      List.of(
          Fleets.state(Fleets.cluster("c0")),
          Fleets.state(Fleets.cluster("c0", "a")),
          Fleets.state(Fleets.exclusive("c0", "a")),
          Fleets.state(Fleets.exclusive("c0", "a", "b")),
          Fleets.state(Fleets.exclusive("c0")),
          Fleets.state(Fleets.cluster("c0", "b")));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void endsAsOnePlanOrReportsConflict(long seed) {
    Random random = new Random(seed);
    for (int race = 0; race < RACES; race++) {
      DesiredState start = STATES.get(random.nextInt(STATES.size()));
      DesiredState first = STATES.get(random.nextInt(STATES.size()));
      DesiredState second = STATES.get(random.nextInt(STATES.size()));
      String name = "seed " + seed + ", race " + race;
      try (DynatraceSimulator simulator = Fleets.simulator(1).start();
          DynatraceClient one = Fleets.client(simulator);
          DynatraceClient other = Fleets.client(simulator)) {
        Reconciler a = Fleets.reconciler(one).build();
        Reconciler b = Fleets.reconciler(other).build();
        a.apply(start);
        PlanReport planA = saved(a.plan(first));
        PlanReport planB = saved(b.plan(second));
        CountDownLatch go = new CountDownLatch(2);

        List<ApplyReport> reports =
            together(go, () -> a.applySaved(planA), () -> b.applySaved(planB));

        boolean asOne = a.verify(first).isAsDesired() || a.verify(second).isAsDesired();
        boolean bothSucceeded = reports.stream().allMatch(ApplyReport::isSuccess);
        assertThat(asOne || !bothSucceeded).as(name + ": " + reports).isTrue();
      }
    }
  }

  private static PlanReport saved(PlanReport plan) {
    return PlanDocument.read(PlanDocument.write(plan, "1"));
  }

  private interface Run {
    ApplyReport apply();
  }

  private static List<ApplyReport> together(CountDownLatch go, Run... runs) {
    List<CompletableFuture<ApplyReport>> results = new ArrayList<>();
    for (Run run : runs) {
      results.add(
          CompletableFuture.supplyAsync(
              () -> {
                go.countDown();
                try {
                  go.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                return run.apply();
              },
              task -> new Thread(task).start()));
    }
    return results.stream().map(CompletableFuture::join).toList();
  }
}
