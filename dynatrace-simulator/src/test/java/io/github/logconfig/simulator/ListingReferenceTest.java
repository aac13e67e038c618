package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.OBJECTS;
import static io.github.logconfig.simulator.HttpCalls.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.HttpCalls.Answer;
import io.github.logconfig.simulator.internal.settings.ObjectRendering;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of reading settings objects, effective values, schemas and entities. */
class ListingReferenceTest {

  private static final SimulatedEntity GROUP = SimulatedEntity.hostGroup("stage");
  private static final String LIST = OBJECTS + "?schemaIds=" + SettingsSchemas.LOG_RULES;
  private static final String EFFECTIVE =
      "/api/v2/settings/effectiveValues?schemaIds=" + SettingsSchemas.LOG_RULES;
  private static final String ALONE =
      "must not be used in combination with nextPageKey query parameter.";

  private DynatraceSimulator simulator;
  private HttpCalls calls;

  @BeforeEach
  void start() {
    DynatraceSimulator.Builder builder =
        DynatraceSimulator.builder().allowInvalidRequests().entity(GROUP);
    builder.rule(SimulatedRule.include("wide"));
    for (int i = 0; i < 120; i++) {
      builder.rule(SimulatedRule.include("rule " + i).in(GROUP).externalId("id " + i));
    }
    for (int i = 0; i < 60; i++) {
      builder.hostGroup("group-" + i);
    }
    simulator = builder.start();
    calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void returnsAHundredObjectsPerPageByDefault() {
    JsonNode page = calls.get(LIST).body();

    assertThat(page.path("items")).hasSize(100);
    assertThat(page.path("pageSize").asInt()).isEqualTo(100);
    assertThat(page.path("totalCount").asInt()).isEqualTo(121);
    assertThat(page.path("nextPageKey").isTextual()).isTrue();
    JsonNode last = calls.get(OBJECTS + "?nextPageKey=" + page.path("nextPageKey").asText()).body();
    assertThat(last.path("items")).hasSize(21);
    assertThat(last.path("totalCount").asInt()).isEqualTo(121);
    assertThat(last.has("nextPageKey")).isFalse();
    assertThat(calls.get(LIST + "&pageSize=500").body().path("items")).hasSize(121);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pageSize=100",
        "fields=value",
        "schemaIds=builtin:x",
        "scopes=environment",
        "adminAccess=true",
        "externalIds=x",
        "filter=x",
        "sort=x"
      })
  void rejectsFurtherParametersNextToAPageKey(String other) {
    String key = calls.get(LIST).body().path("nextPageKey").asText();
    Answer refused = calls.get(OBJECTS + "?nextPageKey=" + key + "&" + other);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().at("/error/constraintViolations/0/message").asText())
        .isEqualTo(ALONE);
    assertThat(refused.body().at("/error/constraintViolations/0/path").asText())
        .isEqualTo(other.substring(0, other.indexOf('=')));
    assertThat(refused.body().at("/error/constraintViolations/0/parameterLocation").asText())
        .isEqualTo("QUERY");
  }

  @Test
  void pageKeysOfOtherListsStandAloneToo() {
    assertThat(calls.get(EFFECTIVE + "&scope=environment&nextPageKey=x").body().toString())
        .contains(ALONE);
    assertThat(calls.get("/api/v2/entities?nextPageKey=x&pageSize=5").body().toString())
        .contains(ALONE);
  }

  @Test
  void scopesAreExactAndDoNotInherit() {
    assertThat(calls.get(OBJECTS + "?scopes=" + GROUP.entityId()).body().path("totalCount").asInt())
        .isEqualTo(120);
    assertThat(calls.get(OBJECTS + "?scopes=environment").body().path("totalCount").asInt())
        .isEqualTo(1);
    assertThat(calls.get(OBJECTS + "?scopes=tenant").body().path("totalCount").asInt())
        .isEqualTo(1);
    assertThat(
            calls
                .get(OBJECTS + "?scopes=environment," + GROUP.entityId())
                .body()
                .path("totalCount")
                .asInt())
        .isEqualTo(121);
  }

  @Test
  void allFieldsCanBeAskedForAndOthersAreRefused() {
    JsonNode shown =
        calls
            .get(
                LIST
                    + "&scopes="
                    + GROUP.entityId()
                    + "&fields="
                    + String.join(",", ObjectRendering.FIELDS))
            .body()
            .at("/items/0");

    assertThat(shown.path("created").isIntegralNumber()).isTrue();
    assertThat(shown.path("modified").asLong()).isGreaterThan(1_600_000_000_000L);
    assertThat(shown.path("scope").asText()).isEqualTo(GROUP.entityId());
    assertThat(shown.path("schemaVersion").asText()).isEqualTo("1.0.18");
    assertThat(shown.path("externalId").asText()).isEqualTo("id 0");
    assertThat(shown.path("summary").asText()).isEqualTo("rule 0");
    assertThat(shown.at("/modificationInfo/movable").asBoolean()).isTrue();
    assertThat(shown.at("/resourceContext/operations").toString())
        .isEqualTo("[\"read\",\"write\",\"delete\"]");
    assertThat(calls.get(LIST + "&fields=nonsense").status()).isEqualTo(400);
  }

  @Test
  void oneObjectComesWithEverythingButWhatIsDeprecated() {
    String id = simulator.objects().get(0).path("objectId").asText();
    JsonNode shown = calls.get(OBJECTS + "/" + id).body();

    assertThat(shown.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "objectId",
            "summary",
            "searchSummary",
            "created",
            "modified",
            "createdBy",
            "modifiedBy",
            "author",
            "updateToken",
            "scope",
            "resourceContext",
            "schemaId",
            "schemaVersion",
            "value");
    assertThat(shown.path("scope").asText()).isEqualTo("environment");
  }

  @ParameterizedTest
  @CsvSource({
    "validateOnly=true, 200",
    "adminAccess=true, 200",
    "adminAccess=false, 200",
    "unheardOf=1, 200",
    "pageSize=0, 400",
    "pageSize=x, 400",
    "scopes=nonsense, 404"
  })
  void furtherParametersAreTakenAsTheServiceTakesThem(String parameter, int status) {
    assertThat(calls.get(LIST + "&" + parameter).status()).isEqualTo(status);
  }

  @Test
  void filtersAndExternalIdsHaveTheirLimits() {
    assertThat(calls.get(LIST + "&externalIds=" + "x".repeat(501)).status()).isEqualTo(400);
    assertThat(calls.get(LIST + "&externalIds=id%201,id%202").body().path("totalCount").asInt())
        .isEqualTo(2);
    String filter = "value.config-item-title = '" + "x".repeat(1_024) + "'";
    assertThat(calls.get(LIST + "&filter=" + encoded(filter)).status()).isEqualTo(400);
  }

  @Test
  void acceptsTheTokenAsParameter() {
    HttpCalls anonymous = new HttpCalls(simulator.baseUrl(), "Unknown", "x");

    assertThat(anonymous.get(LIST).status()).isEqualTo(401);
    JsonNode page = anonymous.get(LIST + "&pageSize=1&api-token=" + HttpCalls.TOKEN).body();
    String key = page.path("nextPageKey").asText();
    assertThat(anonymous.get(OBJECTS + "?nextPageKey=" + key + "&api-token=x").status())
        .as("beside a page key")
        .isEqualTo(200);
  }

  @Test
  void effectiveValuesTellTheirOriginAndNoObjectId() {
    JsonNode page = calls.get(EFFECTIVE + "&scope=" + GROUP.entityId()).body();

    assertThat(page.path("totalCount").asInt()).isEqualTo(121);
    assertThat(page.at("/items/0").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("origin", "value");
    assertThat(page.at("/items/0/origin").asText()).isEqualTo(GROUP.entityId());
    JsonNode last =
        calls
            .get(
                "/api/v2/settings/effectiveValues?nextPageKey=" + page.path("nextPageKey").asText())
            .body();
    assertThat(last.at("/items/20/origin").asText()).isEqualTo("environment");
    assertThat(calls.get(EFFECTIVE).status()).as("without a scope").isEqualTo(400);
    assertThat(calls.get(EFFECTIVE + "&scope=environment&fields=objectId").status()).isEqualTo(400);
  }

  @Test
  void schemasComeAllAtOnceWithTheFieldsAskedFor() {
    JsonNode all = calls.get("/api/v2/settings/schemas").body();
    JsonNode stub =
        calls
            .get(
                "/api/v2/settings/schemas?fields=ordered,multiObject,ownerBasedAccessControl,maturity")
            .body()
            .at("/items/1");

    assertThat(all.path("totalCount").asInt()).isEqualTo(all.path("items").size());
    assertThat(all.at("/items/0").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("schemaId", "displayName", "latestSchemaVersion");
    assertThat(all.findValuesAsText("schemaId"))
        .contains("builtin:cloud.kubernetes", SettingsSchemas.LOG_RULES);
    assertThat(stub.toString())
        .isEqualTo(
            "{\"ordered\":true,\"multiObject\":true,\"ownerBasedAccessControl\":false,"
                + "\"maturity\":\"GENERAL_AVAILABILITY\"}");
  }

  @Test
  void entitiesComeFiftyAPage() {
    String selector = encoded("type(\"HOST_GROUP\")");
    JsonNode page = calls.get("/api/v2/entities?entitySelector=" + selector).body();
    JsonNode rest =
        calls.get("/api/v2/entities?nextPageKey=" + page.path("nextPageKey").asText()).body();
    List<String> ids = new ArrayList<>();
    page.path("entities").forEach(entity -> ids.add(entity.path("entityId").asText()));
    rest.path("entities").forEach(entity -> ids.add(entity.path("entityId").asText()));

    assertThat(page.path("pageSize").asInt()).isEqualTo(50);
    assertThat(page.path("entities")).hasSize(50);
    assertThat(ids)
        .hasSize(61)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("HOST_GROUP-[0-9A-F]{16}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type(\"HOST_GROUP\"),type(\"HOST\")",
        "type(\"HOST_GROUP\",\"HOST\")",
        "entityName(\"x\")",
        "not(type(\"HOST\"))x"
      })
  void rejectsSelectorsWithoutExactlyOneType(String selector) {
    assertThat(calls.get("/api/v2/entities?entitySelector=" + encoded(selector)).status())
        .isEqualTo(400);
  }

  @Test
  void limitsSelectorsToTwoThousandCharacters() {
    String selector = "type(\"HOST_GROUP\"),entityName(\"" + "x".repeat(2_000) + "\")";

    assertThat(calls.get("/api/v2/entities?entitySelector=" + encoded(selector)).status())
        .isEqualTo(400);
  }
}
