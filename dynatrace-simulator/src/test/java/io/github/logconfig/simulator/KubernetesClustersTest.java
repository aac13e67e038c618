package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import io.github.logconfig.simulator.junit.DynatraceSimulatorTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kubernetes clusters of one name, their connection settings, and the hosts that belong to them.
 */
class KubernetesClustersTest {

  private static final String FIRST_UID = "11111111-2222-3333-4444-555555555555";
  private static final String SECOND_UID = "99999999-8888-7777-6666-555555555555";
  private static final String CONNECTIONS =
      HttpCalls.OBJECTS + "?schemaIds=builtin:cloud.kubernetes&fields=objectId,scope,value";
  private static final SimulatedEntity FIRST =
      SimulatedEntity.kubernetesCluster("dynakube", FIRST_UID);
  private static final SimulatedEntity SECOND =
      SimulatedEntity.kubernetesCluster("dynakube", SECOND_UID);
  private static final SimulatedEntity GROUP = SimulatedEntity.hostGroup("hg-a");

  private DynatraceSimulator simulator;
  private HttpCalls calls;

  @BeforeEach
  void start() {
    simulator =
        DynatraceSimulator.builder()
            .allowInvalidRequests()
            .hostGroup("hg-a")
            .kubernetesCluster("dynakube", FIRST_UID)
            .kubernetesCluster("dynakube", SECOND_UID)
            .host("node-1", "hg-a", FIRST_UID)
            .host("node-2", "", SECOND_UID)
            .host("node-3", "hg-a", "")
            .host("node-4", "", "")
            .start();
    calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void everyClusterHasConnectionSettingsInItsScope() {
    JsonNode page = calls.get(CONNECTIONS).body();

    assertThat(page.path("totalCount").asInt()).isEqualTo(2);
    assertThat(page.at("/items/0/scope").asText()).isEqualTo(FIRST.entityId());
    assertThat(page.at("/items/1/scope").asText()).isEqualTo(SECOND.entityId());
    assertThat(page.at("/items/0/value").toString())
        .isEqualTo(
            "{\"enabled\":true,\"label\":\"dynakube\",\"clusterIdEnabled\":true,\"clusterId\":\""
                + FIRST_UID
                + "\"}");
  }

  @Test
  void connectionSettingsAreFoundByTheUid() {
    String filter = "&filter=" + encoded("value.clusterId='" + SECOND_UID + "'");

    JsonNode page = calls.get(CONNECTIONS + filter).body();

    assertThat(page.path("totalCount").asInt()).isEqualTo(1);
    assertThat(page.at("/items/0/scope").asText()).isEqualTo(SECOND.entityId());
  }

  @Test
  void connectionSettingsAreListedTogetherWithLogRules() {
    calls.post(HttpCalls.OBJECTS, "[" + Items.item("a", "") + "]");
    String path =
        HttpCalls.OBJECTS
            + "?fields=schemaId&schemaIds=builtin:cloud.kubernetes,"
            + SettingsSchemas.LOG_RULES;

    JsonNode first = calls.get(path + "&pageSize=2").body();
    JsonNode second =
        calls.get(HttpCalls.OBJECTS + "?nextPageKey=" + first.path("nextPageKey").asText()).body();

    assertThat(first.path("totalCount").asInt()).isEqualTo(3);
    assertThat(first.findValuesAsText("schemaId"))
        .containsExactly("builtin:cloud.kubernetes", "builtin:cloud.kubernetes");
    assertThat(second.findValuesAsText("schemaId")).containsExactly(SettingsSchemas.LOG_RULES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type(HOST),toRelationships.isClusterOfHost(entityId(FIRST)) | node-1",
        "type(HOST),toRelationships.isClusterOfHost(entityId(FIRST,SECOND)) | node-1 node-2",
        "type(HOST),toRelationships.isClusterOfHost(type(KUBERNETES_CLUSTER),entityName.equals"
            + "(dynakube)) | node-1 node-2",
        "type(HOST),fromRelationships.isInstanceOf(entityId(GROUP)) | node-1 node-3",
        "type(HOST),fromRelationships.isInstanceOf(type(HOST_GROUP),entityName.in(\"HG-A\"))"
            + " | node-1 node-3",
        "type(HOST),fromRelationships.isInstanceOf(type(HOST_GROUP),"
            + "caseSensitive(entityName.in(\"HG-A\"))) | ''",
        "type(HOST),not(toRelationships.isClusterOfHost(type(KUBERNETES_CLUSTER)))"
            + " | node-3 node-4",
        "type(HOST),toRelationships.isClusterOfHost(entityId(FIRST)),"
            + "fromRelationships.isInstanceOf(entityId(GROUP)) | node-1",
        "type(HOST_GROUP),toRelationships.isInstanceOf(type(HOST),entityName.equals(node-3))"
            + " | hg-a",
        "type(KUBERNETES_CLUSTER),fromRelationships.isClusterOfHost(type(HOST),"
            + "entityName.equals(node-2)) | dynakube",
        "type(KUBERNETES_CLUSTER),entityId(FIRST,SECOND) | dynakube dynakube",
        "type(HOST),toRelationships.isProcessOf(type(HOST)) | ''",
      })
  void selectsByRelationship(String selector, String expected) {
    String ids =
        selector
            .replace("FIRST", '"' + FIRST.entityId() + '"')
            .replace("SECOND", '"' + SECOND.entityId() + '"')
            .replace("entityId(GROUP)", "entityId(\"" + GROUP.entityId() + "\")");

    HttpCalls.Answer answer = calls.get("/api/v2/entities?entitySelector=" + encoded(ids));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(String.join(" ", answer.body().findValuesAsText("displayName"))).isEqualTo(expected);
  }

  @Test
  void hostsShowTheRelationshipsThatAreAskedFor() {
    assertThat(relationships("+fromRelationships.isInstanceOf,+toRelationships.isClusterOfHost"))
        .containsExactly(
            "{\"isInstanceOf\":[{\"id\":\""
                + GROUP.entityId()
                + "\",\"type\":\"HOST_GROUP\"}]} {\"isClusterOfHost\":[{\"id\":\""
                + FIRST.entityId()
                + "\",\"type\":\"KUBERNETES_CLUSTER\"}]}",
            "{} {\"isClusterOfHost\":[{\"id\":\""
                + SECOND.entityId()
                + "\",\"type\":\"KUBERNETES_CLUSTER\"}]}",
            "{\"isInstanceOf\":[{\"id\":\"" + GROUP.entityId() + "\",\"type\":\"HOST_GROUP\"}]} {}",
            "{} {}");
    assertThat(relationships("+fromRelationships,+toRelationships"))
        .isEqualTo(
            relationships("+fromRelationships.isInstanceOf,+toRelationships.isClusterOfHost"));
    assertThat(relationships("+fromRelationships.runsOn").get(0)).isEqualTo("{} ");
  }

  @Test
  void entitiesCanBeAddedToARunningSimulatorAndAreGoneAfterAReset() {
    String uid = "00000000-0000-0000-0000-000000000001";
    HttpCalls.Answer added =
        calls.post(
            "/__simulator/entities",
            "[{\"type\":\"HOST\",\"name\":\"node-9\",\"hostGroup\":\"hg-b\",\"kubernetesCluster\":\""
                + uid
                + "\"},{\"type\":\"HOST_GROUP\",\"name\":\"hg-b\"},"
                + "{\"type\":\"KUBERNETES_CLUSTER\",\"name\":\"dynakube\",\"uid\":\""
                + uid
                + "\"}]");

    assertThat(added.status()).isEqualTo(204);
    assertThat(calls.get(CONNECTIONS).body().path("totalCount").asInt()).isEqualTo(3);
    JsonNode all = calls.get("/__simulator/entities").body();
    assertThat(all.get(all.size() - 1).path("kubernetesCluster").asText())
        .isEqualTo(SimulatedEntity.kubernetesCluster("dynakube", uid).entityId());
    assertThat(calls.post("/__simulator/entities", all.toString()).status()).isEqualTo(204);
    assertThat(calls.get("/__simulator/entities").body()).isEqualTo(all);

    calls.post("/__simulator/reset", "");

    assertThat(calls.get(CONNECTIONS).body().path("totalCount").asInt()).isEqualTo(2);
    assertThat(calls.get("/__simulator/entities").body()).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{\"type\":\"HOST\"}]",
        "[{\"type\":\"HOST\",\"name\":\"x\",\"hostGroup\":\"none\"}]",
        "[{\"type\":\"HOST\",\"name\":\"x\",\"kubernetesCluster\":\"dynakube\"}]",
        "[{\"type\":\"HOST\",\"name\":\"x\",\"uid\":\"1\"}]",
        "[{\"type\":\"HOST_GROUP\",\"name\":\"x\",\"hostGroup\":\"hg-a\"}]",
        "[{\"type\":\"HOST\",\"name\":\"x\",\"lastSeen\":\"yesterday\"}]",
        "[{\"type\":\"HOST\",\"name\":\"x\",\"colour\":\"red\"}]"
      })
  void invalidEntitiesAreRefused(String entities) {
    assertThat(calls.post("/__simulator/entities", entities).status()).isEqualTo(400);
    assertThat(calls.get("/__simulator/entities").body()).hasSize(7);
  }

  @Test
  void connectionSettingsOfTheDescriptionTakePrecedence() {
    SimulatedEntity unconnected = SimulatedEntity.of("KUBERNETES_CLUSTER", "log-only");
    try (DynatraceSimulator other =
        DynatraceSimulator.builder()
            .entity(FIRST)
            .entity(unconnected)
            .settingsObject(
                "builtin:cloud.kubernetes",
                FIRST.entityId(),
                ApiResponse.JSON
                    .createObjectNode()
                    .put("enabled", false)
                    .put("label", "other")
                    .put("clusterIdEnabled", true)
                    .put("clusterId", FIRST_UID))
            .start()) {
      assertThat(other.objects()).hasSize(1);
      assertThat(other.objects().at("/0/value/label").asText()).isEqualTo("other");

      other.addEntities(SECOND);

      assertThat(other.objects()).hasSize(2);
    }
  }

  @Test
  void anAmbiguousReferenceIsRefused() {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder().entity(FIRST).entity(SECOND);

    assertThatThrownBy(() -> builder.host("node", "", "dynakube"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("KUBERNETES_CLUSTER \"dynakube\" is the name of 2 entities");
  }

  @Nested
  @DynatraceSimulatorTest(
      hostGroups = "hg-a",
      kubernetesClusters = {"dynakube=" + FIRST_UID, "dynakube=" + SECOND_UID, "other"},
      entities =
          """
          [{"type": "HOST", "name": "node-1", "hostGroup": "hg-a",
            "kubernetesCluster": "99999999-8888-7777-6666-555555555555"}]
          """)
  class DescribedByTheAnnotation {

    @Test
    void holdsTheClustersAndTheHost(DynatraceSimulator described) {
      HttpCalls all = new HttpCalls(described.baseUrl(), HttpCalls.TOKEN);

      assertThat(all.get(CONNECTIONS).body().findValuesAsText("label"))
          .containsExactly("dynakube", "dynakube", "other");
      assertThat(all.get("/__simulator/entities").body().findValuesAsText("kubernetesCluster"))
          .containsExactly(SECOND.entityId());
    }
  }

  private List<String> relationships(String fields) {
    List<String> shown = new ArrayList<>();
    calls
        .get("/api/v2/entities?entitySelector=type(HOST)&fields=" + encoded(fields))
        .body()
        .path("entities")
        .forEach(
            host -> shown.add(host.path("fromRelationships") + " " + host.path("toRelationships")));
    return shown;
  }
}
