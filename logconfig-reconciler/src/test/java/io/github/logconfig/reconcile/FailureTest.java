package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.ConstraintViolation;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.SettingsError;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failures keep the details of the response up to the report. */
class FailureTest {

  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() {
    simulator = Fleets.simulator(2).start();
    client = Fleets.client(simulator);
    reconciler = Fleets.reconciler(client).build();
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void refusedRuleKeepsStatusAndViolations() {
    PlanReport planned = reconciler.plan(Fleets.state(Fleets.cluster("c0", "a")));
    Fleets.addUnmanaged(
        client, Fleets.hostGroupId(client, "c0"), LogRule.builder().title("logconfig c0").build());

    Failure failure = reconciler.apply(planned).failures().get(0);

    assertThat(failure.status()).isPresent();
    assertThat(failure.violations()).isNotEmpty();
    assertThat(failure.toTree()).containsKeys("kind", "error", "status", "violations");
  }

  @Test
  void throttledRequestKeepsRetryAfter() {
    simulator.faults(Fault.on("*").status(429, Duration.ofSeconds(7)));

    Failure failure = reconciler.apply(Fleets.state(Fleets.cluster("c0", "a"))).failures().get(0);

    assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(failure.status()).contains(429);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void deletedRuleIsConflictAndOther404IsNot() {
    reconciler.apply(Fleets.state(Fleets.cluster("c0", "a"), Fleets.cluster("c1", "a")));
    PlanReport planned =
        reconciler.plan(Fleets.state(Fleets.cluster("c0", "b"), Fleets.cluster("c1", "b")));
    client.settings().delete(Fleets.id(simulator, "logconfig c0"));

    assertThat(reconciler.apply(planned).failures())
        .extracting(Failure::kind)
        .containsExactly(FailureKind.CONFLICT);

    simulator.faults(Fault.on("*").status(404));
    assertThat(reconciler.apply(Fleets.state(Fleets.cluster("c1", "c"))).failures())
        .extracting(Failure::kind)
        .containsExactly(FailureKind.NOT_FOUND);
  }

  @Test
  void masksSecretsInMessages() {
    assertThat(new Failure(FailureKind.OTHER, "bad token dt0c01.PUBLIC.SECRETPART").message())
        .isEqualTo("bad token dt0c01.PUBLIC.****");
  }

  @Test
  void keepsTheRequestIdOfOneRuleOfABatch() {
    SettingsError error = new SettingsError(400, "no", List.of(), Optional.of("id-1"));
    assertThat(Failure.of(error).toTree()).containsEntry("requestId", "id-1");
  }

  @Test
  void convertsAllDetailsToTree() {
    Failure failure =
        new Failure(
            FailureKind.OTHER,
            "refused",
            Optional.of(400),
            Optional.of("id-1"),
            Optional.of(Duration.ofMillis(1_500)),
            List.of(new ConstraintViolation("matchers/0", "too many")));

    assertThat(failure.toTree())
        .containsExactly(
            Map.entry("kind", "OTHER"),
            Map.entry("error", "refused"),
            Map.entry("status", 400),
            Map.entry("requestId", "id-1"),
            Map.entry("retryAfterSeconds", 1.5),
            Map.entry("violations", List.of(Map.of("path", "matchers/0", "message", "too many"))));
  }
}
