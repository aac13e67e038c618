package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.OBJECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.HttpCalls.Answer;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The control paths as other programs use them: over HTTP, without a token. */
class ControlTest {

  private static final String LIST = OBJECTS + "?schemaIds=" + SettingsSchemas.LOG_RULES;

  private DynatraceSimulator simulator;
  private HttpCalls calls;
  private HttpCalls control;

  @BeforeEach
  void start() {
    simulator =
        DynatraceSimulator.builder()
            .allowInvalidRequests()
            .token(HttpCalls.TOKEN)
            .rule(SimulatedRule.include("seed"))
            .start();
    calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);
    control = new HttpCalls(simulator.baseUrl(), "none");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void requestsAreToldByOperationAndForgotten() {
    calls.get(LIST);
    calls.get(LIST);
    calls.delete(OBJECTS + "/x");

    assertThat(control.get("/__simulator/requests").body().toString())
        .isEqualTo(
            "{\"total\":3,\"byOperation\":{\"DELETE /api/v2/settings/objects/{objectId}\":1,"
                + "\"GET /api/v2/settings/objects\":2}}");
    assertThat(control.delete("/__simulator/requests").status()).isEqualTo(204);
    assertThat(control.get("/__simulator/requests").body().path("total").asInt(-1)).isZero();
  }

  @Test
  void objectsAreToldWithWhatTestsLookFor() {
    JsonNode object = control.get("/__simulator/objects").body().get(0);

    assertThat(object.fieldNames())
        .toIterable()
        .containsExactly(
            "objectId", "scope", "schemaId", "value", "updateToken", "modified", "author");
  }

  @Test
  void resetGoesBackToTheBeginning() {
    JsonNode beginning = control.get("/__simulator/objects").body();
    calls.post(OBJECTS, "[" + Items.item("a", "") + "]");
    calls.delete(OBJECTS + "/" + beginning.get(0).path("objectId").asText());
    control.put("/__simulator/faults", "[{\"operation\":\"*\",\"status\":500}]");

    assertThat(control.post("/__simulator/reset", "").status()).isEqualTo(204);
    assertThat(control.get("/__simulator/objects").body()).isEqualTo(beginning);
    assertThat(control.get("/__simulator/faults").body()).isEmpty();
    assertThat(control.get("/__simulator/requests").body().path("total").asInt(-1)).isZero();
    assertThat(calls.get(LIST).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"status\":503 | 503",
        "\"status\":429,\"retryAfter\":7 | 429",
        "\"delay\":\"5ms\" | 200",
        "\"delay\":5 | 200",
        "\"login-page\":true | 200",
        "\"garbage\":true | 200",
        "\"fault\":\"garbage\" | 200",
        "\"empty-page\":true | 200",
        "\"stale-token\":true | 200"
      })
  void everyKindOfFaultIsSetAsJson(String effect, int status) {
    assertThat(
            control
                .put("/__simulator/faults", "[{\"operation\":\"*\",\"nth\":1," + effect + "}]")
                .status())
        .isEqualTo(204);

    assertThat(calls.raw("GET", LIST, "").status()).isEqualTo(status);
    assertThat(calls.get(LIST).status()).as("the next one").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop-before", "drop-after", "truncate"})
  void everyKindOfDropIsSetAsJson(String kind) {
    control.put(
        "/__simulator/faults",
        "[{\"operation\":\"POST /settings/objects\",\"nth\":1,\"" + kind + "\":true}]");
    String rule = "[" + Items.item("a", "\"externalId\":\"a\"") + "]";

    assertThatThrownBy(() -> calls.post(OBJECTS, rule)).hasCauseInstanceOf(IOException.class);
    assertThat(simulator.objects()).hasSize(kind.equals("drop-before") ? 1 : 2);
    assertThat(calls.post(OBJECTS, rule).status()).as("the next one").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeat-page", "vanish-page"})
  void everyKindOfLostPageIsSetAsJson(String kind) {
    calls.post(OBJECTS, "[" + Items.item("a", "") + "]");
    String key = calls.get(LIST + "&pageSize=1").body().path("nextPageKey").asText();
    control.put("/__simulator/faults", "[{\"operation\":\"*\",\"" + kind + "\":true}]");
    Answer page = calls.get(OBJECTS + "?nextPageKey=" + key);

    if (kind.equals("repeat-page")) {
      assertThat(page.body().path("nextPageKey").asText()).isEqualTo(key);
    } else {
      assertThat(page.status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | faults | {not json | The body is not JSON",
        "PUT | faults | '' | The body is empty",
        "PUT | faults | {} | Faults are a JSON list of objects.",
        "PUT | faults | [{\"operation\":\"*\",\"nth\":\"x\",\"garbage\":true}] | Fault 0: nth",
        "PUT | faults | [{\"operation\":\"GET /x\",\"garbage\":true}] | Fault 0: \"GET /x\" is no",
        "PUT | faults | [{\"operation\":\"*\",\"explode\":true}] | unknown \"explode\"",
        "PUT | faults | [{\"operation\":\"*\",\"delay\":\"soon\"}] | delay \"soon\" is not a",
        "PUT | snapshot | [] | A snapshot has the format",
        "PUT | snapshot | [ | The body is not JSON",
        "GET | nothing | '' | no control GET /__simulator/nothing"
      })
  void namesUnknownControlRequests(String method, String path, String body, String expected) {
    HttpCalls.Raw answer = control.raw(method, "/__simulator/" + path, body);

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.text().replace("\\\"", "\"")).contains(expected);
    assertThat(control.get("/__simulator/objects").body()).hasSize(1);
  }
}
