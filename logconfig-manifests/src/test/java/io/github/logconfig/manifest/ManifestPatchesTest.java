package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.model.ConfigValidationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestPatchesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLE = Path.of("src/test/resources/patches/example.yaml");

  /** Patches that exercise every rule of the merge. */
  private static final String RULES =
      """
      kind: Job
      spec:
        backoffLimit: null
        template:
          metadata:
            annotations: {team: a}
          spec:
            nodeSelector: {infra: ""}
            tolerations: [{key: infra, operator: Exists}]
            imagePullSecrets: [{name: pull}]
            securityContext:
              $patch: replace
              runAsNonRoot: true
            containers:
              - name: logconfig
                args: [version]
                env: [{name: HTTPS_PROXY, value: "http://proxy:3128"}]
                resources: {limits: {memory: 1Gi}}
                volumeMounts:
                  - {mountPath: /tmp, $patch: delete}
                  - {mountPath: /ca, name: ca}
              - name: sidecar
                image: sidecar
            volumes:
              - {name: tmp, $patch: delete}
              - {name: ca, configMap: {name: ca}}
      """;

  @TempDir private Path folder;

  static String example() throws IOException {
    return Files.readString(EXAMPLE);
  }

  @Test
  void mergesByTheRules() throws IOException {
    JsonNode job = JSON.valueToTree(patched(RULES).get(1));

    JsonNode pod = job.at("/spec/template/spec");
    assertThat(job.path("spec").has("backoffLimit")).isFalse();
    assertThat(job.at("/spec/template/metadata/labels").size()).isOne();
    assertThat(pod.path("securityContext").toString()).isEqualTo("{\"runAsNonRoot\":true}");
    assertThat(pod.path("containers").findValuesAsText("image"))
        .containsExactly("quay.io/example/logconfig:0.1.0", "sidecar");
    JsonNode container = pod.at("/containers/0");
    assertThat(container.path("args").toString()).isEqualTo("[\"version\"]");
    assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("1Gi");
    assertThat(container.at("/resources/requests/memory").asText()).isEqualTo("256Mi");
    assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
        .containsExactly("/ca", "/desired-state", "/token");
    assertThat(pod.path("volumes").findValuesAsText("name"))
        .contains("ca", "token")
        .doesNotContain("tmp");
  }

  @Test
  void mergesLikeKustomize() throws Exception {
    assumeTrue(
        isInstalled("kubectl"),
        "skipped: kubectl is not installed; the merge is not compared with Kustomize");
    for (String patch : List.of(RULES, example())) {
      List<HasMetadata> objects = objects();
      Files.writeString(folder.resolve("objects.yaml"), ManifestYaml.of(objects));
      List<String> targets = new ArrayList<>();
      int i = 0;
      for (JsonNode document : documents(patch)) {
        // Kustomize requires a complete identity in the patch
        ((ObjectNode) document)
            .put("apiVersion", "any/v1")
            .withObjectProperty("metadata")
            .put("name", "any");
        Files.writeString(folder.resolve(i + ".yaml"), document.toString());
        targets.add(
            "  - {path: " + i + ".yaml, target: {kind: " + document.path("kind").asText() + "}}\n");
        i++;
      }
      Files.writeString(
          folder.resolve("kustomization.yaml"),
          "resources: [objects.yaml]\npatches:\n" + String.join("", targets));

      assertThat(documents(kustomize()))
          .containsExactlyInAnyOrderElementsOf(
              documents(
                  ManifestYaml.of(
                      ManifestPatches.parse(patch, OperatorRelease.NEWEST).apply(objects))));
    }
  }

  @Test
  void appliesTheDocumentedExample() throws IOException {
    List<HasMetadata> patched = patched(example());
    JsonNode dynaKube =
        JSON.valueToTree(
            patched.stream()
                .filter(it -> it.getKind().equals("DynaKube"))
                .findFirst()
                .orElseThrow());

    assertThat(DynaKubeSchema.problemsOf(dynaKube, OperatorRelease.NEWEST)).isEmpty();
    assertThat(dynaKube.at("/spec/oneAgent/hostGroup").asText()).isEqualTo("app-sre-stage-01");
    assertThat(dynaKube.at("/spec/activeGate/replicas").asInt()).isEqualTo(2);
    assertThat(dynaKube.at("/spec/activeGate/capabilities").size()).isEqualTo(3);
    assertThat(dynaKube.at("/spec/networkZone").asText()).isEqualTo("zone-1");
    assertThat(Path.of("../docs/manifests.md")).content().contains("```yaml\n" + example() + "```");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{kind: DynaKube, spec: {oneAgent: {tolerations: []}}}"
            + "|patch 1 (DynaKube): spec.oneAgent.tolerations: not a field; expected one of"
            + " applicationMonitoring, classicFullStack, cloudNativeFullStack, hostGroup,"
            + " hostMonitoring",
        "{kind: DynaKube, spec: {oneAgent: {hostGroup: 1}}}"
            + "|patch 1 (DynaKube): spec.oneAgent.hostGroup: is 1; expected string",
        "{kind: DynaKube, spec: {oneAgent: []}}"
            + "|patch 1 (DynaKube): spec.oneAgent: expected a mapping, not a list",
        "{kind: DynaKube, spec: {activeGate: {capabilities: {a: b}}}}"
            + "|patch 1 (DynaKube): spec.activeGate.capabilities: expected a list, not a mapping",
        "{kind: DynaKube, spec: {oneAgent: {cloudNativeFullStack: {tolerations: [{effect: 1}]}}}}"
            + "|patch 1 (DynaKube): spec.oneAgent.cloudNativeFullStack.tolerations[0].effect: is 1;"
            + " expected string",
        "{kind: Job, spec: {template: {spec: {containers: [{name: logconfig, imagee: x}]}}}}"
            + "|patch 1 (Job): spec.template.spec.containers[0].imagee: not a field; expected one"
            + " of args,",
        "{kind: Job, spec: {backoffLimit: many}}"
            + "|patch 1 (Job): spec.backoffLimit: has an invalid type",
        "{kind: Job, spec: {template: {spec: {containers: [{image: x}]}}}}"
            + "|patch 1 (Job): spec.template.spec.containers[0]: expected a mapping with the key"
            + " name",
        "{kind: Job, spec: {template: {$patch: drop}}}"
            + "|patch 1 (Job): spec.template.$patch: expected delete, replace or merge",
        "{kind: Job, $patch: delete}"
            + "|patch 1 (Job): $patch: the object itself can neither be deleted nor replaced",
        "{kind: Job, spec: {$retainKeys: [a]}}"
            + "|patch 1 (Job): spec.$retainKeys: this directive is not supported; only $patch is",
        "{kind: Dynakube, spec: {}}"
            + "|patch 1 (Dynakube): no rendered object matches; rendered are ConfigMap"
            + " dynatrace-log-config-",
        "{kind: DynaKube, metadata: {name: other}}"
            + "|patch 1 (DynaKube other): no rendered object matches",
        "{spec: {}}|patch 1: expected a mapping with the kind of an object and the fields to"
            + " change",
        "[a]|patch 1: expected a mapping",
        "a: [|patch 1: not YAML: ",
      })
  void reportsThePath(String patch, String message) {
    assertThatThrownBy(() -> patched(patch))
        .isInstanceOf(ConfigValidationException.class)
        .message()
        .startsWith(message)
        .doesNotContain("\n");
  }

  @Test
  void appliesPatchesInOrderAndIgnoresEmptyDocuments() throws IOException {
    List<HasMetadata> patched =
        patched(
            """
            ---
            # a comment only
            ---
            {kind: Job, spec: {backoffLimit: 1}}
            ---
            {kind: Job, spec: {backoffLimit: 2, parallelism: 1}}
            """);

    JsonNode spec = JSON.valueToTree(patched.get(1)).path("spec");
    assertThat(spec.path("backoffLimit").asInt()).isEqualTo(2);
    assertThat(spec.path("parallelism").asInt()).isEqualTo(1);
    assertThat(ManifestPatches.NONE.apply(objects())).isEqualTo(objects());
  }

  private static List<HasMetadata> patched(String patch) {
    return ManifestPatches.parse(patch, OperatorRelease.NEWEST).apply(objects());
  }

  private static List<HasMetadata> objects() {
    List<HasMetadata> objects = new ArrayList<>(Samples.JOB.manifests(Samples.cluster("a")));
    objects.add(DynaKube.of(OperatorRelease.NEWEST, "t").manifest(Samples.cluster("a")));
    return objects;
  }

  private static List<JsonNode> documents(String yaml) throws IOException {
    try (var found = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return found.readAll();
    }
  }

  private String kustomize() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("kubectl", "kustomize", folder.toString())
            .redirectError(folder.resolve("error").toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("error"))).isZero();
    return output;
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
