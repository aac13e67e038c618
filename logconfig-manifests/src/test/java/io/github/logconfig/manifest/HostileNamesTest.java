package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.logconfig.model.InvalidValueException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in a manifest cannot change the structure of the manifest. */
class HostileNamesTest {

  private static final ObjectMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "..",
        "../x",
        "a/b",
        "a b",
        "a\nb: c",
        "a\"b",
        "a: b",
        "$(HOME)",
        "{{ x }}",
        "--x",
        "a\",job_name=~\".*"
      })
  void refusesUnsafeText(String text) {
    assertRefused(() -> new LogConfigJob(text, "p", "image", "secret", "key"));
    assertRefused(() -> new LogConfigJob("dynatrace", "p", "image", text, "key"));
    assertRefused(() -> new LogConfigJob("dynatrace", "p", "image", "secret", text));
    assertRefused(
        () ->
            new LogConfigJob("dynatrace", text, "image", "secret", "key")
                .manifests(Samples.cluster()));
    assertRefused(() -> Samples.JOB.driftCronJob(Samples.cluster(), text));
    assertRefused(
        () -> new DynatraceOperator(text, Optional.empty(), DynatraceOperator.Install.OLM));
    assertRefused(
        () ->
            new DynatraceOperator("dynatrace", Optional.of(text), DynatraceOperator.Install.HELM));
    assertRefused(() -> DynaKube.of(OperatorRelease.NEWEST, text));
    assertRefused(() -> dynaKube(Set.of(text)));
    assertRefused(() -> dynaKubeNamed(text));
    assertRefused(() -> logOnly(text));
    assertRefused(() -> LoopSource.graphQlConfig(text));
    for (String kind : List.of("file:/", "graphql:", "source:")) {
      assertRefused(
          () ->
              LoopSource.parse(
                  kind + text,
                  Optional.of(new LoopSource.Storage(LoopSource.Storage.Type.SECRET, "a")),
                  Optional.empty()));
    }
    URI runbook = Samples.ALERTS.runbook();
    assertRefused(() -> new LogConfigAlerts(text, "p", "s", "high", runbook));
    assertRefused(() -> new LogConfigAlerts("dynatrace", text, "s", "high", runbook));
    assertRefused(() -> new LogConfigAlerts("dynatrace", "p", text, "high", runbook));
    assertRefused(() -> new LogConfigAlerts("dynatrace", "p", "s", text, runbook));
  }

  @Test
  void keepsNamesThatLookLikeOtherTypesAsText() throws IOException {
    for (String name : List.of("null", "true", "off", "0x1f", "1e3", "12", "0", "no")) {
      String yaml = ManifestYaml.of(Samples.JOB.manifests(Samples.clusterOf(name, name, name)));
      JsonNode configMap = YAML.readTree(yaml);
      JsonNode state = YAML.readTree(configMap.at("/data/desired.yaml").textValue());

      assertThat(state.at("/clusters/0/name").textValue()).isEqualTo(name);
      assertThat(state.at("/clusters/0/namespaces/0").textValue()).isEqualTo(name);
      assertThat(state.at("/environments/0/name").textValue()).isEqualTo(name);
    }
  }

  private static void dynaKube(Set<String> capabilities) {
    new DynaKube(
        "dynatrace",
        Optional.empty(),
        OperatorRelease.NEWEST,
        DynaKubeVersion.V1BETA6,
        DynaKube.Mode.CLASSIC_FULL_STACK,
        capabilities,
        "token",
        Optional.empty());
  }

  private static void dynaKubeNamed(String name) {
    new DynaKube(
        "dynatrace",
        Optional.of(name),
        OperatorRelease.NEWEST,
        DynaKubeVersion.V1BETA6,
        DynaKube.Mode.CLASSIC_FULL_STACK,
        Set.of(),
        "token",
        Optional.empty());
  }

  private static void logOnly(String image) {
    new DynaKube(
        "dynatrace",
        Optional.empty(),
        OperatorRelease.NEWEST,
        DynaKubeVersion.V1BETA6,
        DynaKube.Mode.LOG_ONLY,
        Set.of(),
        "token",
        Optional.of(image));
  }

  private static void assertRefused(ThrowingCallable rendering) {
    assertThatThrownBy(rendering)
        .isInstanceOf(InvalidValueException.class)
        .message()
        .doesNotContain("\n");
  }
}
