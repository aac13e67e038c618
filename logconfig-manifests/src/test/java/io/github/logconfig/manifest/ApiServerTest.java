package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.model.DesiredCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real API server accepts what is rendered, with the real custom resource definitions. */
class ApiServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CRDS = Path.of("src/test/resources/crds/crds.json");
  private static final String[] DRY_RUN = {
    "apply", "--dry-run=server", "--validate=strict", "-f", "-"
  };

  @TempDir private static Path folder;

  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        ApiServer.isInstalled(),
        "skipped: etcd, kube-apiserver and kubectl are neither in KUBEBUILDER_ASSETS nor on the"
            + " path; the manifests are validated by schemas only");
    server = ApiServer.start(folder);
    server.kubectl("", "create", "namespace", "dynatrace");
    server.kubectl(
        "", "label", "namespace", "dynatrace", "pod-security.kubernetes.io/enforce=restricted");
    StringBuilder crds = new StringBuilder();
    JSON.readTree(Files.readString(CRDS))
        .path("definitions")
        .forEach(crd -> crds.append("---\n").append(crd).append('\n'));
    server.kubectl(crds.toString(), "create", "-f", "-");
    server.await("/apis/monitoring.coreos.com/v1/prometheusrules");
    server.await("/apis/operators.coreos.com/v1alpha1/subscriptions");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (server != null) {
      server.stop();
    }
  }

  @Test
  void acceptsDynaKubesOfEveryReleaseVersionAndMode() throws Exception {
    for (OperatorRelease release : DynaKubeTest.releases().toList()) {
      withCrdOf(release);
      StringBuilder objects = new StringBuilder();
      int i = 0;
      for (JsonNode object : DynaKubeTest.objects(release)) {
        ((ObjectNode) object.path("metadata")).put("name", "d" + i);
        objects.append("---\n").append(object).append('\n');
        i++;
      }

      assertThat(
              server
                  .kubectl(objects.toString(), DRY_RUN)
                  .lines()
                  .filter(it -> it.contains("created")))
          .as(release.toString())
          .hasSize(i);
    }
  }

  @Test
  void acceptsEverythingElse() throws Exception {
    withCrdOf(OperatorRelease.NEWEST);
    DesiredCluster cluster = Samples.cluster("a", "b");
    List<HasMetadata> objects = new ArrayList<>();
    Samples.everything(OperatorRelease.NEWEST).objects(cluster).values().forEach(objects::addAll);
    objects.addAll(Samples.JOB.fleetManifests(List.of(cluster), 1));
    for (LogConfigLoop loop : LogConfigLoopTest.loopsOfAllSources()) {
      objects.addAll(loop.manifests());
    }
    objects.addAll(
        new DynatraceOperator("dynatrace", Optional.of("1.4.2"), DynatraceOperator.Install.OLM)
            .manifests());

    assertThat(server.kubectl(ManifestYaml.of(objects), DRY_RUN))
        .doesNotContain("would violate PodSecurity")
        .contains("job.batch/", "cronjob.batch/", "subscription.operators.coreos.com/");
  }

  @Test
  void acceptsPatchedObjects() throws Exception {
    withCrdOf(OperatorRelease.NEWEST);
    List<HasMetadata> objects = new ArrayList<>();
    Samples.everything(OperatorRelease.NEWEST)
        .objects(Samples.cluster("a"))
        .values()
        .forEach(objects::addAll);

    server.kubectl(
        ManifestYaml.of(
            ManifestPatches.parse(ManifestPatchesTest.example(), OperatorRelease.NEWEST)
                .apply(objects)),
        DRY_RUN);
  }

  private static void withCrdOf(OperatorRelease release) throws IOException, InterruptedException {
    server.kubectl(
        "", "delete", "crd", "dynakubes.dynatrace.com", "--ignore-not-found", "--timeout=60s");
    server.kubectl(crd(release).toString(), "create", "-f", "-");
    for (DynaKubeVersion version : release.served()) {
      server.await("/apis/dynatrace.com/" + version.label() + "/namespaces/dynatrace/dynakubes");
    }
  }

  private static JsonNode crd(OperatorRelease release) {
    JsonNode schemas = DynaKubeSchema.document().path("releases").path(release.toString());
    ArrayNode versions = JSON.createArrayNode();
    for (Map.Entry<String, JsonNode> version : schemas.path("spec").properties()) {
      ObjectNode object = JSON.createObjectNode().put("type", "object");
      object
          .putObject("properties")
          .<ObjectNode>set("spec", expand(version.getValue()))
          .set("metadata", JSON.createObjectNode().put("type", "object"));
      versions
          .addObject()
          .put("name", version.getKey())
          .put("served", true)
          .put("storage", version.getKey().equals(schemas.path("storage").asText()))
          .putObject("schema")
          .set("openAPIV3Schema", object);
    }
    ObjectNode crd =
        JSON.createObjectNode()
            .put("apiVersion", "apiextensions.k8s.io/v1")
            .put("kind", "CustomResourceDefinition");
    crd.putObject("metadata").put("name", "dynakubes.dynatrace.com");
    ObjectNode spec =
        crd.putObject("spec").put("group", "dynatrace.com").put("scope", "Namespaced");
    spec.putObject("names").put("kind", "DynaKube").put("plural", "dynakubes");
    spec.set("versions", versions);
    return crd;
  }

  /** Replaces references, which custom resource definitions must not contain. */
  private static JsonNode expand(JsonNode schema) {
    if (schema.has("$ref")) {
      return expand(
          DynaKubeSchema.document().path("definitions").path(schema.path("$ref").textValue()));
    }
    if (schema.isObject()) {
      ObjectNode expanded = JSON.createObjectNode();
      schema.properties().forEach(it -> expanded.set(it.getKey(), expand(it.getValue())));
      return expanded;
    }
    if (schema.isArray()) {
      ArrayNode expanded = JSON.createArrayNode();
      schema.forEach(it -> expanded.add(expand(it)));
      return expanded;
    }
    return schema;
  }
}
