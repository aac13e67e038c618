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
    "sources=x,'sources'",
    "connection.proxy.url=http://a:b@proxy,/connection/proxy/url",
    "connection.proxy.exceptions=.svc,connection.proxy.exceptions requires a url or a secret",
    "connection.oauth.scopes={a},connection.oauth requires clients",
    "verify.checkWorkloads=true,verify.checkWorkloads and verify.seesAllRecords require",
    "verify.interval=often,/verify/interval",
    "connection.endpoints.other=https://x,environment \"other\" has no key in tokens.keys"
  })
  void refusesInvalidValues(String value, String message) {
    Result result = helm("loop", "template", "release", "--kube-version=1.30", "--set", value);

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "cronjob"})
  void connectsAsTheValuesSay(String mode) {
    String manifests =
        rendered(
            mode,
            "--set=connection.endpoints.staging=https://gate.example.com:9999/e/abc",
            "--set=connection.oauth.clients.staging=dt0s02.ABC",
            "--set=connection.oauth.resources.staging=urn:dtenvironment:abc",
            "--set=connection.oauth.scopes={settings:objects:read,settings:objects:write}",
            "--set=connection.oauth.endpoint=https://sso.example.com/token",
            "--set=connection.proxy.secret=proxy",
            "--set=connection.proxy.exceptions=.svc\\,10.0.0.0/8",
            "--set=connection.authorities.configMap=trusted",
            "--set=connection.clientCertificate.secret=client-tls");

    assertThat(all("- \"?([^\"\n]*)", all("args:\n((?: +- .*\n)+)", manifests).get(0)))
        .containsSequence(
            "--oauth-client",
            "staging=dt0s02.ABC",
            "--oauth-secret-file",
            "staging=/token/staging-token",
            "--oauth-resource",
            "staging=urn:dtenvironment:abc",
            "--endpoint",
            "staging=https://gate.example.com:9999/e/abc",
            "--oauth-endpoint",
            "https://sso.example.com/token",
            "--oauth-scope",
            "settings:objects:read",
            "--oauth-scope",
            "settings:objects:write",
            "--client-certificate",
            "/client-certificate/tls.crt",
            "--client-key",
            "/client-certificate/tls.key")
        .doesNotContain("--token-file");
    assertThat(manifests.replaceAll("\\s+", " "))
        .contains(
            "- name: HTTPS_PROXY valueFrom: secretKeyRef: name: proxy key: proxy",
            "- name: NO_PROXY value: \".svc,10.0.0.0/8\"",
            "- name: SSL_CERT_FILE value: \"/authorities/ca-bundle.crt\"",
            "- name: authorities mountPath: /authorities readOnly: true",
            "- name: authorities configMap: name: trusted",
            "- name: client-certificate mountPath: /client-certificate readOnly: true",
            "- name: client-certificate secret: secretName: client-tls");
  }

  @Test
  void podsThatReadTheirOwnClusterReachItWithoutProxy() {
    String manifests =
        rendered(
            "loop",
            "--set=source.inline=,source.args={--kubernetes,/clusters/clusters.yaml}",
            "--set=connection.proxy.url=http://proxy.example.com:3128");

    assertThat(manifests.replaceAll("\\s+", " "))
        .contains(
            "- name: HTTPS_PROXY value: \"http://proxy.example.com:3128\"",
            "- name: NO_PROXY value: \"$(KUBERNETES_SERVICE_HOST)\"");
  }

  @Test
  void aLoopThatVerifiesArrivalReadsPods() {
    String own = rendered("loop", "--set=verify.interval=1h,verify.checkWorkloads=true,shards=1");
    String others =
        rendered(
            "loop",
            "--set=verify.interval=1h,verify.checkWorkloads=true,verify.seesAllRecords=true",
            "--set=verify.kubeconfig.secret=clusters,shards=1");

    assertThat(all("(?m)^kind: (.*)$", own)).contains("ClusterRole", "ClusterRoleBinding");
    assertThat(own.replaceAll("\\s+", " "))
        .contains(
            "resources: [namespaces] verbs: [list]",
            "resources: [pods] verbs: [list]",
            "automountServiceAccountToken: true",
            "- --verify-interval - \"1h\" - --check-workloads");
    assertThat(all("(?m)^kind: (.*)$", others)).doesNotContain("ClusterRole");
    assertThat(others.replaceAll("\\s+", " "))
        .contains(
            "automountServiceAccountToken: false",
            "--check-workloads - --kubeconfig - \"/kubeconfig/kubeconfig\" - --sees-all-records",
            "- name: kubeconfig mountPath: /kubeconfig",
            "- name: kubeconfig secret: secretName: clusters");
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
