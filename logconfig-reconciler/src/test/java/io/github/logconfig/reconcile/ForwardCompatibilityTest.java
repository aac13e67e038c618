package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedRule;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Environments with a newer schema: unknown fields and rules are preserved. */
class ForwardCompatibilityTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANAGED = "logconfig c0";
  private static final String UNMANAGED = "by hand";

  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() throws IOException {
    SimulatedEntity hostGroup = SimulatedEntity.hostGroup("c0");
    simulator =
        DynatraceSimulator.builder()
            .schema(newerSchema())
            .entity(hostGroup)
            .rule(SimulatedRule.exclude(UNMANAGED).matching("log.source", "x").in(hostGroup))
            .rule(
                SimulatedRule.include(MANAGED)
                    .namespaces("a")
                    .in(hostGroup)
                    .externalId("logconfig:logconfig:c0:include"))
            .start();
    client = Fleets.client(simulator);
    reconciler = Fleets.reconciler(client).build();
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void updatesKeepUnknownFields() {
    edit(
        MANAGED,
        value -> {
          value.putObject("retention").put("days", 35).putArray("tiers").add(1.50);
          ((ObjectNode) value.at("/matchers/0")).put("caseSensitive", false);
        });

    ApplyReport report = reconciler.apply(Fleets.state(Fleets.cluster("c0", "a", "b")));

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.APPLIED);
    JsonNode written = Fleets.object(simulator, MANAGED).path("value");
    assertThat(Fleets.values(simulator, MANAGED)).containsExactly("a", "b");
    assertThat(written.path("retention")).hasToString("{\"days\":35,\"tiers\":[1.5]}");
    assertThat(written.at("/matchers/0/caseSensitive").booleanValue()).isFalse();
    assertThat(written.at("/matchers/0").has("caseSensitive")).isTrue();
    assertThat(reconciler.plan(Fleets.state(Fleets.cluster("c0", "a", "b"))).isAsDesired())
        .isTrue();
  }

  @Test
  void unreadableUnmanagedRulesAreReportedAndStay() {
    edit(UNMANAGED, value -> value.put("matchers", "log.source = x"));
    JsonNode before = Fleets.object(simulator, UNMANAGED);

    PlanReport planned = reconciler.plan(Fleets.state(Fleets.cluster("c0", "a", "b")));
    ApplyReport report = reconciler.apply(planned);

    LogConfigPlan plan = planned.plan().clusters().get(0);
    assertThat(plan.findings())
        .filteredOn(finding -> finding.code() == FindingCode.UNREADABLE_RULE)
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("rule \"by hand\"")
        .contains("matchers is not a list");
    assertThat(plan.effects())
        .hasSize(2)
        .allMatch(effect -> effect.effect() == NamespaceEffect.Kind.UNKNOWN);
    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.APPLIED);
    assertThat(Fleets.object(simulator, UNMANAGED)).isEqualTo(before);
  }

  @Test
  void unreadableManagedRulesAreReportedAndRepairedInPlace() {
    edit(
        MANAGED,
        value -> value.put("send-to-storage", "sometimes").putObject("retention").put("days", 35));
    String id = Fleets.id(simulator, MANAGED).value();

    PlanReport planned = reconciler.plan(Fleets.state(Fleets.cluster("c0", "a")));
    ApplyReport report = reconciler.apply(planned);

    LogConfigPlan plan = planned.plan().clusters().get(0);
    assertThat(plan.findings())
        .extracting(Finding::code)
        .contains(FindingCode.DRIFTED, FindingCode.OTHER_NAMESPACES_STOP);
    assertThat(plan.steps())
        .singleElement()
        .extracting(step -> step.namespacesAdded().toString())
        .isEqualTo("[a]");
    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.APPLIED);
    assertThat(Fleets.id(simulator, MANAGED).value()).isEqualTo(id);
    JsonNode written = Fleets.object(simulator, MANAGED).path("value");
    assertThat(written.path("send-to-storage").asBoolean()).isTrue();
    assertThat(written.path("retention")).hasToString("{\"days\":35}");
  }

  /** Replaces the value of a rule by one that only a newer version could write. */
  private void edit(String title, Consumer<ObjectNode> change) {
    JsonNode snapshot = simulator.snapshot();
    for (JsonNode object : snapshot.path("objects")) {
      if (object.at("/value/config-item-title").asText().equals(title)) {
        change.accept((ObjectNode) object.path("value"));
      }
    }
    simulator.restore(snapshot);
  }

  /** The schema of log rules with a property more at rules and at matchers. */
  private static JsonNode newerSchema() throws IOException {
    try (InputStream json =
        DynatraceSimulator.class.getResourceAsStream(
            "internal/settings/log-storage-settings.json")) {
      JsonNode schema = JSON.readTree(json);
      ((ObjectNode) schema.path("properties"))
          .putObject("retention")
          .put("type", "secret object of a later version")
          .put("nullable", true);
      ((ObjectNode) schema.at("/types/Matcher/properties"))
          .putObject("caseSensitive")
          .put("type", "boolean")
          .put("nullable", true);
      return schema;
    }
  }
}
