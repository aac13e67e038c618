package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.OBJECTS;
import static io.github.logconfig.simulator.Items.item;
import static io.github.logconfig.simulator.Items.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.HttpCalls.Answer;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import io.github.logconfig.simulator.junit.DynatraceSimulatorTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of writing settings objects and of the schema of log rules. */
@DynatraceSimulatorTest(allowInvalidRequests = true)
class WritingReferenceTest {

  private static final String OTHER_SCOPE = "HOST_GROUP-0000000000000002";

  private DynatraceSimulator simulator;
  private HttpCalls calls;

  @BeforeEach
  void call(DynatraceSimulator simulator) {
    this.simulator = simulator;
    this.calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);
  }

  @Test
  void undocumentedParametersAndOldSchemaVersionsAreAccepted() {
    Answer created =
        calls.post(
            OBJECTS + "?repairInput=true&adminAccess=false",
            "[" + item("a", "\"schemaVersion\":\"1.0.16\"") + "]");
    String id = created.body().get(0).path("objectId").asText();

    assertThat(created.status()).isEqualTo(200);
    assertThat(
            calls
                .put(
                    OBJECTS + "/" + id + "?repairInput=true",
                    "{\"schemaVersion\":\"1.0.16\",\"value\":" + value("b", "a") + "}")
                .status())
        .isEqualTo(200);
    assertThat(calls.get(OBJECTS + "/" + id).body().path("schemaVersion").asText())
        .isEqualTo("1.0.18");
  }

  @Test
  void anExternalIdIsAKeyWithinSchemaAndScope() {
    String here = create(item("a", "\"externalId\":\"key\""));
    String there = create(inOtherScope(item("a", "\"externalId\":\"key\"")));

    assertThat(here).isNotEqualTo(there);
    assertThat(create(item("b", "\"externalId\":\"key\""))).isEqualTo(here);
    assertThat(status("[" + item("c", "\"externalId\":\"" + "x".repeat(501) + "\"") + "]"))
        .isEqualTo(400);
    create(item("c", "\"externalId\":\"" + "x".repeat(500) + "\""));
  }

  @Test
  void keepsThePositionOfReplacedObjects() {
    create(item("a", "\"externalId\":\"a\""));
    create(item("b", ""));

    create(item("a2", "\"externalId\":\"a\""));
    assertThat(titles()).containsExactly("a2", "b");
    create(item("b0", "\"externalId\":\"b\",\"insertAfter\":\"\""));
    assertThat(titles()).containsExactly("b0", "a2", "b");
  }

  @Test
  void treatsNullAsAbsent() {
    create(item("a", ""));
    create(item("b", "\"insertAfter\":null"));

    assertThat(titles()).containsExactly("a", "b");
  }

  @Test
  void anUpdateMovesBehindOrBeforeAnotherAndNeverBoth() {
    String a = create(item("a", ""));
    create(item("b", ""));
    String c = create(item("c", ""));

    assertThat(move(c, "\"insertBefore\":\"" + a + "\"").status()).isEqualTo(200);
    assertThat(titles()).containsExactly("c", "a", "b");
    assertThat(move(c, "\"insertAfter\":\"" + a + "\",\"insertBefore\":null").status())
        .isEqualTo(200);
    assertThat(titles()).containsExactly("a", "c", "b");
    assertThat(move(c, "\"insertAfter\":\"\",\"insertBefore\":\"\"").status()).isEqualTo(400);
    assertThat(move(c, "\"insertAfter\":\"" + c + "\"").status()).as("itself").isEqualTo(400);
    String elsewhere = create(inOtherScope(item("x", "")));
    assertThat(move(c, "\"insertAfter\":\"" + elsewhere + "\"").status()).isEqualTo(400);
    assertThat(titles()).startsWith("a", "c", "b");
  }

  @Test
  void everyWriteMakesANewUpdateTokenForThatObjectOnly() {
    String a = create(item("a", ""));
    String b = create(item("b", ""));
    String tokenOfA = token(a);
    String tokenOfB = token(b);

    move(b, "\"insertAfter\":\"\"");

    assertThat(token(b)).isNotEqualTo(tokenOfB).startsWith("vu9U3hXY3q0A");
    assertThat(token(a)).isEqualTo(tokenOfA);
    assertThat(a).startsWith("vu9U3hXa3q0AAAAB").matches("[A-Za-z0-9_-]+");
  }

  @Test
  void answersOfAnUpdateAreOneObject() {
    String id = create(item("a", ""));
    Answer good = calls.put(OBJECTS + "/" + id, "{\"value\":" + value("b", "a") + "}");
    Answer bad = calls.put(OBJECTS + "/" + id, "{\"value\":" + value("", "a") + "}");
    Answer gone = calls.put(OBJECTS + "/x", "{\"value\":" + value("b", "a") + "}");

    assertThat(good.body().toString()).isEqualTo("{\"code\":200,\"objectId\":\"" + id + "\"}");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.body().fieldNames())
        .toIterable()
        .containsExactly("code", "error", "invalidValue");
    assertThat(bad.body().at("/error/constraintViolations/0/path").asText())
        .isEqualTo(SettingsSchemas.LOG_RULES + "/0/config-item-title");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.body().path("code").asInt()).isEqualTo(404);
  }

  @Test
  void validatingOnlyWritesNothingWhetherItIsNewOrNot() {
    String id = create(item("a", ""));
    String token = token(id);

    assertThat(
            calls
                .put(
                    OBJECTS + "/" + id + "?validateOnly=true",
                    "{\"insertBefore\":\"\",\"value\":" + value("b", "a") + "}")
                .status())
        .isEqualTo(200);
    assertThat(
            calls.post(OBJECTS + "?validateOnly=true", "[" + item("", "") + "]").body().toString())
        .contains("\"code\":400");
    assertThat(titles()).containsExactly("a");
    assertThat(token(id)).isEqualTo(token);
  }

  @Test
  void deletingTakesTheUpdateTokenAsAParameter() {
    String id = create(item("a", ""));

    assertThat(calls.delete(OBJECTS + "/" + id + "?updateToken=" + token(id)).status())
        .isEqualTo(204);
    Answer again = calls.delete(OBJECTS + "/" + id);
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.body().path("code").asInt()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "environment, environment",
    "tenant, environment",
    "HOST-0000000000000001, HOST-0000000000000001",
    "HOST_GROUP-0000000000000001, HOST_GROUP-0000000000000001",
    "KUBERNETES_CLUSTER-0000000000000001, KUBERNETES_CLUSTER-0000000000000001"
  })
  void acceptsFourKindsOfScopeForLogRules(String scope, String expected) {
    create(item("a", "").replace(Items.SCOPE, scope));

    assertThat(simulator.objects().get(0).path("scope").asText()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SERVICE-0000000000000001", "HOST_GROUP-stage", "nonsense", "metric-x"})
  void andInNoOthers(String scope) {
    Answer refused = calls.post(OBJECTS, "[" + item("a", "").replace(Items.SCOPE, scope) + "]");

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.body().get(0).at("/error/message").asText())
        .startsWith("No write access for scope class ");
  }

  @Test
  void titlesAreUniqueWithinTheirScope() {
    create(item("a", ""));
    create(inOtherScope(item("a", "")));

    Answer taken = calls.post(OBJECTS, "[" + item("a", "") + "]");
    assertThat(taken.body().get(0).at("/error/message").asText())
        .isEqualTo("Validation failed for 1 Validators.");
    assertThat(taken.body().get(0).at("/error/constraintViolations/0").toString())
        .isEqualTo(
            "{\"path\":\"builtin:logmonitoring.log-storage-settings/0/config-item-title\","
                + "\"message\":\"[config-item-title] must be unique\","
                + "\"parameterLocation\":\"PAYLOAD_BODY\",\"location\":null}");
  }

  @Test
  void limitsAScopeToAThousandRules() {
    for (int batch = 0; batch < 10; batch++) {
      int first = batch * 100;
      String items =
          IntStream.range(first, first + 100)
              .mapToObj(i -> item("rule " + i, ""))
              .collect(Collectors.joining(","));
      assertThat(status("[" + items + "]")).isEqualTo(200);
    }

    assertThat(status("[" + item("one more", "") + "]")).isEqualTo(400);
    assertThat(status("[" + inOtherScope(item("elsewhere", "")) + "]")).isEqualTo(200);
    assertThat(simulator.objects()).hasSize(1_001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"enabled\":true, | '' | /enabled",
        "\"enabled\":true | \"enabled\":\"yes\" | /enabled",
        "\"send-to-storage\":true, | '' | /send-to-storage",
        "\"values\":[\"a\"] | \"values\":[] | /matchers/0/values",
        "\"values\":[\"a\"] | \"values\":[\"\"] | /matchers/0/values/0",
        "\"values\":[\"a\"] | \"values\":[null] | /matchers/0/values/0",
        "\"values\":[\"a\"] | \"values\":\"a\" | /matchers/0/values",
        "\"operator\":\"MATCHES\" | \"operator\":\"EQUALS\" | /matchers/0/operator",
        "\"enabled\":true | \"enabled\":true,\"more\":1 | /more",
        "k8s.namespace.name | host.tag | /matchers/0/values/0",
        "k8s.namespace.name | k8s.pod.label | /matchers/0/values/0",
        "k8s.namespace.name | k8s.pod.annotation | /matchers/0/values/0"
      })
  void violationsTellTheirPath(String part, String instead, String path) {
    String broken = item("a", "").replace(part, instead == null ? "" : instead);
    Answer refused = calls.post(OBJECTS, "[" + item("good", "") + "," + broken + "]");

    assertThat(refused.status()).isEqualTo(207);
    assertThat(refused.body().get(1).at("/error/constraintViolations/0/path").asText())
        .isEqualTo(SettingsSchemas.LOG_RULES + "/1" + path);
    assertThat(titles()).containsExactly("good");
  }

  @Test
  void rejectsHostTagMatchersWithSeveralKeys() {
    String tags = item("a", "").replace("k8s.namespace.name", "host.tag");

    assertThat(status("[" + tags.replace("[\"a\"]", "[\"a=1\",\"a=2\"]") + "]")).isEqualTo(200);
    assertThat(status("[" + tags.replace("[\"a\"]", "[\"a=1\",\"b=2\"]") + "]")).isEqualTo(400);
  }

  @Test
  void matchersAreASetWhateverTheOrderOfTheirValues() {
    String matcher = "{\"attribute\":\"loglevel\",\"operator\":\"MATCHES\",\"values\":[%s]}";
    String twice = matcher.formatted("\"a\",\"b\"") + "," + matcher.formatted("\"b\",\"a\"");
    String rule =
        item("a", "").replaceFirst("\"matchers\":\\[.*]}", "\"matchers\":[" + twice + "]}");

    assertThat(status("[" + rule + "]")).isEqualTo(400);
    assertThat(
            status(
                "[" + item("b", "").replaceFirst("\"matchers\":\\[.*]}", "\"matchers\":[]}") + "]"))
        .as("no matchers match everything")
        .isEqualTo(200);
  }

  @Test
  void anItemOfMissingPartsIsRefusedAlone() {
    String items =
        "[{\"scope\":\"environment\",\"value\":{}},"
            + "{\"schemaId\":\"builtin:logmonitoring.log-storage-settings\",\"value\":{}},"
            + "{\"schemaId\":\"builtin:logmonitoring.log-storage-settings\",\"scope\":\"environment\"},"
            + item("good", "")
            + "]";
    Answer answer = calls.post(OBJECTS, items);

    assertThat(answer.status()).isEqualTo(207);
    assertThat(answer.body()).hasSize(4);
    assertThat(answer.body().get(3).path("code").asInt()).isEqualTo(200);
    assertThat(titles()).containsExactly("good");
  }

  @Test
  void anyTokenMayLookTokensUp() {
    try (DynatraceSimulator other =
        DynatraceSimulator.builder().tokenWithScopes(HttpCalls.TOKEN).start()) {
      HttpCalls poor = new HttpCalls(other.baseUrl(), HttpCalls.TOKEN);
      JsonNode shown =
          poor.post("/api/v2/apiTokens/lookup", "{\"token\":\"" + HttpCalls.TOKEN + "\"}").body();

      assertThat(shown.path("id").asText()).isEqualTo("dt0c01.PUBLIC");
      assertThat(shown.path("scopes")).isEmpty();
      assertThat(shown.toString()).doesNotContain("SECRET");
    }
  }

  private Answer move(String id, String place) {
    String title = calls.get(OBJECTS + "/" + id).body().at("/value/config-item-title").asText();
    return calls.put(OBJECTS + "/" + id, "{" + place + ",\"value\":" + value(title, "a") + "}");
  }

  private String token(String id) {
    return calls.get(OBJECTS + "/" + id).body().path("updateToken").asText();
  }

  private String create(String item) {
    Answer answer = calls.post(OBJECTS, "[" + item + "]");
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body().get(0).path("objectId").asText();
  }

  private int status(String body) {
    return calls.post(OBJECTS, body).status();
  }

  private static String inOtherScope(String item) {
    return item.replace(Items.SCOPE, OTHER_SCOPE);
  }

  private List<String> titles() {
    List<String> titles = new ArrayList<>();
    simulator
        .objects()
        .forEach(object -> titles.add(object.at("/value/config-item-title").asText()));
    return titles;
  }
}
