package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntitiesAndTokensTest {

  private DynatraceSimulator simulator;
  private HttpCalls calls;

  @BeforeEach
  void start() {
    simulator =
        DynatraceSimulator.builder()
            .allowInvalidRequests()
            .token(HttpCalls.TOKEN)
            .hostGroup("prod-1")
            .hostGroup("prod-10")
            .hostGroup("PROD-1")
            .kubernetesCluster("prod-1")
            .start();
    calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "type(\"HOST_GROUP\") | prod-1 prod-10 PROD-1",
        "type(HOST_GROUP),entityName(\"prod-1\") | prod-1 prod-10 PROD-1",
        "type(\"HOST_GROUP\"),entityName.equals(\"prod-1\") | prod-1 PROD-1",
        "type(\"HOST_GROUP\"),caseSensitive(entityName.equals(\"prod-1\")) | prod-1",
        "type(\"HOST_GROUP\"),caseSensitive(entityName.in(\"prod-1\",\"prod-10\")) | prod-1"
            + " prod-10",
        "type(\"HOST_GROUP\"),not(entityName.startsWith(\"prod-10\")) | prod-1 PROD-1",
        "type(\"KUBERNETES_CLUSTER\") | prod-1"
      })
  void selectsEntities(String selector, String expected) {
    List<String> names = new ArrayList<>();
    calls
        .get("/api/v2/entities?entitySelector=" + encoded(selector))
        .body()
        .path("entities")
        .forEach(entity -> names.add(entity.path("displayName").asText()));

    assertThat(names).containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "type(", "type(\"X\"))", "nonsense(\"x\")"})
  void refusesASelectorItCannotRead(String selector) {
    assertThat(calls.get("/api/v2/entities?entitySelector=" + encoded(selector)).status())
        .isEqualTo(400);
  }

  @Test
  void pagesHaveNoMaximumSize() {
    HttpCalls.Answer page =
        calls.get("/api/v2/entities?pageSize=4000&entitySelector=type(HOST_GROUP)");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body().path("pageSize").asInt()).isEqualTo(4_000);
    assertThat(calls.get("/api/v2/entities?pageSize=0&entitySelector=type(HOST_GROUP)").status())
        .isEqualTo(400);
  }

  @Test
  void letsNobodyInWithoutTheToken() {
    HttpCalls stranger = new HttpCalls(simulator.baseUrl(), "dt0c01.OTHER.SECRET");

    assertThat(stranger.get("/api/v2/entities?entitySelector=type(HOST)").status()).isEqualTo(401);
    assertThat(stranger.get("/api/v2/entities?entitySelector=type(HOST)").body().toString())
        .isEqualTo("{\"error\":{\"code\":401,\"message\":\"Token Authentication failed\"}}");
  }

  @Test
  void tellsWhatATokenMayDo() {
    HttpCalls.Answer known =
        calls.post("/api/v2/apiTokens/lookup", "{\"token\":\"" + HttpCalls.TOKEN + "\"}");
    HttpCalls.Answer unknown = calls.post("/api/v2/apiTokens/lookup", "{\"token\":\"x\"}");

    assertThat(known.body().path("id").asText()).isEqualTo("dt0c01.PUBLIC");
    assertThat(known.body().path("scopes")).hasSize(3);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().isNull()).isTrue();
  }

  @Test
  void countsRequestsByOperationButNotItsOwnControls() {
    calls.get("/api/v2/settings/objects/abc");
    calls.get("/api/v2/settings/objects/def");
    calls.get("/__simulator/objects");

    assertThat(calls.get("/__simulator/requests").body().toString())
        .isEqualTo("{\"total\":2,\"byOperation\":{\"GET /api/v2/settings/objects/{objectId}\":2}}");
    assertThat(calls.delete("/__simulator/requests").status()).isEqualTo(204);
    assertThat(simulator.requests()).isEmpty();
  }

  @Test
  void listsWhatWasSeenInTheLastThreeDaysUnlessAskedForMore() {
    SimulatedEntity old =
        SimulatedEntity.hostGroup("old").lastSeen(Instant.now().minus(Duration.ofDays(5)));
    try (DynatraceSimulator other =
        DynatraceSimulator.builder().allowInvalidRequests().entity(old).hostGroup("new").start()) {
      HttpCalls all = new HttpCalls(other.baseUrl(), HttpCalls.TOKEN);
      String path = "/api/v2/entities?entitySelector=type(HOST_GROUP)";

      assertThat(all.get(path).body().path("totalCount").asInt()).isEqualTo(1);
      assertThat(
              all.get(path + "&from=now-1w&sort=-name")
                  .body()
                  .at("/entities/0/displayName")
                  .asText())
          .isEqualTo("old");
      assertThat(all.get(path + "&from=now-1w&to=now-4d").body().path("totalCount").asInt())
          .isEqualTo(2);
      assertThat(all.get(path + "&from=yesterday").status()).isEqualTo(400);
    }
  }

  @Test
  void tellsTagsPropertiesAndRelationshipsOnlyIfAskedTo() {
    SimulatedEntity group = SimulatedEntity.hostGroup("group");
    SimulatedEntity host =
        SimulatedEntity.host("node")
            .instanceOf(group)
            .tag("[Environment]stage:prod")
            .property("osType", "LINUX");
    try (DynatraceSimulator other =
        DynatraceSimulator.builder().allowInvalidRequests().entity(group).entity(host).start()) {
      HttpCalls all = new HttpCalls(other.baseUrl(), HttpCalls.TOKEN);
      String path = "/api/v2/entities?entitySelector=";

      assertThat(all.get(path + "type(HOST)").body().at("/entities/0").fieldNames())
          .toIterable()
          .containsExactly("entityId", "type", "displayName");
      String hosts = encoded("type(HOST),tag(\"[Environment]stage:prod\"),osType(\"LINUX\")");
      JsonNode shown =
          all.get(path + hosts + "&fields=%2BfromRelationships,%2Btags,%2Bproperties.osType")
              .body()
              .at("/entities/0");
      assertThat(shown.at("/fromRelationships/isInstanceOf/0/id").asText())
          .isEqualTo(group.entityId());
      assertThat(shown.at("/tags/0/stringRepresentation").asText())
          .isEqualTo("[Environment]stage:prod");
      assertThat(shown.at("/properties/osType").asText()).isEqualTo("LINUX");
      String ofGroup =
          encoded(
              "type(HOST),fromRelationships.isInstanceOf(type(HOST_GROUP),entityName.equals(group))");
      assertThat(all.get(path + ofGroup).body().path("totalCount").asInt()).isEqualTo(1);
    }
  }

  @Test
  void checksTheScopesOfTokens() {
    try (DynatraceSimulator other =
        DynatraceSimulator.builder()
            .allowInvalidRequests()
            .tokenWithScopes(HttpCalls.TOKEN, "settings.read")
            .start()) {
      HttpCalls reader = new HttpCalls(other.baseUrl(), HttpCalls.TOKEN);
      HttpCalls.Answer refused = reader.post(HttpCalls.OBJECTS, "[" + Items.item("a", "") + "]");

      assertThat(reader.get(HttpCalls.OBJECTS + "?scopes=environment").status()).isEqualTo(200);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.body().toString())
          .isEqualTo(
              "{\"error\":{\"code\":403,\"message\":\"Token is missing required scope. Use one of: "
                  + "settings.write (Write settings)\"}}");
      assertThat(reader.put(HttpCalls.OBJECTS + "/x", "{}").status()).isEqualTo(403);
      assertThat(
              reader
                  .post("/api/v2/apiTokens/lookup", "{\"token\":\"" + HttpCalls.TOKEN + "\"}")
                  .body()
                  .path("scopes")
                  .toString())
          .isEqualTo("[\"settings.read\"]");
    }
  }
}
