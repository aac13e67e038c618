package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.reconcile.loop.FakeTime;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service whose reads lag behind its writes, as if another of its nodes answered them. */
class StaleReadsTest {

  private static final Duration LAG = Duration.ofSeconds(20);

  private final FakeTime time = new FakeTime();
  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() {
    simulator = Fleets.simulator(2).clock(time).readAfterWriteLag(LAG).start();
    client = Fleets.client(simulator);
    reconciler = Fleets.reconciler(client).build();
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void createsNoSecondRuleBeforeReadsShowTheFirst() {
    DesiredState desired = Fleets.state(Fleets.exclusive("c0", "a"), Fleets.cluster("c1", "a"));
    reconciler.apply(desired);

    ApplyReport blind = reconciler.apply(desired);

    assertThat(blind.isSuccess()).as("%s", blind.failures()).isTrue();
    assertThat(Fleets.titles(simulator))
        .containsExactly("logconfig c0", "logconfig c0/rest", "logconfig c1");
    time.advance(LAG);
    assertThat(reconciler.verify(desired).isAsDesired()).isTrue();
  }

  @Test
  void staleChangeIsConflictAndNextRunApplies() {
    reconciler.apply(Fleets.fleet(2, "a"));
    time.advance(LAG);
    reconciler.apply(Fleets.fleet(2, "a", "b"));

    ApplyReport blind = reconciler.apply(Fleets.fleet(2, "c"));

    assertThat(Fleets.outcomes(blind)).containsOnly(Outcome.CONFLICT);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("a", "b");
    time.advance(LAG);
    assertThat(Fleets.outcomes(reconciler.apply(Fleets.fleet(2, "c"))))
        .containsOnly(Outcome.APPLIED);
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("c");
  }

  @Test
  void savedPlanWaitsUntilReadsShowWhatItHasWritten() {
    DynatraceSimulator lagging =
        Fleets.simulator(1).clock(time).readAfterWriteLag(Duration.ofMillis(800)).start();
    List<Duration> pauses = new ArrayList<>();
    try (lagging;
        DynatraceClient client = Fleets.client(lagging)) {
      Reconciler waiting =
          Fleets.reconciler(client)
              .pause(
                  pause -> {
                    pauses.add(pause);
                    time.advance(pause);
                  })
              .build();

      ApplyReport report =
          waiting.applySaved(waiting.plan(Fleets.state(Fleets.cluster("c0", "a"))));

      assertThat(Fleets.outcomes(report)).containsExactly(Outcome.APPLIED);
      assertThat(pauses)
          .containsExactly(Duration.ZERO, Duration.ofMillis(300), Duration.ofSeconds(1));
    }
  }

  @Test
  void staleDeletionIsConflictAndNextRunIsUnchanged() {
    DesiredState desired = Fleets.state(Fleets.cluster("c0"), Fleets.cluster("c1", "a"));
    reconciler.apply(Fleets.fleet(2, "a"));
    time.advance(LAG);
    reconciler.apply(desired);

    ApplyReport blind = reconciler.apply(desired);

    assertThat(Fleets.outcomes(blind)).containsExactly(Outcome.CONFLICT, Outcome.UNCHANGED);
    assertThat(Fleets.titles(simulator)).containsExactly("logconfig c1");
    time.advance(LAG);
    assertThat(Fleets.outcomes(reconciler.apply(desired))).containsOnly(Outcome.UNCHANGED);
  }
}
