package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.cli.Executable.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command against the simulator, to every end; once with each exit code as a process. */
class EveryExitCodeIT {

  private static final String TOKEN = "dt0c01.PUBLIC.TOPSECRET";
  private static final String READER = "dt0c01.READER.TOPSECRET";

  @TempDir private Path folder;
  private Executable.Simulator simulator;
  private boolean inProcess = true;

  @BeforeEach
  void start() throws IOException {
    simulator =
        Executable.Simulator.start(
            "--host-group",
            "c0",
            "--host-group",
            "c1",
            "--token",
            TOKEN,
            "--token",
            READER + "=settings.read,entities.read");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"additive", "exclusive"})
  void returnsEveryExitCode(String policy) throws Exception {
    inProcess = !policy.equals("additive"); // the exit codes of the process are the same
    desired(policy, names(30));
    ends(ExitCode.CHANGES, run(TOKEN, "plan", "--out", plan()));
    ends(ExitCode.CHANGES, run(TOKEN, "plan", "--validate"));
    ends(ExitCode.DONE, run(TOKEN, "doctor"));
    ends(ExitCode.DONE, run(TOKEN, "apply", "--yes", "--verify"));
    ends(ExitCode.DONE, run(TOKEN, "plan"));
    ends(ExitCode.DONE, run(TOKEN, "explain", "--cluster", "c0", "ns-1"));

    ends(ExitCode.CONFLICT, run(TOKEN, "apply", "--plan", plan(), "--yes"));

    desired(policy, names(1));
    ends(ExitCode.REFUSED, run(TOKEN, "plan"));
    ends(ExitCode.REFUSED, run(TOKEN, "apply", "--yes"));
    ends(ExitCode.REFUSED, run(TOKEN, "doctor"));
    ends(ExitCode.DONE, run(TOKEN, "apply", "--yes", "--max-stopping", "100%"));

    desired(policy, names(2));
    ends(ExitCode.PERMISSION, run(READER, "apply", "--yes"));
    ends(ExitCode.PERMISSION, run(READER, "doctor"));
    ends(ExitCode.PERMISSION, run("dt0c01.NOBODY.SECRET", "plan"));
    ends(ExitCode.DONE, run(TOKEN, "apply", "--yes"));

    desired(policy, "'*'");
    ends(ExitCode.INVALID_INPUT, run(TOKEN, "plan"));
    ends(ExitCode.INVALID_INPUT, run(TOKEN, "run", "--once"));
    ends(ExitCode.INVALID_INPUT, run(TOKEN, "validate", "--nonsense"));

    Files.writeString(
        desired(),
        Files.readString(desired()).replace("'*'", "a").replace("name: c1", "name: nowhere"));
    ends(ExitCode.FAILED, run(TOKEN, "apply", "--yes", "--cluster", "nowhere"));
    ends(ExitCode.FAILED, run(TOKEN, "doctor", "--cluster", "nowhere"));
    ends(ExitCode.FAILED, run(TOKEN, "explain", "--cluster", "nowhere", "a"));
  }

  @Test
  void distinguishesUnreachableFromDenied() throws Exception {
    desired("additive", "a");
    String unreachable = "staging=http://127.0.0.1:1";
    for (String command : List.of("plan", "apply", "doctor")) {
      Result result =
          Executable.inProcess(
              Map.of("DYNATRACE_API_TOKEN", TOKEN),
              command,
              "--file",
              desired().toString(),
              "--endpoint",
              unreachable,
              "--timeout",
              "500ms",
              command.equals("apply") ? "--yes" : "--color=never");
      ends(ExitCode.UNREACHABLE, result);
    }
    ends(ExitCode.UNREACHABLE, ofServer("http://127.0.0.1:1/graphql"));
    for (int status : new int[] {401, 403}) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
      server.start();
      ends(
          ExitCode.PERMISSION,
          ofServer("http://127.0.0.1:" + server.getAddress().getPort() + "/graphql"));
      server.stop(0);
    }
  }

  @Test
  void removesOrphansOnlyOnRequest() throws Exception {
    desired("additive", "a");
    ends(ExitCode.DONE, run(TOKEN, "apply", "--yes"));
    Files.writeString(
        desired(),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: c0, environment: staging, namespaces: [a], labels: {team: x}}]
        """);
    Result plan = run(TOKEN, "plan");
    ends(ExitCode.DONE, plan);
    assertThat(plan.out()).contains("orphan: rule \"logconfig c1\"");
    ends(ExitCode.DONE, run(TOKEN, "apply", "--yes"));
    assertThat(control("GET", "/__simulator/objects").body()).contains("logconfig c1");
    ends(ExitCode.DONE, run(TOKEN, "apply", "--yes", "--remove-orphans", "--label", "team=x"));
    assertThat(control("GET", "/__simulator/objects").body()).contains("logconfig c1");

    Result removed = run(TOKEN, "apply", "--yes", "--remove-orphans");
    ends(ExitCode.DONE, removed);
    assertThat(removed.out()).contains("orphan \"logconfig c1\": removed");
    assertThat(control("GET", "/__simulator/objects").body()).doesNotContain("logconfig c1");

    ends(ExitCode.INVALID_INPUT, run(TOKEN, "plan", "--label", "team=y"));
    ends(ExitCode.INVALID_INPUT, run(TOKEN, "plan", "--label", "team"));
    Files.writeString(
        desired(),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: []
        """);
    Map<String, String> named = Map.of("DYNATRACE_API_TOKEN_STAGING", TOKEN);
    ends(ExitCode.REFUSED, Executable.run(named, arguments("apply", "--yes", "--remove-orphans")));
    ends(
        ExitCode.DONE,
        Executable.run(named, arguments("apply", "--yes", "--remove-orphans", "--allow-empty")));
    assertThat(control("GET", "/__simulator/objects").body()).doesNotContain("logconfig c0");
  }

  @Test
  void adoptsUnmanagedRuleOnlyOnRequest() throws Exception {
    desired("additive", "a");
    String entities =
        control("GET", "/api/v2/entities?entitySelector=type(%22HOST_GROUP%22)").body();
    String hostGroup = entities.replaceAll("(?s).*?(HOST_GROUP-[0-9A-F]{16})\"[^}]*\"c0\".*", "$1");
    HttpResponse<String> made =
        control(
            "POST",
            "/api/v2/settings/objects",
            """
            [{"schemaId": "builtin:logmonitoring.log-storage-settings", "scope": "%s",
              "value": {"enabled": true, "config-item-title": "logconfig c0",
                        "send-to-storage": true,
                        "matchers": [{"attribute": "k8s.namespace.name", "operator": "MATCHES",
                                      "values": ["old"]}]}}]
            """
                .formatted(hostGroup));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);

    Result refused = run(TOKEN, "apply", "--yes", "--cluster", "c0");
    ends(ExitCode.FAILED, refused);
    assertThat(refused.out()).contains("an unmanaged rule has the title");
    ends(ExitCode.CHANGES, run(TOKEN, "plan", "--adopt", "--cluster", "c0"));
    ends(ExitCode.DONE, run(TOKEN, "apply", "--yes", "--adopt", "--cluster", "c0"));
    ends(ExitCode.DONE, run(TOKEN, "plan", "--cluster", "c0"));
  }

  @Test
  void appliesInBatches() throws Exception {
    desired("additive", "a");
    ends(ExitCode.DONE, run(TOKEN, "apply", "--yes"));
    desired("additive", "a, b");
    ends(ExitCode.DONE, run(TOKEN, "apply", "--yes", "--write-mode", "batched"));
    ends(ExitCode.DONE, run(TOKEN, "plan"));
    ends(ExitCode.INVALID_INPUT, run(TOKEN, "apply", "--yes", "--write-mode", "hasty"));
  }

  private Result ofServer(String address) {
    return Executable.run(Map.of("DYNATRACE_API_TOKEN", TOKEN), "plan", "--graphql", address);
  }

  private static void ends(int exitCode, Result result) {
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    assertThat(result.out() + result.err()).doesNotContain("TOPSECRET", "\tat ");
  }

  private static String names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "ns-" + i).collect(Collectors.joining(", "));
  }

  private Path desired() {
    return folder.resolve("desired.yaml");
  }

  private String plan() {
    return folder.resolve("plan.json").toString();
  }

  private void desired(String policy, String namespaces) throws IOException {
    Files.writeString(
        desired(),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters:
          - {name: c0, environment: staging, policy: %s, namespaces: [%s]}
          - {name: c1, environment: staging, namespaces: [%s]}
        """
            .formatted(policy, namespaces, namespaces));
  }

  private Result run(String token, String command, String... more) {
    String[] arguments = arguments(command, more);
    Map<String, String> variables = Map.of("DYNATRACE_API_TOKEN", token);
    return inProcess
        ? Executable.inProcess(variables, arguments)
        : Executable.run(variables, arguments);
  }

  private String[] arguments(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    if (!List.of(more).contains("--plan")) {
      arguments.addAll(List.of("--file", desired().toString()));
    }
    if (!command.equals("validate")) {
      arguments.addAll(List.of("--endpoint", "staging=" + simulator.address()));
    }
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private HttpResponse<String> control(String method, String path, String... body)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(simulator.address() + path))
                .header("Authorization", "Api-Token " + TOKEN)
                .header("Content-Type", "application/json")
                .method(
                    method,
                    body.length == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body[0]))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
