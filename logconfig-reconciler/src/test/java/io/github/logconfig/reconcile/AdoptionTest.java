package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.reconcile.internal.observe.RuleMapper;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Adoption of unmanaged rules. */
class AdoptionTest {

  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() {
    simulator = Fleets.simulator(1).start();
    client = Fleets.client(simulator);
    reconciler =
        Fleets.reconciler(client)
            .planOptions(PlanOptions.builder().adoption(Adoption.SAME_TITLE).build())
            .build();
    Fleets.addUnmanaged(
        client,
        Fleets.hostGroupId(client, "c0"),
        LogRule.builder().title("logconfig c0").enabled(false).build());
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void adoptionKeepsObjectIdAndSetsExternalId() {
    String id = Fleets.id(simulator, "logconfig c0").value();
    PlanReport planned = reconciler.plan(Fleets.state(Fleets.cluster("c0", "a")));
    assertThat(planned.plan().clusters().get(0).steps())
        .singleElement()
        .extracting(PlanStep::action)
        .isEqualTo(Action.ADOPT);
    PlanReport saved = PlanDocument.read(PlanDocument.write(planned, "1"));

    assertThat(Fleets.outcomes(reconciler.applySaved(saved))).containsExactly(Outcome.APPLIED);

    assertThat(Fleets.id(simulator, "logconfig c0").value()).isEqualTo(id);
    assertThat(Fleets.object(simulator, "logconfig c0").path("externalId").asText())
        .isEqualTo("logconfig:logconfig:c0:include");
    assertThat(Fleets.values(simulator, "logconfig c0")).containsExactly("a");
    assertThat(reconciler.plan(Fleets.state(Fleets.cluster("c0", "a"))).isAsDesired()).isTrue();
  }

  @Test
  void keepsObjectThatWasChangedSincePlan() {
    PlanReport planned = reconciler.plan(Fleets.state(Fleets.cluster("c0", "a")));
    client
        .settings()
        .update(
            SettingsUpdate.builder()
                .objectId(Fleets.id(simulator, "logconfig c0"))
                .value(RuleMapper.write(LogRule.builder().title("logconfig c0").build()))
                .build());

    assertThat(Fleets.outcomes(reconciler.apply(planned))).containsExactly(Outcome.CONFLICT);
    assertThat(Fleets.object(simulator, "logconfig c0").has("externalId")).isFalse();
  }
}
