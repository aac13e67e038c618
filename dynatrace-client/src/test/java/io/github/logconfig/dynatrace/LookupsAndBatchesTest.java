package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.TokenScope;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.entities.EntitiesByName;
import io.github.logconfig.dynatrace.entities.Entity;
import io.github.logconfig.dynatrace.entities.EntitySelector;
import io.github.logconfig.dynatrace.internal.service.EntitySelectors;
import io.github.logconfig.dynatrace.settings.BatchResult;
import io.github.logconfig.dynatrace.settings.EffectiveValuesQuery;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SchemaSummary;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookupsAndBatchesTest {

  private static final SchemaId SCHEMA = new SchemaId("builtin:logmonitoring.log-storage-settings");
  private static final String ENTITIES = "GET /api/v2/entities";
  private static final String POST = "POST /api/v2/settings/objects";

  /** A value as callers model it. */
  record Rule(boolean enabled, List<Object> matchers) {}

  @Test
  void separatesFoundUnknownAndAmbiguousHostGroups() {
    try (DynatraceSimulator simulator =
            DynatraceSimulator.builder()
                .hostGroup("prod")
                .hostGroup("PROD")
                .hostGroup("prod-1")
                .hostGroup("od\"d~")
                .start();
        DynatraceClient client = client(simulator.baseUrl().toString())) {
      EntitiesByName groups =
          client.entities().findHostGroups(List.of("prod", "od\"d~", "pro", "prod"));

      assertThat(groups.found()).containsOnlyKeys("prod", "od\"d~");
      assertThat(groups.unknown()).containsExactly("pro");
      assertThat(groups.ambiguous()).isEmpty();
      assertThat(simulator.requests()).containsEntry(ENTITIES, 1);
      assertThat(client.entities().findHostGroups(List.of()).found()).isEmpty();
      assertThat(simulator.requests()).containsEntry(ENTITIES, 1);
    }
    assertThat(
            EntitiesByName.of(List.of("a"), List.of(new Entity("X-1", "a"), new Entity("X-2", "a")))
                .ambiguous())
        .containsOnlyKeys("a");
  }

  @Test
  void readsAllHostGroupsIfThatTakesFewerRequests() {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    List<String> names = IntStream.range(0, 700).mapToObj(i -> "cluster-number-" + i).toList();
    names.forEach(builder::hostGroup);
    try (DynatraceSimulator simulator = builder.start();
        DynatraceClient client = client(simulator.baseUrl().toString())) {
      assertThat(client.entities().findHostGroups(names).found()).hasSize(700);
      assertThat(simulator.requests()).containsEntry(ENTITIES, 1);
      assertThat(EntitySelectors.forNames("HOST_GROUP", names))
          .hasSizeGreaterThan(5)
          .allSatisfy(it -> assertThat(it.toString()).hasSizeBetween(1, 2_000));
    }
  }

  @Test
  void escapesValuesInSelectorsAndRejectsLongOnes() {
    assertThat(EntitySelector.ofType("HOST").nameEquals("a\"),type(\"X~"))
        .hasToString("type(\"HOST\"),caseSensitive(entityName.equals(\"a~\"),type(~\"X~~\"))");
    assertThatThrownBy(() -> EntitySelector.ofType("HOST").nameEquals("x".repeat(2_000)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("xxx");
    assertThatThrownBy(() -> EntitySelector.ofType("A\")"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rejectsAnObjectThatIsTooLargeBeforeSending() {
    try (DynatraceSimulator simulator = DynatraceSimulator.builder().start();
        DynatraceClient client = client(simulator.baseUrl().toString())) {
      assertThatThrownBy(
              () -> client.settings().create(List.of(object("fits", 1), object("huge", 1_000_000))))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("object 1 of the list, external id huge");
      assertThat(simulator.requests()).isEmpty();
    }
  }

  @Test
  void sendsTheOtherRequestsAfterOneFailed() {
    try (DynatraceSimulator simulator = DynatraceSimulator.builder().start();
        DynatraceClient client =
            DynatraceClient.builder()
                .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
                .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRETSECRET"))
                .maxObjectsPerRequest(1)
                .retryPolicy(RetryPolicy.NONE)
                .build()) {
      simulator.faults(Fault.on("POST /settings/objects").nth(2).status(503));
      BatchResult result =
          client.settings().validate(List.of(object("a", 1), object("b", 1), object("c", 1)));

      assertThat(simulator.requests()).containsEntry(POST, 3);
      assertThat(result.items()).hasSize(3);
      assertThat(result.items().get(1).failure()).containsInstanceOf(ServerErrorException.class);
      assertThat(result.items().get(2).failure()).isEmpty();
      assertThatThrownBy(result::orThrow).isInstanceOf(DynatraceApiException.class);
    }
  }

  @Test
  void readsAndWritesTypedValues() {
    try (DynatraceSimulator simulator = DynatraceSimulator.builder().start();
        DynatraceClient client = client(simulator.baseUrl().toString())) {
      SettingsObjectId id = client.settings().create(List.of(rule())).orThrow().get(0);

      assertThat(client.settings().get(id, Rule.class).value())
          .isEqualTo(new Rule(true, List.of()));
      assertThat(client.settings().list(SettingsQuery.ofSchema(SCHEMA), Rule.class)).hasSize(1);
      assertThatThrownBy(() -> client.settings().get(id, Integer.class))
          .isInstanceOf(DynatraceResponseException.class)
          .hasMessageContaining("java.lang.Integer");
      SettingsUpdate good = SettingsUpdate.builder().objectId(id).value(rule().value()).build();
      SettingsUpdate bad =
          SettingsUpdate.builder().objectId(id).value(new Rule(true, List.of())).build();
      assertThat(client.settings().validate(good)).isEmpty();
      assertThat(client.settings().validate(bad)).isPresent();
    }
  }

  @Test
  void reportsTheScopesThatATokenLacks() {
    try (DynatraceSimulator simulator = DynatraceSimulator.builder().start();
        DynatraceClient client = client(simulator.baseUrl().toString())) {
      client.tokens().require(List.of(TokenScope.SETTINGS_READ, TokenScope.ENTITIES_READ));
      assertThatThrownBy(() -> client.tokens().require(List.of(new TokenScope("slo.read"))))
          .isInstanceOfSatisfying(
              MissingScopesException.class,
              e -> assertThat(e.missing()).isEqualTo(Set.of(new TokenScope("slo.read"))));
    }
  }

  @Test
  void readsSchemasAndEffectiveValues() {
    StubServer server = new StubServer();
    server.stubFor(
        get(urlPathEqualTo("/api/v2/settings/schemas"))
            .willReturn(
                okJson("{\"items\":[{\"schemaId\":\"s\",\"ordered\":true}],\"totalCount\":1}")));
    server.stubFor(
        get(urlPathEqualTo("/api/v2/settings/schemas/s"))
            .willReturn(
                okJson("{\"schemaId\":\"s\",\"maxObjects\":7,\"allowedScopes\":[\"HOST\"]}")));
    server.stubFor(
        get(urlPathEqualTo("/api/v2/settings/effectiveValues"))
            .willReturn(
                okJson(
                    "{\"items\":[{\"origin\":\"environment\",\"value\":{\"a\":1.50}}],\"totalCount\":1}")));
    try (DynatraceClient client = client(server.address())) {
      assertThat(client.schemas().list()).extracting(SchemaSummary::ordered).containsExactly(true);
      assertThat(client.schemas().get(new SchemaId("s"), "1").maxObjects()).isEqualTo(7);
      EffectiveValuesQuery query =
          EffectiveValuesQuery.builder()
              .addSchemaId(new SchemaId("s"))
              .scope(SettingsScope.ENVIRONMENT)
              .build();
      assertThat(client.settings().withAdminAccess().effectiveValues(query))
          .extracting(value -> value.value().toString())
          .containsExactly("{\"a\":1.50}");
    } finally {
      server.stop();
    }
  }

  private static NewSettingsObject rule() {
    return NewSettingsObject.builder()
        .schemaId(SCHEMA)
        .scope(SettingsScope.ENVIRONMENT)
        .externalId(new ExternalId("rule"))
        .value(
            JsonNodeFactory.instance
                .objectNode()
                .put("enabled", true)
                .put("config-item-title", "rule")
                .put("send-to-storage", true)
                .set("matchers", JsonNodeFactory.instance.arrayNode()))
        .build();
  }

  private static NewSettingsObject object(String key, int size) {
    return NewSettingsObject.builder()
        .schemaId(SCHEMA)
        .scope(SettingsScope.ENVIRONMENT)
        .externalId(new ExternalId(key))
        .value(JsonNodeFactory.instance.objectNode().put("a", "x".repeat(size)))
        .build();
  }

  private static DynatraceClient client(String url) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(url))
        .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRETSECRET"))
        .build();
  }
}
