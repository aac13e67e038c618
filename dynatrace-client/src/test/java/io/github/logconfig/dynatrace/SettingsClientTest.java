package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.TokenMetadata;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.entities.Entity;
import io.github.logconfig.dynatrace.settings.BatchResult;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.Placement;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.dynatrace.settings.UpdateToken;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettingsClientTest {

  private static final SchemaId SCHEMA = new SchemaId("builtin:logmonitoring.log-storage-settings");
  private static final SettingsScope SCOPE = new SettingsScope("HOST_GROUP-0E489369D663A4BF");
  private static final ObjectMapper JSON = new ObjectMapper();

  private DynatraceSimulator simulator;
  private DynatraceClient client;

  @BeforeEach
  void start() {
    simulator =
        DynatraceSimulator.builder()
            .token("dt0c01.PUBLIC.SECRET")
            .hostGroup("prod-1")
            .hostGroup("prod-10")
            .start();
    client = client("dt0c01.PUBLIC.SECRET");
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void writesAnObjectReadsItBackAndDeletesIt() {
    SettingsObjectId id = create("first", "key");
    SettingsObject object = client.settings().get(id);

    assertThat(object.externalId()).contains(new ExternalId("key"));
    assertThat(object.scope()).contains(SCOPE);
    assertThat(object.value()).contains(value("first"));
    assertThat(object.modified()).isPresent();

    client
        .settings()
        .update(
            SettingsUpdate.builder()
                .objectId(id)
                .updateToken(object.updateToken())
                .value(value("renamed"))
                .build());
    SettingsObject renamed = client.settings().get(id);
    assertThat(renamed.value()).contains(value("renamed"));
    assertThat(renamed.updateToken()).isNotEqualTo(object.updateToken());

    client.settings().delete(id, renamed.updateToken().orElseThrow());
    assertThatThrownBy(() -> client.settings().get(id)).isInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void listsAllPagesInOrder() {
    List<String> titles = IntStream.range(0, 7).mapToObj(i -> "rule " + i).toList();
    client.settings().create(titles.stream().map(title -> object(title, "key " + title)).toList());
    simulator.clearRequests();

    SettingsQuery query =
        SettingsQuery.builder().addSchemaId(SCHEMA).pageSize(3).fields(Set.of("value")).build();
    assertThat(client.settings().list(query))
        .extracting(object -> object.value().orElseThrow().path("config-item-title").asText())
        .isEqualTo(titles);
    assertThat(simulator.requests()).containsEntry("GET /api/v2/settings/objects", 3);
  }

  @Test
  void fetchesPagesOnlyWhenTheyAreRead() {
    client.settings().create(List.of(object("a", "a"), object("b", "b"), object("c", "c")));
    simulator.clearRequests();

    SettingsQuery query = SettingsQuery.builder().addSchemaId(SCHEMA).pageSize(1).build();
    assertThat(client.settings().list(query).findFirst()).isPresent();
    assertThat(simulator.requests()).containsEntry("GET /api/v2/settings/objects", 1);
  }

  @Test
  void returnsTheResultOfEveryObjectOfABatch() {
    BatchResult some = client.settings().create(List.of(object("good", "g"), object("", "b")));
    BatchResult all = client.settings().create(List.of(object("", "c"), object("", "d")));

    assertThat(some.isSuccess()).isFalse();
    assertThat(some.items().get(0).objectId()).isPresent();
    assertThat(some.items().get(1).error().orElseThrow().violations())
        .extracting(ConstraintViolation::path)
        .containsExactly(SCHEMA + "/1/config-item-title");
    assertThat(all.items()).hasSize(2).noneMatch(BatchResult.Item::isSuccess);
    assertThat(client.settings().create(List.of()).items()).isEmpty();
  }

  @Test
  void validatesWithoutWriting() {
    assertThat(client.settings().validate(List.of(object("a", "a"))).isSuccess()).isTrue();
    assertThat(client.settings().list(SettingsQuery.ofSchema(SCHEMA))).isEmpty();
  }

  @Test
  void movesObjectsToTheirPosition() {
    SettingsObjectId a = create("a", "a");
    create("b", "b");
    client
        .settings()
        .create(
            List.of(
                NewSettingsObject.builder()
                    .from(object("front", "front"))
                    .placement(Placement.FIRST)
                    .build(),
                NewSettingsObject.builder()
                    .from(object("behind a", "behind a"))
                    .placement(new Placement.After(a))
                    .build()));

    assertThat(titles()).containsExactly("front", "a", "behind a", "b");
    client
        .settings()
        .update(
            SettingsUpdate.builder()
                .objectId(a)
                .placement(Placement.LAST)
                .value(value("a"))
                .build());
    assertThat(titles()).containsExactly("front", "behind a", "b", "a");
  }

  @Test
  void reportsAConflictForAStaleUpdateToken() {
    SettingsObjectId id = create("a", "a");
    UpdateToken stale = client.settings().get(id).updateToken().orElseThrow();
    client.settings().update(SettingsUpdate.builder().objectId(id).value(value("b")).build());

    assertThatThrownBy(() -> client.settings().delete(id, stale))
        .isInstanceOf(ConcurrentModificationConflict.class)
        .hasMessageContaining("DELETE /settings/objects/{objectId}: HTTP 409")
        .hasMessageContaining("are outdated");
  }

  @Test
  void rejectsAnUnknownTokenWithoutShowingIt() {
    try (DynatraceClient stranger = client("dt0c01.STRANGER.TOPSECRET")) {
      assertThatThrownBy(() -> stranger.settings().get(new SettingsObjectId("x")))
          .isInstanceOf(AuthenticationException.class)
          .hasMessageContaining("Token Authentication failed")
          .hasStackTraceContaining("401")
          .extracting(SettingsClientTest::stackTrace)
          .asString()
          .doesNotContain("TOPSECRET");
      assertThat(stranger.toString()).doesNotContain("STRANGER");
    }
  }

  @Test
  void findsEntitiesAndLooksUpTokens() {
    assertThat(
            client
                .entities()
                .list("type(\"HOST_GROUP\"),caseSensitive(entityName.equals(\"prod-1\"))"))
        .extracting(Entity::displayName)
        .containsExactly("prod-1");
    TokenMetadata metadata = client.tokens().lookup(ApiToken.of("dt0c01.PUBLIC.SECRET"));
    assertThat(metadata.id()).isEqualTo("dt0c01.PUBLIC");
    assertThat(metadata.scopes())
        .containsExactlyInAnyOrder("entities.read", "settings.read", "settings.write");
  }

  @Test
  void reportsAMissingResponseAsATransportFailure() {
    simulator.close();

    assertThatThrownBy(() -> client.settings().get(new SettingsObjectId("x")))
        .isInstanceOf(DynatraceTransportException.class)
        .hasMessageStartingWith("GET /settings/objects/{objectId}: ");
  }

  private DynatraceClient client(String token) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
        .apiToken(ApiToken.of(token))
        .retryPolicy(RetryPolicy.NONE)
        .build();
  }

  private SettingsObjectId create(String title, String key) {
    BatchResult result = client.settings().create(List.of(object(title, key)));
    return result.items().get(0).objectId().orElseThrow();
  }

  private List<String> titles() {
    return client
        .settings()
        .list(SettingsQuery.ofSchema(SCHEMA))
        .map(object -> object.value().orElseThrow().path("config-item-title").asText())
        .toList();
  }

  private static NewSettingsObject object(String title, String key) {
    return NewSettingsObject.builder()
        .schemaId(SCHEMA)
        .scope(SCOPE)
        .externalId(new ExternalId(key))
        .value(value(title))
        .build();
  }

  private static JsonNode value(String title) {
    ObjectNode value =
        JSON.createObjectNode()
            .put("enabled", true)
            .put("config-item-title", title)
            .put("send-to-storage", true);
    ObjectNode matcher =
        value
            .putArray("matchers")
            .addObject()
            .put("attribute", "k8s.namespace.name")
            .put("operator", "MATCHES");
    matcher.putArray("values").add("a");
    return value;
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
