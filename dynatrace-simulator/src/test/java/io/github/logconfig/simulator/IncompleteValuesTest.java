package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.OBJECTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that omit properties, with and without {@code repairInput}, and unusual constraints. */
class IncompleteValuesTest {

  private static final String SCHEMA =
      """
      {"schemaId":"my:rules","version":"1","displayName":"Rules","allowedScopes":["environment"],
       "multiObject":true,
       "schemaConstraints":[{"type":"UNIQUE","uniqueProperties":["rule.ruleName"]},
                            {"type":"UNIQUE","uniqueProperties":["rule/code"]}],
       "types":{"Rule":{"type":"object","properties":{
         "ruleName":{"type":"text","nullable":true},
         "code":{"type":"text","nullable":true},
         "active":{"type":"boolean","nullable":false,"default":true},
         "tags":{"type":"set","nullable":false,"items":{"type":"text"}},
         "expression":{"type":"text","nullable":true,"constraints":[{"type":"REGEX"}]}}}},
       "properties":{
         "rule":{"type":{"$ref":"#/types/Rule"},"nullable":false},
         "conditions":{"type":"list","nullable":false,"items":{"type":{"$ref":"#/types/Rule"}}},
         "level":{"type":"integer","nullable":false,"default":3},
         "note":{"type":"text","nullable":false}}}
      """;
  private static final String NON_NULL =
      "Given property '%s' with value: 'null' does not comply with required NonNull of schema";

  private DynatraceSimulator simulator;
  private HttpCalls calls;

  @BeforeEach
  void start() throws JsonProcessingException {
    simulator =
        DynatraceSimulator.builder()
            .allowInvalidRequests()
            .schema(ApiResponse.JSON.readTree(SCHEMA))
            .start();
    calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"matchers\":null", ",\"matchers\":[]"})
  void readsMissingCollectionsAsEmpty(String matchers) {
    String value =
        "{\"enabled\":true,\"config-item-title\":\"all\",\"send-to-storage\":true" + matchers + "}";
    String item = item(SettingsSchemas.LOG_RULES, value);

    HttpCalls.Answer created = calls.post(OBJECTS, item);
    String id = created.body().at("/0/objectId").asText();

    assertThat(created.status()).isEqualTo(200);
    assertThat(calls.get(OBJECTS + "/" + id).body().at("/value/matchers").toString())
        .isEqualTo("[]");
    assertThat(calls.put(OBJECTS + "/" + id, "{\"value\":" + value + "}").status()).isEqualTo(200);
  }

  @Test
  void otherValuesAreRequired() {
    HttpCalls.Answer refused = calls.post(OBJECTS, item("my:rules", "{\"rule\":{}}"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().findValuesAsText("message"))
        .contains(
            NON_NULL.formatted("active"), NON_NULL.formatted("level"), NON_NULL.formatted("note"))
        .doesNotContain(NON_NULL.formatted("conditions"), NON_NULL.formatted("tags"));
  }

  @Test
  void repairInputUsesTheDefaultsAndDropsUnknownProperties() {
    String value = "{\"note\":\"x\",\"unknown\":1,\"conditions\":[{\"ruleName\":\"a\"}]}";

    HttpCalls.Answer created = calls.post(OBJECTS + "?repairInput=true", item("my:rules", value));
    String id = created.body().at("/0/objectId").asText();

    assertThat(created.status()).isEqualTo(200);
    assertThat(calls.get(OBJECTS + "/" + id).body().path("value").toString())
        .isEqualTo(
            "{\"note\":\"x\",\"conditions\":[{\"ruleName\":\"a\",\"active\":true,\"tags\":[]}],"
                + "\"rule\":{\"active\":true,\"tags\":[]},\"level\":3}");
    assertThat(
            calls
                .put(
                    OBJECTS + "/" + id + "?repairInput=true",
                    "{\"value\":{\"note\":\"y\",\"level\":null}}")
                .status())
        .isEqualTo(200);
    assertThat(calls.get(OBJECTS + "/" + id).body().at("/value/level").asInt()).isEqualTo(3);
  }

  @Test
  void repairInputDoesNotInventATextOrCorrectAType() {
    String noNote = item("my:rules", "{}");
    String wrongLevel = item("my:rules", "{\"note\":\"x\",\"level\":\"high\"}");

    assertThat(calls.post(OBJECTS + "?repairInput=true", noNote).body().toString())
        .contains(NON_NULL.formatted("note"));
    assertThat(calls.post(OBJECTS + "?repairInput=true", wrongLevel).body().toString())
        .contains("Must be an integer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ruleName | a | b | 200",
        "ruleName | a | a | 400",
        "code | a | b | 200",
        "code | a | a | 400"
      })
  void nestedPropertiesAreUnique(String property, String first, String second, int expected) {
    create("{\"" + property + "\":\"" + first + "\"}");

    HttpCalls.Answer answer = create("{\"" + property + "\":\"" + second + "\"}");

    assertThat(answer.status()).isEqualTo(expected);
    if (expected == 400) {
      assertThat(answer.body().toString()).contains(property + "] must be unique");
    }
  }

  @Test
  void valuesThatAreMissingAreNotEqual() {
    assertThat(create("{}").status()).isEqualTo(200);
    assertThat(create("{}").status()).isEqualTo(200);
    assertThat(create("{\"ruleName\":null}").status()).isEqualTo(200);
    assertThat(create("{\"ruleName\":null}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"www.google.com, 200", "^https?://.*$, 200", "a(b, 400", "[z-a], 400"})
  void regexConstraintWithoutPatternRequiresAnExpression(String text, int expected) {
    HttpCalls.Answer answer = create("{\"expression\":\"" + text + "\"}");

    assertThat(answer.status()).isEqualTo(expected);
    if (expected == 400) {
      assertThat(answer.body().toString()).contains("Must be a valid regular expression");
    }
  }

  @Test
  void rejectsObjectsWithoutScope() {
    String item =
        "[{\"schemaId\":\""
            + SettingsSchemas.LOG_RULES
            + "\",\"value\":"
            + Items.value("a", "b")
            + "}]";

    assertThat(calls.post(OBJECTS, item).status()).isEqualTo(400);
    assertThat(calls.post(OBJECTS + "?repairInput=true", item).status()).isEqualTo(400);
  }

  private HttpCalls.Answer create(String rule) {
    return calls.post(
        OBJECTS + "?repairInput=true", item("my:rules", "{\"note\":\"x\",\"rule\":" + rule + "}"));
  }

  private static String item(String schemaId, String value) {
    return "[{\"schemaId\":\""
        + schemaId
        + "\",\"scope\":\"environment\",\"value\":"
        + value
        + "}]";
  }
}
