package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates for app-interface, rendered with the data of their query. */
class AppInterfaceLayoutIT {

  private static final Path DATA = Path.of("../examples/app-interface");
  private static final String CLUSTER = "app-sre-stage-01";
  private static final String NAMESPACES = "services/%1$s/namespaces/%1$s-stage.yml";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void copyData() throws IOException {
    data = folder.resolve("data");
    try (Stream<Path> files = Files.walk(DATA)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, data.resolve(DATA.relativize(file).toString()));
      }
    }
  }

  @Test
  void writesResourcesAndFilesThatReferToThem() throws IOException {
    render("--cron", "@hourly", "--alert-runbook", "https://example.com/runbook");

    Path shared = folder.resolve("out/data/services/dynatrace/shared-resources");
    List<String> paths = new ArrayList<>();
    for (String name : List.of("dynatrace-operator.yml", "dynatrace-log-config.yml")) {
      Files.readString(shared.resolve(name))
          .lines()
          .filter(line -> line.startsWith("  path: "))
          .forEach(line -> paths.add(line.substring("  path: ".length())));
    }
    assertThat(paths)
        .hasSize(7)
        .allSatisfy(path -> assertThat(folder.resolve("out/resources" + path)).exists());
    assertThat(folder.resolve("out/resources/setup/dynatrace/40-prometheusrule.yaml"))
        .content()
        .startsWith("---\n$schema: /openshift/prometheus-rule-1.yml\napiVersion: ");
    assertThat(folder.resolve("out/qontract-schemas.patch"))
        .content()
        .contains("+      - logconfig\n");
    Files.writeString(folder.resolve("out/resources/setup/dynatrace/own.yaml"), "{}");
    render();
    assertThat(folder.resolve("out/resources/setup/dynatrace/30-cronjob.yaml.j2")).doesNotExist();
    assertThat(folder.resolve("out/resources/setup/dynatrace/own.yaml")).exists();
  }

  @Test
  void renderedJobAppliesDesiredStateOfItsCluster() throws IOException {
    render();
    Map<String, JsonNode> objects = templates();

    assertThat(objects.get("DynaKube").at("/spec/apiUrl").asText())
        .isEqualTo("https://abc12345.live.dynatrace.com/api");
    assertThat(objects.get("DynaKube").at("/spec/oneAgent/hostGroup").asText()).isEqualTo(CLUSTER);
    JsonNode job = objects.get("Job");
    assertThat(job.at("/metadata/name").asText())
        .matches("logconfig-[0-9a-f]{10}")
        .isEqualTo(objects.get("ConfigMap").at("/metadata/name").asText())
        .isEqualTo(job.at("/spec/template/spec/volumes/0/configMap/name").asText());
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder().entity(SimulatedEntity.hostGroup(CLUSTER)).start()) {
      Result result = runAsPod(objects, simulator);

      assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
      assertThat(simulator.objects()).hasSize(1);
      assertThat(simulator.objects().get(0).toString())
          .contains("github-mirror-stage", "glitchtip-stage");
      // the desired state of the template is that of the data
      Result plan =
          Executable.inProcess(
              Map.of("DYNATRACE_API_TOKEN", "dt0c01.ANY.THING"),
              "plan",
              "--data",
              data.toString(),
              "--cluster",
              CLUSTER,
              "--endpoint",
              "dynatrace-staging-us-east-1=" + simulator.baseUrl());
      assertThat(plan.exitCode()).as(plan.out() + plan.err()).isEqualTo(ExitCode.DONE);
    }
  }

  @Test
  void nameOfJobChangesWithDesiredStateAndJob() throws IOException {
    render();
    String name = jobName();
    assertThat(jobName()).isEqualTo(name);

    replace(NAMESPACES.formatted("glitchtip"), "Logging: true", "Logging: false");
    String without = jobName();
    replace(NAMESPACES.formatted("glitchtip"), "Logging: false", "Logging: true");
    replace(NAMESPACES.formatted("glitchtip"), "name: glitchtip-stage", "name: glitchtip");
    String renamed = jobName();
    replace(NAMESPACES.formatted("github-mirror"), "name: github-mirror-stage", "name: stage");
    String shifted = jobName();
    replace(
        "openshift/app-sre-stage-01/cluster.yml",
        "internal: false",
        "internal: false\ntarget: kubernetes-cluster\nkubernetesCluster: {name: stage}");
    String moved = jobName();
    assertThat(templates().get("ConfigMap").at("/data/desired.yaml").asText())
        .contains("kubernetesCluster: {\"name\": \"stage\"}\n", "target: \"kubernetes-cluster\"\n");
    assertThat(templates().get("DynaKube").at("/metadata/annotations").toString())
        .contains(":\"stage\"");
    render("--token-key", "other");

    assertThat(List.of(name, without, renamed, shifted, moved, jobName())).doesNotHaveDuplicates();
  }

  @Test
  void clusterWithoutNamespacesIsDesiredAsEmpty() throws IOException {
    render("--mode", "log-only", "--log-image", "example.com/log:1");
    for (String app : List.of("glitchtip", "github-mirror")) {
      replace(NAMESPACES.formatted(app), "Logging: true", "Logging: false");
    }

    Map<String, JsonNode> objects = templates();

    assertThat(objects.get("ConfigMap").at("/data/desired.yaml").asText())
        .contains("namespaces:\n    []\n");
    assertThat(objects.get("DynaKube").at("/spec/logMonitoring/ingestRuleMatchers/0/values"))
        .hasToString("[\"dynatrace\"]");
  }

  @Test
  void disabledClusterHasSuspendedJob() throws IOException {
    render("--integration", "frozen");
    replace(
        "openshift/app-sre-stage-01/cluster.yml",
        "internal: false",
        "internal: false\ndisable: {integrations: [logconfig]}");
    assertThat(templates().get("Job").at("/spec/suspend").asBoolean(true)).isFalse();

    render();

    assertThat(templates().get("Job").at("/spec/suspend").asBoolean()).isTrue();
  }

  @Test
  void patchesBecomePartOfTemplates() throws IOException {
    Path patch =
        Files.writeString(
            folder.resolve("patch.yaml"),
            """
            kind: Job
            metadata: {annotations: {note: "{{ text }} {% of %} others {# here #}"}}
            """);

    render("--patch", patch.toString());

    assertThat(templates().get("Job").at("/metadata/annotations/note").asText())
        .isEqualTo("{{ text }} {% of %} others {# here #}");
  }

  @Test
  void refusesWhatHasNoMeaningForTemplates() {
    assertThat(manifests("--layout", "app-interface").err())
        .isEqualTo("logconfig: --layout app-interface requires --out-dir DIR\n");
    Result source =
        manifests("--layout", "app-interface", "--out-dir", "x", "--data", data.toString());
    assertThat(source.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(source.err()).contains("remove --data " + data);
    assertThat(manifests("--layout", "app-interface", "--out-dir", "x", "--indexed", "3").err())
        .contains("remove --indexed");
    assertThat(manifests("--layout", "argo").err())
        .contains("--layout \"argo\"; expected clusters or app-interface");
  }

  private void render(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--layout", "app-interface", "--out-dir", folder.resolve("out").toString()));
    arguments.addAll(List.of(options));
    Result result = manifests(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
  }

  private static Result manifests(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("manifests", "--image", "example.com/logconfig:1"));
    arguments.addAll(List.of(options));
    return Executable.inProcess(Map.of(), arguments.toArray(String[]::new));
  }

  private void replace(String file, String text, String by) throws IOException {
    String content = Files.readString(data.resolve(file));
    assertThat(content).contains(text);
    Files.writeString(data.resolve(file), content.replace(text, by));
  }

  private String jobName() throws IOException {
    return templates().get("Job").at("/metadata/name").asText();
  }

  /** Renders the templates and returns their objects by kind. */
  private Map<String, JsonNode> templates() throws IOException {
    Optional<String> python =
        Stream.of("python3", "/usr/bin/python3")
            .filter(
                command ->
                    Executable.run(Map.of(), List.of(command, "-c", "import jinja2, yaml"))
                            .exitCode()
                        == 0)
            .findFirst();
    assumeTrue(python.isPresent(), "python3 with jinja2 and yaml is not installed");
    Result result =
        Executable.run(
            Map.of(),
            List.of(
                python.get(),
                "src/test/resources/render-app-interface.py",
                folder.resolve("out/resources").toString(),
                data.toString(),
                CLUSTER));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(0);
    Map<String, JsonNode> objects = new HashMap<>();
    for (JsonNode object : JSON.readTree(result.out())) {
      objects.put(object.path("kind").asText(), object);
    }
    return objects;
  }

  /** Runs the command of the job's container with the config map and the token as files. */
  private Result runAsPod(Map<String, JsonNode> objects, DynatraceSimulator simulator)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    objects
        .get("Job")
        .at("/spec/template/spec/containers/0/args")
        .forEach(it -> arguments.add(it.asText()));
    arguments.set(
        arguments.indexOf("--file") + 1,
        Files.writeString(
                folder.resolve("desired.yaml"),
                objects.get("ConfigMap").at("/data/desired.yaml").asText())
            .toString());
    arguments.set(
        arguments.indexOf("--token-file") + 1,
        Files.writeString(folder.resolve("token"), "dt0c01.ANY.THING").toString());
    arguments.addAll(List.of("--endpoint", "dynatrace-staging-us-east-1=" + simulator.baseUrl()));
    return Executable.run(Map.of(), arguments.toArray(String[]::new));
  }
}
