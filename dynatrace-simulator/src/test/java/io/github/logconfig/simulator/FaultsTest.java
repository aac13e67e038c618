package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.OBJECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import io.github.logconfig.simulator.junit.DynatraceSimulatorTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DynatraceSimulatorTest(allowInvalidRequests = true)
class FaultsTest {

  private static final String CREATE = "POST /settings/objects";
  private static final String LIST = "GET /api/v2/settings/objects";
  private static final String FIRST_PAGE =
      OBJECTS + "?pageSize=1&schemaIds=" + SettingsSchemas.LOG_RULES;

  private DynatraceSimulator simulator;
  private HttpCalls calls;

  @BeforeEach
  void call(DynatraceSimulator simulator) {
    this.simulator = simulator;
    this.calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);
  }

  @Test
  void answersTheNthRequestWithAStatusAndChangesNothing() {
    simulator.faults(Fault.on(CREATE).nth(2).status(429, Duration.ofSeconds(3)));

    assertThat(create("a").status()).isEqualTo(200);
    HttpCalls.Answer second = create("b");
    assertThat(second.status()).isEqualTo(429);
    assertThat(second.retryAfter()).contains("3");
    assertThat(second.body().toString())
        .isEqualTo("{\"error\":{\"code\":429,\"message\":\"Too many requests.\"}}");
    assertThat(create("c").status()).isEqualTo(200);
    assertThat(simulator.objects()).hasSize(2);
  }

  @Test
  void strikesSeveralInARow() {
    simulator.faults(Fault.on("*").times(2).status(503));

    assertThat(List.of(create("a").status(), create("a").status(), create("a").status()))
        .containsExactly(503, 503, 200);
  }

  @Test
  void dropsTheConnectionBeforeOrAfterTheWrite() {
    simulator.faults(Fault.on(CREATE).nth(1).dropBefore(), Fault.on(CREATE).nth(2).dropAfter());

    assertThatThrownBy(() -> create("a")).hasCauseInstanceOf(IOException.class);
    assertThat(simulator.objects()).isEmpty();
    assertThatThrownBy(() -> create("a")).hasCauseInstanceOf(IOException.class);
    assertThat(simulator.objects()).hasSize(1);
  }

  @Test
  void truncatesTheBodyAfterTheWrite() {
    simulator.faults(Fault.on(CREATE).truncate());

    assertThatThrownBy(() -> create("a")).hasMessageContaining("fixed content-length");
    assertThat(simulator.objects()).hasSize(1);
  }

  @Test
  void sendsGarbageAndLoginPages() {
    simulator.faults(
        Fault.on(CREATE).nth(1).garbage(), Fault.on("POST /api/v2/settings/objects").loginPage());

    assertThat(calls.raw("POST", OBJECTS, "[" + Items.item("a", "") + "]").contentType())
        .contains("application/json");
    assertThat(simulator.objects()).hasSize(1);
    HttpCalls.Raw page = calls.raw("POST", OBJECTS, "[]");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.contentType()).contains("text/html");
    assertThat(page.text()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void outdatesUpdateTokens() {
    String id = create("a").body().get(0).path("objectId").asText();
    String path = OBJECTS + "/" + id;
    simulator.faults(Fault.on("PUT /settings/objects/{id}").nth(1).staleToken());
    String token = calls.get(path).body().path("updateToken").asText();
    String update =
        "{\"updateToken\":\"" + token + "\",\"value\":" + Items.value("renamed", "a") + "}";

    assertThat(calls.put(path, update).status()).isEqualTo(409);
    assertThat(simulator.objects().get(0).at("/value/config-item-title").asText()).isEqualTo("a");

    simulator.faults(Fault.on(LIST).staleToken());
    String shown =
        calls.get(FIRST_PAGE + "&fields=updateToken").body().at("/items/0/updateToken").asText();
    assertThat(calls.delete(path + "?updateToken=" + shown).status()).isEqualTo(409);
  }

  @Test
  void repeatsEmptiesAndLosesPages() {
    create("a");
    create("b");
    String key = nextKey(calls.get(FIRST_PAGE));
    String next = OBJECTS + "?nextPageKey=" + key;

    simulator.faults(
        Fault.on(LIST).nth(1).repeatPage(),
        Fault.on(LIST).nth(2).emptyPage(),
        Fault.on(LIST).nth(3).vanishPage());
    assertThat(nextKey(calls.get(next))).isEqualTo(key);
    HttpCalls.Answer empty = calls.get(next);
    assertThat(empty.body().path("items")).isEmpty();
    assertThat(nextKey(empty)).isEqualTo(key);
    assertThat(calls.get(next).status()).isEqualTo(400);
    assertThat(calls.get(next).body().path("items")).hasSize(1);
  }

  @Test
  void chanceIsDecidedByTheSeed() {
    assertThat(statuses(7)).isEqualTo(statuses(7)).isNotEqualTo(statuses(8)).contains(200, 500);
  }

  @Test
  void areSetToldAndClearedOverHttp() {
    String faults =
        "[{\"operation\":\"POST /settings/objects\",\"nth\":1,\"drop-after\":true},"
            + "{\"operation\":\"*\",\"probability\":0.5,\"seed\":42,\"delay\":\"5ms\"},"
            + "{\"operation\":\"GET /api/v2/entities\",\"fault\":\"garbage\"},"
            + "{\"operation\":\"GET /api/v2/entities\",\"status\":503,\"retryAfter\":2}]";

    assertThat(calls.put("/__simulator/faults", faults).status()).isEqualTo(204);
    assertThat(calls.get("/__simulator/faults").body().toString())
        .isEqualTo(
            "[{\"operation\":\"POST /api/v2/settings/objects\",\"nth\":1,\"times\":1,"
                + "\"drop-after\":true},"
                + "{\"operation\":\"*\",\"probability\":0.5,\"seed\":42,\"delay\":\"5ms\"},"
                + "{\"operation\":\"GET /api/v2/entities\",\"garbage\":true},"
                + "{\"operation\":\"GET /api/v2/entities\",\"status\":503,\"retryAfter\":2}]");
    assertThatThrownBy(() -> create("a")).hasCauseInstanceOf(IOException.class);
    assertThat(calls.delete("/__simulator/faults").status()).isEqualTo(204);
    assertThat(calls.get("/__simulator/faults").body()).isEmpty();
    assertThat(simulator.objects()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1]",
        "[{\"operation\":\"GET /nonsense\",\"status\":500}]",
        "[{\"operation\":\"*\"}]",
        "[{\"operation\":\"*\",\"status\":500,\"garbage\":true}]",
        "[{\"operation\":\"*\",\"status\":99}]",
        "[{\"operation\":\"*\",\"status\":\"x\"}]",
        "[{\"operation\":\"*\",\"nth\":0,\"status\":500}]",
        "[{\"operation\":\"*\",\"probability\":2,\"status\":500}]",
        "[{\"operation\":\"*\",\"delay\":\"soon\"}]",
        "[{\"operation\":\"*\",\"delay\":\"9000s\"}]",
        "[{\"operation\":\"*\",\"echo-authorization\":true}]",
        "[{\"operation\":\"*\",\"echo-authorization\":99}]",
        "[{\"operation\":\"*\",\"explode\":true}]"
      })
  void refusesFaultsThatItDoesNotUnderstand(String faults) {
    simulator.faults(Fault.on(CREATE).loginPage());

    HttpCalls.Answer answer = calls.put("/__simulator/faults", faults);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().at("/error/message").asText()).contains("ault");
    assertThat(calls.get("/__simulator/faults").body()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listsEndlessPages(boolean newObjects) {
    create("a");
    simulator.faults(newObjects ? Fault.on(LIST).endlessObjects() : Fault.on(LIST).endlessPages());
    Set<String> keys = new HashSet<>();
    Set<String> ids = new HashSet<>();

    HttpCalls.Answer page = calls.get(FIRST_PAGE);
    for (int i = 0; i < 5; i++) {
      assertThat(page.body().path("items")).hasSize(1);
      ids.add(page.body().at("/items/0/objectId").asText());
      assertThat(keys.add(nextKey(page))).isTrue();
      page = calls.get(OBJECTS + "?nextPageKey=" + nextKey(page));
    }

    assertThat(ids).hasSize(newObjects ? 5 : 1);
    simulator.clearFaults();
    assertThat(calls.get(OBJECTS + "?nextPageKey=" + nextKey(page)).body().has("nextPageKey"))
        .isFalse();
  }

  @Test
  void listsEndlessEntities() {
    simulator.addEntities(SimulatedEntity.hostGroup("one"));
    simulator.faults(Fault.on("GET /entities").endlessObjects());
    String path = "/api/v2/entities?entitySelector=type(HOST_GROUP)";

    HttpCalls.Answer first = calls.get(path);
    HttpCalls.Answer second = calls.get("/api/v2/entities?nextPageKey=" + nextKey(first));

    assertThat(second.body().at("/entities/0/entityId").asText())
        .startsWith("HOST_GROUP-")
        .isNotEqualTo(first.body().at("/entities/0/entityId").asText());
    assertThat(nextKey(second)).isNotEmpty().isNotEqualTo(nextKey(first));
  }

  @Test
  void listedObjectsMayLackTheirId() {
    create("a");
    create("b");
    String path = OBJECTS + "?scopes=" + Items.SCOPE + "&fields=objectId,updateToken,value";
    simulator.faults(Fault.on(LIST).missingId("\"b\""));

    JsonNode items = calls.get(path).body().path("items");

    assertThat(items.get(0).fieldNames())
        .toIterable()
        .containsExactly("objectId", "updateToken", "value");
    assertThat(items.get(1).fieldNames()).toIterable().containsExactly("value");
    simulator.faults(Fault.on(LIST).missingId(""));
    assertThat(calls.get(path).body().at("/items/0").has("objectId")).isFalse();
    assertThat(calls.get(path).body().at("/items/1").has("objectId")).isTrue();
    simulator.clearFaults();
    assertThat(calls.get(path).body().findValuesAsText("objectId")).hasSize(2);
  }

  @Test
  void listedObjectsMayHaveAnUnreadableValue() {
    create("a");
    create("b");
    calls.put(
        "/__simulator/faults",
        "[{\"operation\":\"" + LIST + "\",\"unreadable-value\":\"\\\"b\\\"\"}]");

    JsonNode items = calls.get(OBJECTS + "?scopes=" + Items.SCOPE).body().path("items");

    assertThat(items.at("/0/value/config-item-title").asText()).isEqualTo("a");
    assertThat(items.at("/1/value").asText()).isEqualTo("unreadable");
    assertThat(simulator.objects().at("/1/value/config-item-title").asText()).isEqualTo("b");
  }

  @Test
  void anErrorMayEchoTheToken() {
    simulator.faults(Fault.on("*").echoAuthorization(403));
    String header = "Api-Token dt0c01.PUBLIC.S+E/C=";

    HttpCalls.Answer answer =
        new HttpCalls(simulator.baseUrl(), "dt0c01.PUBLIC.S+E/C=").get(FIRST_PAGE);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body().at("/error/message").asText())
        .contains(
            header,
            Base64.getEncoder().encodeToString(header.getBytes(StandardCharsets.UTF_8)),
            Base64.getEncoder()
                .encodeToString("dt0c01.PUBLIC.S+E/C=".getBytes(StandardCharsets.UTF_8)),
            "Api-Token+dt0c01.PUBLIC.S%2BE%2FC%3D");
  }

  @Test
  void everyFaultIsWrittenAsItIsRead() {
    Fault.Builder on = Fault.on(LIST);
    simulator.faults(
        on.endlessPages(),
        on.endlessObjects(),
        on.missingId("x"),
        on.missingId(""),
        on.unreadableValue("y"),
        on.echoAuthorization(401));
    JsonNode faults = calls.get("/__simulator/faults").body();

    assertThat(calls.put("/__simulator/faults", faults.toString()).status()).isEqualTo(204);
    assertThat(calls.get("/__simulator/faults").body()).isEqualTo(faults);
  }

  @Test
  void namesAnOperationThatItDoesNotKnow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fault.on("GET /x\n"))
        .withMessageStartingWith("\"GET /x\\u000a\" is no operation");
  }

  private List<Integer> statuses(long seed) {
    simulator.faults(Fault.on(LIST).probability(0.5, seed).status(500));
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      statuses.add(calls.get(FIRST_PAGE).status());
    }
    return statuses;
  }

  private HttpCalls.Answer create(String title) {
    return calls.post(OBJECTS, "[" + Items.item(title, "") + "]");
  }

  private static String nextKey(HttpCalls.Answer page) {
    return page.body().path("nextPageKey").asText();
  }
}
