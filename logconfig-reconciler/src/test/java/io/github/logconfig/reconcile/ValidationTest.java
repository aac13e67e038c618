package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service says of plans that are not to be carried out yet. */
class ValidationTest {

  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() {
    simulator = Fleets.simulator(4).start();
    client = Fleets.client(simulator);
    reconciler = Fleets.reconciler(client).build();
    reconciler.apply(
        Fleets.state(
            Fleets.cluster("c0", "a"), Fleets.cluster("c1", "a"), Fleets.cluster("c2", "a")));
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void reportsRefusedStepsAndWritesNothing() {
    PlanReport planned =
        reconciler.plan(
            Fleets.state(
                Fleets.cluster("c0", "b"),
                Fleets.cluster("c1"),
                Fleets.cluster("c2", "b"),
                Fleets.exclusive("c3", "b")));
    reconciler.apply(Fleets.state(Fleets.cluster("c2", "rival")));
    Fleets.addUnmanaged(
        client, Fleets.hostGroupId(client, "c3"), LogRule.builder().title("logconfig c3").build());
    JsonNode before = simulator.objects();

    ValidationReport report = reconciler.validate(planned);

    assertThat(verdicts(report, 0)).containsExactly(ValidationReport.Step.Verdict.VALID);
    assertThat(verdicts(report, 1)).containsExactly(ValidationReport.Step.Verdict.NOT_CHECKED);
    assertThat(verdicts(report, 2)).containsExactly(ValidationReport.Step.Verdict.REFUSED);
    assertThat(verdicts(report, 3))
        .containsExactly(
            ValidationReport.Step.Verdict.REFUSED, ValidationReport.Step.Verdict.VALID);
    assertThat(report.clusters().get(2).steps().get(0).violations())
        .singleElement()
        .asString()
        .contains("outdated");
    assertThat(report.clusters().get(3).steps().get(0).violations())
        .singleElement()
        .asString()
        .contains("must be unique");
    assertThat(report.isValid()).isFalse();
    assertThat(simulator.objects()).isEqualTo(before);
  }

  @Test
  void acceptedPlanIsValid() {
    PlanReport planned =
        reconciler.plan(Fleets.state(Fleets.cluster("c0", "b"), Fleets.exclusive("c3", "b")));

    assertThat(reconciler.validate(planned).isValid()).isTrue();
    assertThat(Fleets.outcomes(reconciler.apply(planned))).containsOnly(Outcome.APPLIED);
  }

  @Test
  void failureOfOneClusterDoesNotAffectOthers() {
    PlanReport planned =
        reconciler.plan(Fleets.state(Fleets.cluster("c0", "b"), Fleets.cluster("c3", "b")));
    simulator.faults(Fault.on("PUT /settings/objects/{objectId}").status(403));

    ValidationReport report = reconciler.validate(planned);

    assertThat(report.clusters().get(0).failure().orElseThrow().kind())
        .isEqualTo(FailureKind.PERMISSION);
    assertThat(report.clusters().get(1).isValid()).isTrue();
  }

  private static List<ValidationReport.Step.Verdict> verdicts(
      ValidationReport report, int cluster) {
    return report.clusters().get(cluster).steps().stream()
        .map(ValidationReport.Step::verdict)
        .toList();
  }
}
