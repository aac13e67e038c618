package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, with the {@code helm} of this machine. Skipped where there is none. */
class HelmChartIT {

  private static final Path CHART = Path.of("../charts/logconfig");

  @TempDir private Path folder;

  @BeforeAll
  static void requireHelm() {
    assumeTrue(
        Executable.run(Map.of(), List.of("sh", "-c", "command -v helm")).exitCode() == 0,
        "helm is not installed: the chart is neither linted nor rendered");
  }

  private static Result helm(String mode, String... arguments) {
    List<String> command = new ArrayList<>(List.of("helm"));
    command.addAll(List.of(arguments));
    command.addAll(List.of(CHART.toString(), "--values", CHART + "/ci/" + mode + "-values.yaml"));
    return Executable.run(Map.of(), command);
  }

  private static String rendered(String mode, String... options) {
    List<String> arguments = new ArrayList<>(List.of("template", "release", "--kube-version=1.30"));
    arguments.addAll(List.of(options));
    Result result = helm(mode, arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.out();
  }

  /** All matches of the first group. */
  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(it -> it.group(1)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "job", "cronjob"})
  void lintsWithoutWarnings(String mode) {
    Result result = helm(mode, "lint", "--strict");

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "loop,ServiceAccount ConfigMap Deployment Deployment PodMonitor",
    "job,ServiceAccount ConfigMap Job",
    "cronjob,ServiceAccount ConfigMap CronJob"
  })
  void rendersWhatAModeNeeds(String mode, String kinds) {
    assertThat(all("(?m)^kind: (.*)$", rendered(mode))).containsExactly(kinds.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "mode=deployment,'/mode'",
    "shards=0,'/shards'",
    "tokens.secret=,'/tokens/secret'",
    "source.configMap=other,expected exactly one",
    "sources=x,'sources'"
  })
  void refusesInvalidValues(String value, String message) {
    Result result = helm("loop", "template", "release", "--kube-version=1.30", "--set", value);

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains(message);
  }

  @Test
  void containerOfAJobAppliesTheDesiredState() throws IOException {
    String manifests = rendered("job", "--set", "dryRun=false,shards=1");
    String desired = all("(?s)desired.yaml: \\|\n(.*?)\n---", manifests).get(0);
    Files.writeString(folder.resolve("desired.yaml"), desired.stripIndent());
    Files.writeString(folder.resolve("staging-token"), "dt0c01.EXAMPLE.NOT-A-REAL-SECRET");
    String container = manifests.substring(manifests.indexOf("kind: Job"));
    List<String> arguments = new ArrayList<>();
    for (String argument :
        all("- \"?([^\"\n]*)", all("args:\n((?: +- .*\n)+)", container).get(0))) {
      arguments.add(
          argument
              .replace("/desired-state/", folder + "/")
              .replace("=/token/", "=" + folder + "/"));
    }
    Map<String, String> variables = new HashMap<>();
    Pattern.compile("- name: (\\w+)\n +value: \"(.*)\"")
        .matcher(container)
        .results()
        .forEach(variable -> variables.put(variable.group(1), variable.group(2)));
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder().hostGroup("app-sre-stage-01").start()) {
      arguments.addAll(List.of("--endpoint", "staging=" + simulator.baseUrl()));

      Result result = Executable.run(variables, arguments.toArray(String[]::new));

      assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(ExitCode.DONE);
      assertThat(simulator.objects()).hasSize(1);
    }
  }
}
