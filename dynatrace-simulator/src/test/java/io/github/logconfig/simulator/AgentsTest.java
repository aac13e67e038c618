package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import io.github.logconfig.simulator.junit.DynatraceSimulatorTest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which log records agents ship, and how workloads are declared. */
class AgentsTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final SimulatedEntity GROUP = SimulatedEntity.hostGroup("hg-a");
  private static final SimulatedEntity CLUSTER =
      SimulatedEntity.kubernetesCluster("dynakube", "uid-1");
  private static final SimulatedEntity HOST =
      SimulatedEntity.host("node-1").instanceOf(GROUP).inKubernetesCluster(CLUSTER);
  private static final SimulatedWorkload SHOP = SimulatedWorkload.builder("shop", HOST).build();

  private static boolean ships(SimulatedWorkload workload, SimulatedRule... rules) {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    for (SimulatedRule rule : rules) {
      builder.rule(rule);
    }
    try (DynatraceSimulator simulator = builder.start()) {
      return simulator.ships(workload);
    }
  }

  @Test
  void scopesAreTriedFromNarrowToWide() {
    SimulatedRule everywhere = SimulatedRule.include("environment");
    SimulatedRule notInGroup = SimulatedRule.exclude("group").in(GROUP);
    SimulatedRule inCluster = SimulatedRule.include("cluster").in(CLUSTER).namespaces("shop");
    SimulatedRule notOnHost = SimulatedRule.exclude("host").in(HOST).namespaces("s*");

    assertThat(ships(SHOP)).as("nothing matches").isFalse();
    assertThat(ships(SHOP, everywhere)).isTrue();
    assertThat(ships(SHOP, everywhere, notInGroup)).isFalse();
    assertThat(ships(SHOP, everywhere, notInGroup, inCluster)).isTrue();
    assertThat(ships(SHOP, everywhere, notInGroup, inCluster, notOnHost)).isFalse();
    assertThat(ships(SHOP, everywhere, notInGroup, inCluster, notOnHost.disabled())).isTrue();
    assertThat(ships(SHOP, everywhere, SimulatedRule.exclude("b").in(GROUP).namespaces("bank")))
        .as("what a narrow scope does not match falls through")
        .isTrue();
  }

  @Test
  void firstRuleOfAScopeDecides() {
    SimulatedRule include = SimulatedRule.include("a").in(GROUP).namespaces("shop");
    SimulatedRule exclude = SimulatedRule.exclude("b").in(GROUP).namespaces("shop");

    assertThat(ships(SHOP, include, exclude)).isTrue();
    assertThat(ships(SHOP, exclude, include)).isFalse();
  }

  @Test
  void logOnlyClusterHasNoHostGroup() {
    SimulatedWorkload workload =
        SimulatedWorkload.builder("shop", SimulatedEntity.host("n").inKubernetesCluster(CLUSTER))
            .build();

    assertThat(ships(workload, SimulatedRule.include("a").in(GROUP))).isFalse();
    assertThat(ships(workload, SimulatedRule.include("a").in(CLUSTER))).isTrue();
  }

  static List<String> attributes() {
    JsonNode items;
    try (DynatraceSimulator simulator = DynatraceSimulator.builder().start()) {
      items =
          new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN)
              .get("/api/v2/settings/schemas/" + SettingsSchemas.LOG_RULES)
              .body()
              .at("/enums/Attribute/items");
    }
    List<String> names = new ArrayList<>();
    items.forEach(item -> names.add(item.path("value").asText()));
    assertThat(names).hasSize(23);
    return names;
  }

  @ParameterizedTest
  @MethodSource("attributes")
  void everyAttributeOfTheSchemaIsEvaluated(String attribute) {
    SimulatedRule rule = SimulatedRule.include("rule").in(GROUP).matching(attribute, "k=v");
    SimulatedWorkload with =
        SimulatedWorkload.builder("shop", HOST).attribute(attribute, "k=v").build();
    SimulatedWorkload.Builder without = SimulatedWorkload.builder("shop", HOST);
    if (!attribute.equals("k8s.namespace.name")) {
      without.attribute(attribute);
    }

    assertThat(ships(with, rule)).isTrue();
    assertThat(ships(without.build(), rule)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "shop, shop, true",
    "shop, Shop, false",
    "shop, sho, false",
    "*, shop, true",
    "s*p, shop, true",
    "s*p, shops, false",
    "*h*p*, shop, true",
    "*a*, shop, false",
    "**, shop, true",
    "sh*op*p, shopop, true",
    "a*ab, aab, true",
    "a*ab*, a, false",
    "sho., shop, false",
    "#, 1, false"
  })
  void matchesWildcards(String pattern, String value, boolean matches) {
    assertThat(
            ships(
                SimulatedWorkload.builder("x", HOST).attribute("log.content", value).build(),
                SimulatedRule.include("rule").in(GROUP).matching("log.content", pattern)))
        .isEqualTo(matches);
  }

  @Test
  void allMatchersHaveToMatchOneOfTheirValues() {
    SimulatedRule rule =
        SimulatedRule.include("rule")
            .in(GROUP)
            .namespaces("bank", "shop")
            .matching("k8s.pod.label", "tier=web", "tier=api")
            .matching("k8s.pod.label", "team=*");
    SimulatedWorkload.Builder workload = SimulatedWorkload.builder("shop", HOST);

    assertThat(ships(workload.attribute("k8s.pod.label", "tier=web", "team=a").build(), rule))
        .isTrue();
    assertThat(ships(workload.attribute("k8s.pod.label", "tier=web").build(), rule)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"log.source, WINDOWS, true", "log.source, LINUX, false", "loglevel, WINDOWS, false"})
  void caseOfLogSourceDoesNotMatterOnWindows(String attribute, String system, boolean ships) {
    SimulatedWorkload workload =
        SimulatedWorkload.builder("shop", HOST.property("osType", system))
            .attribute(attribute, "C:\\Logs\\app.log")
            .build();

    for (String value : new String[] {"c:\\logs\\*", "c:\\logs\\APP.log"}) {
      assertThat(ships(workload, SimulatedRule.include("r").in(GROUP).matching(attribute, value)))
          .isEqualTo(ships);
    }
  }

  @Test
  void rejectsImpossibleWorkloads() {
    SimulatedWorkload.Builder workload = SimulatedWorkload.builder("shop", HOST);

    assertThatThrownBy(() -> SimulatedWorkload.builder("shop", GROUP).build())
        .hasMessage("host " + GROUP + " is not of the type HOST");
    assertThatThrownBy(() -> SimulatedWorkload.builder("", HOST).build())
        .hasMessage("a workload needs a namespace");
    assertThatThrownBy(() -> workload.attribute("colour", "red").build())
        .hasMessageStartingWith("unknown attribute \"colour\"; expected one of container.name, ");
    workload.attribute("colour");
    assertThatThrownBy(() -> workload.attribute("loglevel", "INFO", "WARN").build())
        .hasMessage("attribute loglevel has 2 values; expected 1");
    workload.attribute("loglevel");
    assertThatThrownBy(() -> workload.pods(-1).build())
        .hasMessage("pods -1.0 is not from 0 to 100000");
    assertThatThrownBy(() -> workload.pods(1).ruleDelay(Duration.ofDays(2)).build())
        .hasMessage("ruleDelay PT48H is not from 0 to 1 day");
    assertThatThrownBy(() -> SimulatedQueries.DEFAULT.samplingRatio(0))
        .hasMessage("samplingRatio 0 is not from 1 to 100000");
  }

  /** The control paths for workloads and the clock. */
  @Nested
  class Control {

    private static final String DOCUMENT =
        """
        {"queries": {"polls": 1, "bytesPerDay": {"default_logs": 1000}},
         "workloads": [
           {"namespace": "shop", "host": "node-1", "attributes": {"loglevel": "ERROR"}},
           {"namespace": "bank", "kubernetesCluster": "uid-1", "hostGroup": "hg-a", "pods": 2,
            "recordsPerMinute": 0.5, "bytesPerRecord": 10, "bucket": "audit",
            "from": "2026-11-27T11:00:00Z", "until": "2026-11-27T11:30:00Z", "ruleDelay": "60s",
            "shippingDelay": "500ms", "hidden": true, "dropped": true,
            "clusterAttributes": "legacy"}]}
        """;

    private DynatraceSimulator simulator() {
      return DynatraceSimulator.builder()
          .clock(Clock.fixed(NOW, ZoneOffset.UTC))
          .entity(GROUP)
          .entity(CLUSTER)
          .entity(HOST)
          .start();
    }

    @Test
    void setsAndReturnsWorkloads() {
      try (DynatraceSimulator simulator = simulator()) {
        HttpCalls control = new HttpCalls(simulator.baseUrl(), "none");

        assertThat(control.put("/__simulator/workloads", DOCUMENT).status()).isEqualTo(204);
        JsonNode read = control.get("/__simulator/workloads").body();
        assertThat(read.at("/workloads/0/host").asText()).isEqualTo(HOST.entityId());
        assertThat(read.at("/workloads/0/attributes").toString())
            .isEqualTo("{\"log.source\":[\"Container Output\"],\"loglevel\":[\"ERROR\"]}");
        assertThat(read.at("/workloads/0/ruleDelay").asText()).isEqualTo("90000ms");
        assertThat(read.at("/workloads/1").toString())
            .endsWith(
                "\"pods\":2,\"recordsPerMinute\":0.5,\"bytesPerRecord\":10,\"bucket\":\"audit\","
                    + "\"from\":\"2026-11-27T11:00:00Z\",\"until\":\"2026-11-27T11:30:00Z\","
                    + "\"ruleDelay\":\"60000ms\",\"shippingDelay\":\"500ms\",\"hidden\":true,"
                    + "\"dropped\":true,\"clusterAttributes\":\"legacy\"}");
        assertThat(read.path("queries").toString())
            .isEqualTo(
                "{\"polls\":1,\"samplingRatio\":1,\"failing\":false,\"missingPermissions\":[],"
                    + "\"bytesPerDay\":{\"default_logs\":1000},\"metrics\":[]}");
        assertThat(control.post("/__simulator/reset", "").status()).isEqualTo(204);
        assertThat(control.get("/__simulator/workloads").body().path("workloads")).isEmpty();
      }
    }

    @Test
    void advancesTheClock() {
      try (DynatraceSimulator simulator = simulator()) {
        HttpCalls control = new HttpCalls(simulator.baseUrl(), "none");

        assertThat(control.post("/__simulator/clock", "{\"advance\":\"3m\"}").body().toString())
            .isEqualTo("{\"now\":\"2026-11-27T12:03:00Z\"}");
        assertThat(control.get("/__simulator/clock").body().toString())
            .isEqualTo("{\"now\":\"2026-11-27T12:03:00Z\"}");
        assertThat(
                control
                    .post("/__simulator/clock", "{\"advance\":\"soon\"}")
                    .body()
                    .at("/error/message")
                    .asText())
            .isEqualTo("\"advance\": \"soon\" is not a duration such as 50ms, 1s or 15m");
        assertThatThrownBy(() -> simulator.advance(Duration.ofSeconds(-1)))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "[] | workloads: expected an object with the list \"workloads\"",
          "{\"workloads\":[],\"x\":1} | unknown key \"x\"; expected one of [queries, workloads]",
          "{\"workloads\":[{\"host\":\"n\"}]} | workload 0: HOST \"n\" is unknown",
          "{\"workloads\":[{\"host\":\"node-1\",\"hostGroup\":\"a\"}]} | \"host\" excludes",
          "{\"workloads\":[{\"namespace\":\"a\",\"kubernetesCluster\":\"b\"}]} | is unknown",
          "{\"workloads\":[{\"namespace\":1}]} | \"namespace\" is not a text",
          "{\"workloads\":[{\"namespace\":\"a\",\"pods\":\"x\"}]} | pods -1.0 is not from 0",
          "{\"workloads\":[{\"namespace\":\"a\",\"from\":\"x\"}]} | \"from\" is not a time",
          "{\"workloads\":[{\"namespace\":\"a\",\"ruleDelay\":\"x\"}]} | \"ruleDelay\": \"x\"",
          "{\"workloads\":[{\"namespace\":\"a\",\"attributes\":{\"loglevel\":1}}]} | \"loglevel\"",
          "{\"workloads\":[{\"namespace\":\"a\",\"clusterAttributes\":\"x\"}]} | is \"x\"; expected"
              + " one of [current, legacy, none]",
          "{\"workloads\":[],\"queries\":{\"polls\":-1}} | polls -1 is not from 0 to 1000"
        })
    void namesWhatIsWrongWithADocument(String document, String expected) {
      try (DynatraceSimulator simulator = simulator()) {
        HttpCalls control = new HttpCalls(simulator.baseUrl(), "none");
        HttpCalls.Answer answer = control.put("/__simulator/workloads", document);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/error/message").asText()).contains(expected);
      }
    }
  }

  /** Workloads that the annotation declares. */
  @Nested
  @DynatraceSimulatorTest(
      hostGroups = "hg-a",
      workloads = "{\"workloads\": [{\"namespace\": \"shop\", \"hostGroup\": \"hg-a\"}]}",
      allowInvalidRequests = true)
  class InJUnit {

    @Test
    void queryFindsThem(DynatraceSimulator simulator, URI address) {
      simulator.restore(snapshotWith(simulator));
      simulator.advance(Duration.ofMinutes(3));
      String query = "fetch logs, from: -1m | summarize count(), by: {k8s.namespace.name}";

      assertThat(
              new HttpCalls(address, "Bearer", "dt0s16.PUBLIC.SECRET")
                  .post(
                      "/platform/storage/query/v1/query:execute",
                      ApiResponse.JSON.createObjectNode().put("query", query).toString())
                  .body()
                  .at("/result/records/0/k8s.namespace.name")
                  .asText())
          .isEqualTo("shop");
    }

    private JsonNode snapshotWith(DynatraceSimulator simulator) {
      assertThat(simulator.ships(SHOP)).isFalse();
      try (DynatraceSimulator other =
          DynatraceSimulator.builder().rule(SimulatedRule.include("all").in(GROUP)).start()) {
        return other.snapshot();
      }
    }
  }
}
