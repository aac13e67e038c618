package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.encoded;
import static org.assertj.core.api.Assertions.assertThat;

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
}
