package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.OBJECTS;
import static io.github.logconfig.simulator.HttpCalls.encoded;
import static io.github.logconfig.simulator.Items.item;
import static io.github.logconfig.simulator.Items.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.HttpCalls.Answer;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsSemanticsTest {

  private static final SimulatedEntity GROUP = SimulatedEntity.hostGroup("stage");
  private static final SimulatedEntity CLUSTER = SimulatedEntity.kubernetesCluster("stage");
  private static final SimulatedEntity HOST =
      SimulatedEntity.host("node-1").instanceOf(GROUP).inKubernetesCluster(CLUSTER);
  private static final String LIST = OBJECTS + "?schemaIds=" + SettingsSchemas.LOG_RULES;

  private DynatraceSimulator simulator;
  private HttpCalls calls;

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void builtInRulesCanBeSwitchedOffButNeitherChangedNorDeleted() {
    start(b -> b.rule(SimulatedRule.builtIn("Ingest all logs")));
    JsonNode rule =
        calls
            .get(LIST + "&fields=objectId,value,resourceContext,modificationInfo")
            .body()
            .path("items")
            .get(0);
    String path = OBJECTS + "/" + rule.path("objectId").asText();
    ObjectNode off = ((ObjectNode) rule.path("value").deepCopy()).put("enabled", false);
    ObjectNode renamed = off.deepCopy().put("config-item-title", "mine");

    assertThat(rule.at("/value/config-item-title").asText())
        .isEqualTo("[Built-in] Ingest all logs");
    assertThat(rule.at("/resourceContext/operations").toString()).isEqualTo("[\"read\",\"write\"]");
    assertThat(rule.at("/resourceContext/modifications/modifiablePaths").toString())
        .isEqualTo("[\"enabled\"]");
    assertThat(rule.at("/modificationInfo/deletable").asBoolean()).isFalse();
    assertThat(calls.put(path, "{\"value\":" + off + "}").status()).isEqualTo(200);
    assertThat(calls.put(path, "{\"value\":" + renamed + "}").status()).isEqualTo(400);
    Answer deleted = calls.delete(path);
    assertThat(deleted.status()).isEqualTo(400);
    assertThat(deleted.body().at("/error/message").asText())
        .isEqualTo("Deletion of value(s) is not allowed");
    Answer sameTitle =
        calls.post(
            OBJECTS,
            "[" + item("[Built-in] Ingest all logs", "").replace(Items.SCOPE, "environment") + "]");
    assertThat(sameTitle.body().get(0).at("/error/constraintViolations/0/message").asText())
        .isEqualTo("[config-item-title] must be unique");
    assertThat(simulator.objects().get(0).at("/value/enabled").asBoolean()).isFalse();
  }

  @Test
  void rejectsNeighborsOfOtherScopesAndUnmovableOnes() {
    start(b -> b.rule(SimulatedRule.builtIn("fixed").fixed()));
    String builtIn = simulator.objects().get(0).path("objectId").asText();

    for (String body :
        List.of(
            "[" + item("a", "\"insertAfter\":\"" + builtIn + "\"") + "]",
            "["
                + item("a", "\"insertAfter\":\"" + builtIn + "\"")
                    .replace(Items.SCOPE, "environment")
                + "]")) {
      Answer refused = calls.post(OBJECTS, body);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body().toString())
          .contains("Setting value cannot be inserted to the specified position");
    }
    assertThat(simulator.objects()).hasSize(1);
  }

  @Test
  void effectiveValuesGoFromNarrowToWide() {
    start(
        b ->
            b.entity(GROUP)
                .entity(CLUSTER)
                .entity(HOST)
                .rule(SimulatedRule.include("environment"))
                .rule(SimulatedRule.include("group").in(GROUP).namespaces("a"))
                .rule(SimulatedRule.include("cluster").in(CLUSTER))
                .rule(SimulatedRule.exclude("host").in(HOST)));
    String path =
        "/api/v2/settings/effectiveValues?schemaIds="
            + SettingsSchemas.LOG_RULES
            + "&fields=summary&scope=";

    assertThat(texts(calls.get(path + HOST.entityId()), "summary"))
        .containsExactly("host", "cluster", "group", "environment");
    assertThat(texts(calls.get(path + GROUP.entityId() + "&pageSize=1"), "summary"))
        .containsExactly("group");
    assertThat(texts(calls.get(path.replace("&fields=summary", "") + "environment"), "origin"))
        .containsExactly("environment");
    assertThat(calls.get("/api/v2/settings/effectiveValues").status()).isEqualTo(400);
  }

  @Test
  void servesTheSchemaOfLogRulesWithTheKeysThatClientsRead() {
    start(b -> b);
    JsonNode stub = calls.get("/api/v2/settings/schemas").body().path("items").get(1);
    JsonNode schema =
        calls.get("/api/v2/settings/schemas/" + encoded(SettingsSchemas.LOG_RULES)).body();

    assertThat(stub.path("latestSchemaVersion").asText()).isEqualTo("1.0.18");
    assertThat(schema.at("/enums/Attribute/items")).hasSize(23);
    assertThat(schema.at("/schemaConstraints/0/type").asText()).isEqualTo("UNIQUE");
    assertThat(schema.path("ordered").asBoolean()).isTrue();
    assertThat(schema.path("maxObjects").asInt()).isEqualTo(1_000);
    assertThat(calls.get("/api/v2/settings/schemas/no:such").status()).isEqualTo(404);
    assertThat(
            calls
                .get("/api/v2/settings/schemas/" + SettingsSchemas.LOG_RULES + "?schemaVersion=0")
                .status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "value.config-item-title = 'a' | a",
        "value.config-item-title='a' or value.config-item-title='c' | a c",
        "not (value.config-item-title = 'a') and value.enabled = true | b c",
        "value.config-item-title > 'a' | b c",
        "value.config-item-title contains 'x' | ''"
      })
  void filters(String filter, String expected) {
    start(
        b ->
            b.rule(SimulatedRule.include("a"))
                .rule(SimulatedRule.include("b"))
                .rule(SimulatedRule.include("c")));

    List<String> found = new ArrayList<>();
    calls
        .get(LIST + "&filter=" + encoded(filter))
        .body()
        .path("items")
        .forEach(item -> found.add(item.at("/value/config-item-title").asText()));
    assertThat(String.join(" ", found)).isEqualTo(expected);
    assertThat(calls.get(LIST + "&filter=author%20%3D%20'x'").status()).isEqualTo(400);
    assertThat(calls.get(LIST + "&filter=" + encoded("(((((( value.x = 1 ))))))")).status())
        .isEqualTo(400);
  }

  @Test
  void sortsAndFindsByExternalId() {
    start(
        b ->
            b.rule(SimulatedRule.include("a").externalId("x"))
                .rule(SimulatedRule.include("b").externalId("y")));

    assertThat(
            texts(
                calls.get(LIST + "&fields=value,externalId&sort=-value.config-item-title"),
                "externalId"))
        .containsExactly("y", "x");
    assertThat(texts(calls.get(LIST + "&fields=externalId&externalIds=y"), "externalId"))
        .containsExactly("y");
  }

  @Test
  void anObjectIdReplacesOnlyTogetherWithAnExternalId() {
    start(b -> b);
    String first = create(item("a", "\"externalId\":\"x\""));
    String second = create(item("b", ""));

    assertThat(status(item("c", "\"objectId\":\"" + second + "\""))).isEqualTo(400);
    assertThat(status(item("c", "\"externalId\":\"x\",\"objectId\":\"" + second + "\"")))
        .isEqualTo(400);
    assertThat(create(item("c", "\"externalId\":\"z\",\"objectId\":\"" + second + "\"")))
        .isEqualTo(second);
    assertThat(create(item("d", "\"externalId\":\"x\",\"objectId\":\"" + first + "\"")))
        .isEqualTo(first);
    assertThat(simulator.objects()).hasSize(2);
  }

  @Test
  void limitsAreThoseOfTheSchema() {
    start(b -> b);
    String values =
        IntStream.range(0, 2_001).mapToObj(i -> "\"n" + i + "\"").collect(Collectors.joining(","));

    assertThat(violation(value("x", "a").replace("\"a\"", values)))
        .isEqualTo("/matchers/0/values Must not have more than 2000 elements");
    assertThat(violation(value("x", "a".repeat(1_025))))
        .isEqualTo("/matchers/0/values/0 Must not be longer than 1024 characters");
    assertThat(violation(value("x", "a").replace("k8s.namespace.name", "container.image.name")))
        .isEqualTo("/matchers/0/attribute Unknown enum value 'container.image.name'");
    assertThat(violation(value("x", "no pair").replace("k8s.namespace.name", "host.tag")))
        .isEqualTo("/matchers/0/values/0 Must have the form key=value");
    assertThat(violation(value("x", "a").replace("[\"a\"]", "[\"a\",\"a\"]")))
        .isEqualTo("/matchers/0/values/1 Must not contain duplicates");
    assertThat(
            violation(
                "{\"enabled\":true,\"config-item-title\":\"x\",\"send-to-storage\":true,\"matchers\":["
                    + IntStream.range(0, 101)
                        .mapToObj(
                            i ->
                                "{\"attribute\":\"k8s.namespace.name\",\"operator\":\"MATCHES\",\"values\":[\"n"
                                    + i
                                    + "\"]}")
                        .collect(Collectors.joining(","))
                    + "]}"))
        .isEqualTo("/matchers Must not have more than 100 elements");
  }

  @Test
  void otherSchemasAreCheckedByTheirConstraints() throws Exception {
    JsonNode schema =
        ApiResponse.JSON.readTree(
            """
            {"schemaId":"my:schema","version":"1","displayName":"Mine","allowedScopes":["environment"],
             "properties":{"level":{"type":"integer","nullable":false,"default":3,
               "constraints":[{"type":"RANGE","minimum":0,"maximum":5}]},
              "name":{"type":"text","nullable":true,"constraints":[{"type":"PATTERN","pattern":"[a-z]+"}]}}}
            """);
    start(b -> b.schema(schema));

    assertThat(
            calls
                .get("/api/v2/settings/effectiveValues?scope=environment&schemaIds=my:schema")
                .body()
                .at("/items/0/value/level")
                .asInt())
        .isEqualTo(3);
    assertThat(calls.post(OBJECTS, mine("{\"level\":9}")).body().toString())
        .contains("Must be between 0 and 5");
    assertThat(calls.post(OBJECTS, mine("{\"level\":1,\"name\":\"A\"}")).body().toString())
        .contains("Must match the pattern");
    assertThat(calls.post(OBJECTS, mine("{}")).body().toString())
        .contains(
            "Given property 'level' with value: 'null' does not comply with required NonNull");
    assertThat(calls.post(OBJECTS, mine("{\"level\":1}")).status()).isEqualTo(200);
    assertThat(calls.post(OBJECTS, mine("{\"level\":2}")).body().toString())
        .contains("The maximum of 1 objects is reached");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DynatraceSimulator.builder().schema(ApiResponse.JSON.readTree("{}")));
  }

  @Test
  void readsLagBehindWrites() {
    MovableClock clock = new MovableClock(Instant.parse("2026-06-01T00:00:00Z"));
    start(b -> b.clock(clock).readAfterWriteLag(Duration.ofSeconds(10)));
    String id = create(item("a", ""));

    assertThat(calls.get(OBJECTS + "/" + id).status()).isEqualTo(404);
    assertThat(status(item("a", ""))).as("writes see writes").isEqualTo(400);
    clock.passes(10);
    assertThat(calls.get(OBJECTS + "/" + id).status()).isEqualTo(200);
    assertThat(calls.get(LIST).body().path("totalCount").asInt()).isEqualTo(1);
  }

  @Test
  void restoresASnapshotWithIdsAndTokens() {
    start(b -> b.rule(SimulatedRule.include("seed")));
    create(item("a", "\"externalId\":\"x\""));
    JsonNode before = simulator.objects();
    JsonNode snapshot = calls.get("/__simulator/snapshot").body();

    calls.post("/__simulator/reset", "");
    assertThat(simulator.objects()).hasSize(1);
    assertThat(calls.put("/__simulator/snapshot", snapshot.toString()).status()).isEqualTo(204);
    assertThat(simulator.objects()).isEqualTo(before);
    assertThat(calls.put("/__simulator/snapshot", "{}").status()).isEqualTo(400);
    assertThat(simulator.objects()).isEqualTo(before);
  }

  @Test
  void answersOnTheManagedAndPlatformRoutesToo() {
    start(b -> b.rule(SimulatedRule.include("a")));

    for (String prefix : List.of("/e/abc", "/platform/classic/environment-api")) {
      String path =
          prefix
              + (prefix.startsWith("/e") ? "/api/v2" : "/v2")
              + "/settings/objects?schemaIds="
              + SettingsSchemas.LOG_RULES;
      HttpCalls caller =
          prefix.startsWith("/e")
              ? calls
              : new HttpCalls(simulator.baseUrl(), "Bearer", "dt0s16.PUBLIC.SECRET");
      assertThat(caller.get(path).body().path("totalCount").asInt()).as(path).isEqualTo(1);
    }
    assertThat(simulator.requests()).containsEntry("GET /api/v2/settings/objects", 2);
  }

  @Test
  void turnsRequestsAwayThatItHasNoRoomFor() throws InterruptedException {
    start(b -> b.throttle(1, 0).latency(Duration.ofMillis(200)));
    List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clients.add(new Thread(() -> statuses.add(calls.get(LIST).status())));
    }
    clients.forEach(Thread::start);
    for (Thread client : clients) {
      client.join();
    }

    assertThat(statuses).contains(200, 429).hasSize(8);
  }

  private void start(UnaryOperator<DynatraceSimulator.Builder> with) {
    simulator = with.apply(DynatraceSimulator.builder().allowInvalidRequests()).start();
    calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);
  }

  private String create(String item) {
    Answer answer = calls.post(OBJECTS, "[" + item + "]");
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body().get(0).path("objectId").asText();
  }

  private static String mine(String value) {
    return "[{\"schemaId\":\"my:schema\",\"scope\":\"environment\",\"value\":" + value + "}]";
  }

  private int status(String item) {
    return calls.post(OBJECTS, "[" + item + "]").status();
  }

  private String violation(String value) {
    JsonNode result =
        calls
            .post(OBJECTS, "[" + item("x", "").replace(value("x", "a"), value) + "]")
            .body()
            .get(0);
    JsonNode first = result.at("/error/constraintViolations/0");
    return first.path("path").asText().replace(SettingsSchemas.LOG_RULES + "/0", "")
        + " "
        + first.path("message").asText();
  }

  private static List<String> texts(Answer answer, String field) {
    List<String> texts = new ArrayList<>();
    answer.body().path("items").forEach(item -> texts.add(item.path(field).asText()));
    return texts;
  }
}
