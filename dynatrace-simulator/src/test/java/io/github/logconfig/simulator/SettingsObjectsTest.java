package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.OBJECTS;
import static io.github.logconfig.simulator.HttpCalls.encoded;
import static io.github.logconfig.simulator.Items.item;
import static io.github.logconfig.simulator.Items.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.HttpCalls.Answer;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import io.github.logconfig.simulator.junit.DynatraceSimulatorTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@DynatraceSimulatorTest(allowInvalidRequests = true)
class SettingsObjectsTest {

  private static final String LIST = OBJECTS + "?schemaIds=" + encoded(SettingsSchemas.LOG_RULES);

  private DynatraceSimulator simulator;
  private HttpCalls calls;

  @BeforeEach
  void call(DynatraceSimulator simulator) {
    this.simulator = simulator;
    this.calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);
  }

  @Test
  void createsListsUpdatesAndDeletes() {
    String id = create(item("first", ""));
    assertThat(titles()).containsExactly("first");

    Answer updated = calls.put(OBJECTS + "/" + id, "{\"value\":" + value("renamed", "a") + "}");
    assertThat(updated.status()).isEqualTo(200);
    assertThat(updated.body().path("objectId").asText()).isEqualTo(id);
    assertThat(titles()).containsExactly("renamed");

    assertThat(calls.delete(OBJECTS + "/" + id).status()).isEqualTo(204);
    assertThat(titles()).isEmpty();
    assertThat(calls.get(OBJECTS + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void listsObjectIdAndValueUnlessOtherFieldsAreAskedFor() {
    create(item("first", ""));

    assertThat(calls.get(LIST).body().path("items").get(0).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("objectId", "value");
    assertThat(
            calls
                .get(LIST + "&fields=scope%2CupdateToken")
                .body()
                .path("items")
                .get(0)
                .fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("scope", "updateToken");
  }

  @Test
  void pagesAreAskedForWithTheirKeyAlone() {
    for (int i = 0; i < 5; i++) {
      create(item("rule " + i, ""));
    }
    List<String> titles = new ArrayList<>();
    JsonNode page = calls.get(LIST + "&pageSize=2").body();
    page.path("items").forEach(item -> titles.add(title(item)));
    while (page.hasNonNull("nextPageKey")) {
      page = calls.get(OBJECTS + "?nextPageKey=" + page.path("nextPageKey").asText()).body();
      page.path("items").forEach(item -> titles.add(title(item)));
    }

    assertThat(titles).containsExactly("rule 0", "rule 1", "rule 2", "rule 3", "rule 4");
    Answer mixed = calls.get(OBJECTS + "?nextPageKey=x&pageSize=2");
    assertThat(mixed.status()).isEqualTo(400);
    assertThat(mixed.body().toString())
        .contains("must not be used in combination with nextPageKey query parameter.");
  }

  @Test
  void refusesAListOfEverythingAndPagesThatAreTooLarge() {
    assertThat(calls.get(OBJECTS).status()).isEqualTo(400);
    assertThat(calls.get(LIST + "&pageSize=501").status()).isEqualTo(400);
    assertThat(calls.get(OBJECTS + "?schemaIds=no%3Asuch").status()).isEqualTo(404);
  }

  @Test
  void insertsWhereAskedTo() {
    String a = create(item("a", ""));
    create(item("b", ""));
    create(item("front", "\"insertAfter\":\"\""));
    create(item("behind a", "\"insertAfter\":\"" + a + "\""));

    assertThat(titles()).containsExactly("front", "a", "behind a", "b");
    calls.delete(OBJECTS + "/" + a);
    Answer gone = calls.post(OBJECTS, "[" + item("x", "\"insertAfter\":\"" + a + "\"") + "]");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.body().get(0).at("/error/message").asText())
        .matches(
            "Neighbor with key '[0-9a-f-]{36}' not found for '" + SettingsSchemas.LOG_RULES + "'");
    Answer nonsense = calls.post(OBJECTS, "[" + item("x", "\"insertAfter\":\"nowhere\"") + "]");
    assertThat(nonsense.status()).isEqualTo(404);
    assertThat(nonsense.body().get(0).at("/error/message").asText())
        .isEqualTo("Settings not found");
  }

  @Test
  void movesOnUpdate() {
    create(item("a", ""));
    String b = create(item("b", ""));

    calls.put(OBJECTS + "/" + b, "{\"insertAfter\":\"\",\"value\":" + value("b", "a") + "}");
    assertThat(titles()).containsExactly("b", "a");
    calls.put(OBJECTS + "/" + b, "{\"insertBefore\":\"\",\"value\":" + value("b", "a") + "}");
    assertThat(titles()).containsExactly("a", "b");
  }

  @Test
  void anExternalIdReplacesInsteadOfDuplicating() {
    String first = create(item("a", "\"externalId\":\"key\""));
    String second = create(item("a, rewritten", "\"externalId\":\"key\""));

    assertThat(second).isEqualTo(first);
    assertThat(titles()).containsExactly("a, rewritten");
  }

  @Test
  void itemsSucceedOrFailEachForItself() {
    Answer mixed = calls.post(OBJECTS, "[" + item("good", "") + "," + item("", "") + "]");

    assertThat(mixed.status()).isEqualTo(207);
    assertThat(mixed.body().get(0).path("code").asInt()).isEqualTo(200);
    assertThat(mixed.body().get(1).path("code").asInt()).isEqualTo(400);
    assertThat(mixed.body().get(1).at("/error/constraintViolations/0/path").asText())
        .isEqualTo(SettingsSchemas.LOG_RULES + "/1/config-item-title");
    assertThat(titles()).containsExactly("good");

    Answer allBad = calls.post(OBJECTS, "[" + item("good", "") + "]");
    assertThat(allBad.status()).isEqualTo(400);
    assertThat(allBad.body().get(0).at("/error/constraintViolations/0/message").asText())
        .isEqualTo("[config-item-title] must be unique");
  }

  @Test
  void rejectsStaleUpdateTokensWithoutAChange() {
    String id = create(item("a", ""));
    String token = calls.get(OBJECTS + "/" + id).body().path("updateToken").asText();
    String locked = "{\"updateToken\":\"" + token + "\",\"value\":" + value("mine", "a") + "}";

    assertThat(calls.put(OBJECTS + "/" + id, locked).status()).isEqualTo(200);
    Answer stale = calls.put(OBJECTS + "/" + id, locked);
    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.body().at("/error/message").asText()).contains("are outdated");
    assertThat(calls.delete(OBJECTS + "/" + id + "?updateToken=" + token).status()).isEqualTo(409);
    assertThat(titles()).containsExactly("mine");
  }

  @Test
  void validateOnlyChangesNothing() {
    Answer valid = calls.post(OBJECTS + "?validateOnly=true", "[" + item("a", "") + "]");

    assertThat(valid.status()).isEqualTo(200);
    assertThat(valid.body().toString()).isEqualTo("[{\"code\":200}]");
    assertThat(titles()).isEmpty();
  }

  @Test
  void anythingThatIsNoArrayOfItemsIsRefusedAsAWhole() {
    assertThat(calls.post(OBJECTS, "{not json").status()).isEqualTo(400);
    assertThat(calls.post(OBJECTS, "{}").body().at("/error/code").asInt()).isEqualTo(400);
    assertThat(calls.post(OBJECTS, "[\"" + "x".repeat(1_048_576) + "\"]").status()).isEqualTo(413);
    assertThat(
            calls
                .post(
                    OBJECTS,
                    "[" + item("a", "").replace(Items.SCOPE, "SERVICE-0E489369D663A4BF") + "]")
                .body()
                .get(0)
                .at("/error/message")
                .asText())
        .isEqualTo("No write access for scope class SERVICE");
    assertThat(titles()).isEmpty();
  }

  private List<String> titles() {
    List<String> titles = new ArrayList<>();
    simulator.objects().forEach(object -> titles.add(title(object)));
    return titles;
  }

  private String create(String item) {
    Answer answer = calls.post(OBJECTS, "[" + item + "]");
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body().get(0).path("objectId").asText();
  }

  private static String title(JsonNode object) {
    return object.at("/value/config-item-title").asText();
  }
}
