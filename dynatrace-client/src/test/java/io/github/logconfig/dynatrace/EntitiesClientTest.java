package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.logconfig.dynatrace.entities.EntitiesByName;
import io.github.logconfig.dynatrace.entities.Entity;
import io.github.logconfig.dynatrace.entities.EntitySelector;
import io.github.logconfig.dynatrace.internal.service.EntitySelectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntitiesClientTest {

  private static final String CLUSTER = "KUBERNETES_CLUSTER-00000000000000AA";
  private static final String HOST = "HOST-00000000000000BB";
  private static final String GROUP = "HOST_GROUP-00000000000000CC";
  private static final String NO_ENTITIES = "{\"entities\":[],\"totalCount\":0}";
  private static final String HOST_OF_CLUSTER =
      """
      {"entities":[{"entityId":"%s","displayName":"node-1",
        "fromRelationships":{"isInstanceOf":[{"id":"%s","type":"HOST_GROUP"}]},
        "toRelationships":{"isClusterOfHost":[{"id":"%s","type":"KUBERNETES_CLUSTER"}]}}],
       "totalCount":1}\
      """
          .formatted(HOST, GROUP, CLUSTER);

  private StubServer server;
  private DynatraceClient client;

  @BeforeEach
  void start() {
    server = new StubServer();
    client = server.client().build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
  }

  @Test
  void readsHostsOfKubernetesClustersWithTheirHostGroups() {
    answer(HOST_OF_CLUSTER);

    assertThat(client.entities().hostsOfKubernetesClusters(List.of(CLUSTER, CLUSTER)))
        .containsExactly(
            new Entity(
                HOST,
                "node-1",
                Map.of("isInstanceOf", List.of(GROUP)),
                Map.of("isClusterOfHost", List.of(CLUSTER))));

    assertThat(sent("entitySelector"))
        .containsExactly(
            "type(\"HOST\"),toRelationships.isClusterOfHost(entityId(\"" + CLUSTER + "\"))");
    assertThat(sent("fields"))
        .containsExactly("+fromRelationships.isInstanceOf,+toRelationships.isClusterOfHost");
    assertThat(sent("pageSize")).containsExactly("4000");
    assertThat(sent("from")).containsExactly("now-3d");
  }

  @Test
  void readsHostsById() {
    answer(HOST_OF_CLUSTER);

    assertThat(client.entities().hosts(List.of(HOST)))
        .extracting(Entity::fromRelationships)
        .containsExactly(Map.of("isInstanceOf", List.of(GROUP)));

    assertThat(sent("entitySelector")).containsExactly("type(\"HOST\"),entityId(\"" + HOST + "\")");
    assertThat(sent("from")).containsExactly("now-1y");
  }

  @Test
  void requestsAsManyIdsAsFitIntoASelector() {
    answer(NO_ENTITIES);

    client.entities().hostsOfKubernetesClusters(ids("KUBERNETES_CLUSTER", 1_000));
    assertThat(sent("entitySelector"))
        .hasSize(20)
        .allSatisfy(it -> assertThat(it.length()).isLessThanOrEqualTo(2_000));

    server.resetRequests();
    client.entities().hosts(ids("HOST", 1_000));
    assertThat(sent("entitySelector"))
        .hasSize(13)
        .allSatisfy(it -> assertThat(it.length()).isLessThanOrEqualTo(2_000));

    server.resetRequests();
    assertThat(client.entities().hosts(List.of())).isEmpty();
    assertThat(client.entities().hostsOfKubernetesClusters(List.of())).isEmpty();
    assertThat(server.getAllServeEvents()).isEmpty();
  }

  @Test
  void fillsASelectorToItsLimit() {
    String frame = "type(\"X\"),entityName.in(\"\",\"\")";
    int rest = EntitySelector.MAX_LENGTH - frame.length();
    List<String> names = List.of("a".repeat(rest - 1), "b");
    assertThat(EntitySelectors.forNames("X", names))
        .singleElement()
        .satisfies(it -> assertThat(it.toString()).hasSize(EntitySelector.MAX_LENGTH));
    assertThat(EntitySelectors.forNames("X", List.of("a".repeat(rest), "b"))).hasSize(2);
  }

  @Test
  void rejectsIdsOfAnotherForm() {
    for (String id :
        List.of("", "HOST-1", HOST.toLowerCase(Locale.ROOT), GROUP, HOST + "\"),type(\"HOST")) {
      assertThatThrownBy(() -> client.entities().hosts(List.of(HOST, id)))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("entity id \"" + id)
          .hasMessageContaining("HOST- followed by");
      assertThatThrownBy(() -> client.entities().hostsOfKubernetesClusters(List.of(id)))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("KUBERNETES_CLUSTER- followed by");
    }
    assertThat(server.getAllServeEvents()).isEmpty();
  }

  @Test
  void listsEntitiesWithTheRelationsAskedFor() {
    answer(HOST_OF_CLUSTER);
    EntitySelector hosts = EntitySelector.ofType("HOST");

    assertThat(
            client.entities().list(hosts, List.of("toRelationships", "fromRelationships.runsOn")))
        .hasSize(1);

    assertThat(sent("fields")).containsExactly("+toRelationships,+fromRelationships.runsOn");
    assertThatThrownBy(() -> client.entities().list(hosts, List.of("tags")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "invalid entity field \"tags\": expected a relation such as"
                + " fromRelationships.isInstanceOf");
  }

  @Test
  void returnsNoRelationsIfTheResponseHasNone() {
    answer(
        """
        {"entities":[{"entityId":"A"},
          {"entityId":"B","fromRelationships":null,"toRelationships":{}},
          {"entityId":"C","fromRelationships":{"isInstanceOf":null,"runsOn":[null,{"type":"X"}]}}],
         "totalCount":3}\
        """);

    assertThat(client.entities().list(EntitySelector.ofType("HOST")))
        .containsExactly(
            new Entity("A", ""),
            new Entity("B", ""),
            new Entity("C", "", Map.of("runsOn", List.of()), Map.of()));
    assertThat(sent("fields")).isEmpty();
  }

  @Test
  void returnsImmutableRelations() {
    List<String> ids = new ArrayList<>(List.of(GROUP));
    Entity entity = new Entity(HOST, "", Map.of("isInstanceOf", ids), Map.of());
    ids.clear();
    assertThat(entity.fromRelationships()).containsEntry("isInstanceOf", List.of(GROUP));
    assertThatThrownBy(() -> entity.fromRelationships().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void usesSmallerPagesFromThenOnIfTheServiceRejectsLargeOnes() {
    answer(NO_ENTITIES);
    server.stubFor(
        any(anyUrl())
            .withQueryParam("pageSize", equalTo("4000"))
            .willReturn(
                jsonResponse(
                    """
                    {"error":{"code":400,"message":"Constraints violated.","constraintViolations":
                      [{"path":"pageSize","message":"must be at most 500"}]}}\
                    """,
                    400)));
    EntitySelector groups = EntitySelector.ofType("HOST_GROUP");

    assertThat(client.entities().list(groups)).isEmpty();
    assertThat(client.entities().list(groups)).isEmpty();

    assertThat(sent("pageSize")).containsExactly("4000", "500", "500");
  }

  @Test
  void doesNotRetryARejectionOfTheSelector() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                jsonResponse("{\"error\":{\"code\":400,\"message\":\"unknown criterion\"}}", 400)));

    assertThatThrownBy(() -> client.entities().list("type(HOST),nothing()").toList())
        .isInstanceOf(InvalidRequestException.class);

    assertThat(sent("pageSize")).containsExactly("4000");
  }

  @Test
  void findsEntitiesWhoseNameDiffersOnlyInCase() {
    answer(
        """
        {"entities":[{"entityId":"1","displayName":"Prod"},{"entityId":"2","displayName":"PROD"},
          {"entityId":"3","displayName":"dev"},{"entityId":"4","displayName":"DEV"}],
         "totalCount":4}\
        """);

    EntitiesByName groups = client.entities().findHostGroups(List.of("prod", "dev", "test"));

    assertThat(groups.unknown()).containsExactly("prod", "test");
    assertThat(groups.found()).containsOnlyKeys("dev");
    assertThat(groups.ignoringCase("prod"))
        .extracting(Entity::displayName)
        .containsExactly("Prod", "PROD");
    assertThat(groups.ignoringCase("dev")).extracting(Entity::displayName).containsExactly("DEV");
    assertThat(groups.ignoringCase("test")).isEmpty();
    assertThat(sent("entitySelector"))
        .containsExactly("type(\"HOST_GROUP\"),entityName.in(\"prod\",\"dev\",\"test\")");
  }

  @Test
  void findsNamesThatDifferOnlyInCaseSeparately() {
    answer(
        """
        {"entities":[{"entityId":"1","displayName":"a"},{"entityId":"2","displayName":"A"}],
         "totalCount":2}\
        """);

    EntitiesByName groups = client.entities().findHostGroups(List.of("a", "A"));

    assertThat(groups.of("a")).containsExactly(new Entity("1", "a"));
    assertThat(groups.of("A")).containsExactly(new Entity("2", "A"));
  }

  private void answer(String body) {
    server.stubFor(any(anyUrl()).willReturn(okJson(body)));
  }

  private static List<String> ids(String type, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.format(Locale.ROOT, "%s-%016X", type, i))
        .toList();
  }

  /** The values of a query parameter, request by request. */
  private List<String> sent(String parameter) {
    List<String> values = new ArrayList<>();
    for (ServeEvent event : server.getAllServeEvents()) {
      QueryParameter sent = event.getRequest().queryParameter(parameter);
      if (sent.isPresent()) {
        values.add(0, sent.firstValue());
      }
    }
    return values;
  }
}
