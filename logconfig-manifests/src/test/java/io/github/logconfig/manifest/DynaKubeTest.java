package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.InvalidValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DynaKubeTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOG_IMAGE = "public.ecr.aws/dynatrace/dynatrace-logmodule:1.331";

  static Stream<OperatorRelease> releases() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                DynaKubeSchema.document().path("releases").fieldNames(), 0),
            false)
        .map(OperatorRelease::parse);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void knowsTheVersionsOfEveryRelease(OperatorRelease release) {
    JsonNode schemas = DynaKubeSchema.document().path("releases").path(release.toString());

    assertThat(release.served())
        .extracting(DynaKubeVersion::label)
        .containsExactlyElementsOf(schemas.path("spec")::fieldNames);
    assertThat(release.storage().label()).isEqualTo(schemas.path("storage").asText());
  }

  @ParameterizedTest
  @MethodSource("releases")
  void rendersAllModesByTheSchemaOfEveryRelease(OperatorRelease release) {
    List<JsonNode> objects = objects(release);

    assertThat(objects).hasSizeBetween(3, 19);
    for (JsonNode object : objects) {
      assertThat(DynaKubeSchema.problemsOf(object, release)).as(object.toPrettyString()).isEmpty();
    }
  }

  @Test
  void refusesTheLogModuleWhereItDoesNotExist() {
    assertThatThrownBy(
            () -> dynaKube("1.5", DynaKubeVersion.V1BETA2, DynaKube.Mode.LOG_ONLY, LOG_IMAGE))
        .hasMessageContaining("older ones have no log module");
    assertThatThrownBy(
            () ->
                new DynaKube(
                    "dynatrace",
                    Optional.empty(),
                    OperatorRelease.NEWEST,
                    DynaKubeVersion.V1BETA6,
                    DynaKube.Mode.LOG_ONLY,
                    Set.of(),
                    "token",
                    Optional.empty()))
        .hasMessageContaining("REPOSITORY:TAG");
  }

  @Test
  void letsTheFirstRuleOfTheOperatorIngestDesiredNamespacesOnly() throws IOException {
    DynaKube dynaKube =
        dynaKube("1.11", DynaKubeVersion.V1BETA6, DynaKube.Mode.LOG_ONLY, LOG_IMAGE);

    JsonNode spec = json(dynaKube, Samples.cluster("b", "a")).path("spec");
    assertThat(spec.at("/logMonitoring/ingestRuleMatchers"))
        .isEqualTo(
            JSON.readTree("[{\"attribute\":\"k8s.namespace.name\",\"values\":[\"a\",\"b\"]}]"));
    assertThat(spec.at("/templates/logMonitoring/imageRef"))
        .isEqualTo(
            JSON.createObjectNode()
                .put("repository", "public.ecr.aws/dynatrace/dynatrace-logmodule")
                .put("tag", "1.331"));
    assertThat(spec.has("oneAgent")).isFalse();
    assertThat(
            json(dynaKube, Samples.cluster())
                .at("/spec/logMonitoring/ingestRuleMatchers/0/values/0")
                .asText())
        .as("a matcher needs a value")
        .isEqualTo("dynatrace");
  }

  @ParameterizedTest
  @CsvSource({
    "app-sre-stage-01, app-sre-stage-01,",
    "a23456789012345678901234567890123456789b, a23456789012345678901234567890123456789b,",
    "a23456789012345678901234567890123456789bc, dynakube,"
        + " a23456789012345678901234567890123456789bc",
    "1-starts-with-a-digit, dynakube, 1-starts-with-a-digit",
    "Upper.Case_1, dynakube, Upper.Case_1",
  })
  void registersTheClusterUnderItsName(String cluster, String name, String annotation) {
    JsonNode metadata =
        json(DynaKube.of(OperatorRelease.NEWEST, "t"), Samples.clusterOf(cluster, "staging", "a"))
            .path("metadata");

    assertThat(metadata.path("name").asText()).isEqualTo(name);
    assertThat(metadata.path("annotations").path(DynaKube.LABEL_ANNOTATION).textValue())
        .isEqualTo(annotation);
  }

  @Test
  void keepsAGivenNameAndAnnotatesTheClusters() {
    DynaKube named =
        new DynaKube(
            "dynatrace",
            Optional.of("dynakube"),
            OperatorRelease.NEWEST,
            DynaKubeVersion.V1BETA5,
            DynaKube.Mode.CLOUD_NATIVE_FULL_STACK,
            Set.of(),
            "token",
            Optional.empty());
    DesiredCluster cluster =
        DesiredCluster.builder()
            .from(Samples.cluster("a"))
            .kubernetesClusterName("Stage 01")
            .build();

    JsonNode object = json(named, cluster);
    assertThat(object.at("/metadata/name").asText()).isEqualTo("dynakube");
    assertThat(object.path("metadata").path("annotations").toString())
        .isEqualTo("{\"" + DynaKube.LABEL_ANNOTATION + "\":\"Stage 01\"}");
    assertThat(object.path("spec").has("activeGate")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://abc12345.apps.dynatrace.com, https://abc12345.live.dynatrace.com/api",
    "https://abc12345.apps.dynatrace.com/ui/apps, https://abc12345.live.dynatrace.com/api",
    "https://ABC12345.live.dynatrace.com:443/api/v2/, https://abc12345.live.dynatrace.com/api",
    "https://x.example.com/e/1, https://x.example.com/e/1/api",
    "https://abc.apps.dynatrace.com.evil.example, https://abc.apps.dynatrace.com.evil.example/api",
  })
  void usesTheClassicApiOfTheNormalizedUrl(String url, String apiUrl) {
    DesiredCluster cluster = DesiredCluster.of("one", Environment.of("staging", url), "a");

    assertThat(json(DynaKube.of(OperatorRelease.NEWEST, "t"), cluster).at("/spec/apiUrl").asText())
        .isEqualTo(apiUrl);
  }

  @Test
  void refusesNamesThatTheOperatorRefuses() {
    for (String name : List.of("1a", "a-", "A", "a.b", "a".repeat(41))) {
      assertThatThrownBy(
              () ->
                  new DynaKube(
                      "dynatrace",
                      Optional.of(name),
                      OperatorRelease.NEWEST,
                      DynaKubeVersion.V1BETA6,
                      DynaKube.Mode.CLOUD_NATIVE_FULL_STACK,
                      Set.of(),
                      "token",
                      Optional.empty()))
          .isInstanceOf(InvalidValueException.class);
    }
  }

  /** Returns the objects of a release in all versions and modes. */
  static List<JsonNode> objects(OperatorRelease release) {
    List<JsonNode> objects = new ArrayList<>();
    for (DynaKubeVersion version : release.served()) {
      for (DynaKube.Mode mode : DynaKube.Mode.values()) {
        if (mode != DynaKube.Mode.LOG_ONLY || version.compareTo(DynaKubeVersion.V1BETA3) >= 0) {
          objects.add(
              json(
                  dynaKube(release.toString(), version, mode, LOG_IMAGE),
                  Samples.cluster("a", "b")));
        }
      }
    }
    return objects;
  }

  private static DynaKube dynaKube(
      String release, DynaKubeVersion version, DynaKube.Mode mode, String logImage) {
    return new DynaKube(
        "dynatrace",
        Optional.empty(),
        OperatorRelease.parse(release),
        version,
        mode,
        Set.of("routing", "kubernetes-monitoring"),
        "token",
        Optional.of(logImage));
  }

  private static JsonNode json(DynaKube dynaKube, DesiredCluster cluster) {
    return JSON.valueToTree(dynaKube.manifest(cluster));
  }
}
