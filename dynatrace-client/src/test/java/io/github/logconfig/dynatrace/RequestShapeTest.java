package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.internal.mapping.Json;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.Placement;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.dynatrace.settings.UpdateToken;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leaves, to the letter: what is not set is not sent, and what is empty is. */
class RequestShapeTest {

  private static final SettingsObjectId ID = new SettingsObjectId("vu9U3hXa3q0AAAAB");
  private static final SchemaId SCHEMA = new SchemaId("builtin:tags.auto-tagging");

  private StubServer server;
  private DynatraceClient client;

  @BeforeEach
  void start() {
    server = new StubServer();
    client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(server.address() + "/e/id"))
            .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRETSECRET"))
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
  }

  @Test
  void creation() throws JsonProcessingException {
    answer("[{\"code\":200},{\"code\":200},{\"code\":200}]");
    client
        .settings()
        .create(
            List.of(
                object().build(),
                object()
                    .externalId(new ExternalId("a,b"))
                    .objectId(ID)
                    .schemaVersion("1.0.18")
                    .placement(Placement.FIRST)
                    .build(),
                object().placement(new Placement.After(ID)).build()));
    String head = "{\"schemaId\":\"builtin:tags.auto-tagging\",";
    String value = "\"value\":" + value() + "}";
    assertThat(sent("POST", "/settings/objects"))
        .extracting(JsonNode::toString)
        .containsExactly(
            head + "\"scope\":\"environment\"," + value,
            head
                + "\"schemaVersion\":\"1.0.18\",\"scope\":\"environment\",\"externalId\":\"a,b\","
                + "\"objectId\":\"vu9U3hXa3q0AAAAB\",\"insertAfter\":\"\","
                + value,
            head + "\"scope\":\"environment\",\"insertAfter\":\"vu9U3hXa3q0AAAAB\"," + value);
  }

  @Test
  void validation() throws JsonProcessingException {
    answer("[{\"code\":200}]");
    client.settings().withAdminAccess().validate(List.of(object().build()));
    assertThat(sent("POST", "/settings/objects?validateOnly=true&adminAccess=true")).hasSize(1);
  }

  @Test
  void update() throws JsonProcessingException {
    answer("{\"code\":200}");
    client.settings().update(SettingsUpdate.builder().objectId(ID).value(value()).build());
    assertThat(sent("PUT", "/settings/objects/" + ID)).hasToString("{\"value\":" + value() + "}");
    server.resetRequests();
    SettingsUpdate update =
        SettingsUpdate.builder()
            .objectId(ID)
            .updateToken(new UpdateToken("t"))
            .placement(Placement.LAST)
            .value(value())
            .build();
    assertThat(client.settings().validate(update)).isEmpty();
    assertThat(sent("PUT", "/settings/objects/" + ID + "?validateOnly=true"))
        .hasToString("{\"updateToken\":\"t\",\"insertBefore\":\"\",\"value\":" + value() + "}");
  }

  @Test
  void lists() {
    answer("{\"items\":[]}");
    SettingsQuery query =
        SettingsQuery.builder()
            .addSchemaId(SCHEMA)
            .addSchemaId(new SchemaId("app:x"))
            .addScope(SettingsScope.ENVIRONMENT)
            .addExternalId(new ExternalId("a b"))
            .fields(Set.of("objectId"))
            .filter("value.a='b'")
            .sort("-modified")
            .build();
    assertThat(client.settings().list(query)).isEmpty();
    sentNothing(
        "GET",
        "/settings/objects?schemaIds=builtin%3Atags.auto-tagging%2Capp%3Ax&scopes=environment"
            + "&externalIds=a%20b&fields=objectId&filter=value.a%3D%27b%27&sort=-modified"
            + "&pageSize=500");
  }

  @Test
  void deletionAndLookup() throws JsonProcessingException {
    answer("{\"id\":\"x\",\"code\":200,\"scopes\":[]}");
    client.settings().delete(ID, new UpdateToken("t"));
    sentNothing("DELETE", "/settings/objects/" + ID + "?updateToken=t");
    server.resetRequests();
    client.tokens().lookupOwn();
    assertThat(sent("POST", "/apiTokens/lookup"))
        .hasToString("{\"token\":\"dt0c01.PUBLIC.SECRETSECRET\"}");
  }

  @Test
  void doesNotSendInvalidArguments() {
    answer("{}");
    JsonNode large = JsonNodeFactory.instance.objectNode().put("a", "x".repeat(1_000_000));
    assertThatThrownBy(
            () ->
                client
                    .settings()
                    .update(SettingsUpdate.builder().objectId(ID).value(large).build()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(ID.value())
        .hasMessageContaining("1000018 bytes");
    assertThatThrownBy(
            () ->
                client.settings().create(List.of(object().build(), object().value(large).build())))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("object 1 of the list");
    assertThatThrownBy(
            () ->
                SettingsQuery.builder()
                    .addSchemaId(SCHEMA)
                    .addExternalId(new ExternalId("a,b"))
                    .build())
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("\"a,b\"");
    assertThatThrownBy(() -> client.entities().list("type(\"" + "x".repeat(2_000) + "\")"))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> client.entities().findHostGroups(List.of("a", "x".repeat(2_000))))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(server.getAllServeEvents()).isEmpty();
  }

  private JsonNode sent(String method, String path) throws JsonProcessingException {
    LoggedRequest request = only(method, path);
    assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
    return Json.MAPPER.readTree(request.getBodyAsString());
  }

  private void sentNothing(String method, String path) {
    assertThat(only(method, path).getBody()).isEmpty();
  }

  private LoggedRequest only(String method, String path) {
    assertThat(server.getAllServeEvents()).hasSize(1);
    LoggedRequest request = server.getAllServeEvents().get(0).getRequest();
    assertThat(request.getMethod() + " " + request.getUrl())
        .isEqualTo(method + " /e/id/api/v2" + path);
    assertThat(request.getHeader("Accept")).isEqualTo("application/json");
    assertThat(request.getHeader("User-Agent")).isEqualTo("logconfig");
    return request;
  }

  private void answer(String body) {
    server.stubFor(any(anyUrl()).willReturn(okJson(body)));
  }

  private static NewSettingsObject.Builder object() {
    return NewSettingsObject.builder()
        .schemaId(SCHEMA)
        .scope(SettingsScope.ENVIRONMENT)
        .value(value());
  }

  private static JsonNode value() {
    return JsonNodeFactory.instance.objectNode().put("z", "").putNull("a").put("n", 1);
  }
}
