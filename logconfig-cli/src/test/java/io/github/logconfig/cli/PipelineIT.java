package io.github.logconfig.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.cli.Executable.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipelines of {@code ci/}: their scripts run with the simulator, and with a server that plays
 * GitLab and GitHub.
 */
class PipelineIT {

  private static final Path CI = Path.of("../ci").toAbsolutePath().normalize();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARKER = "<!-- logconfig review -->\n";

  @TempDir private Path folder;
  private Executable.Simulator simulator;
  private HttpServer platform;
  private final Map<Integer, ObjectNode> comments = new TreeMap<>();
  private byte[] artifact = {};

  @BeforeEach
  void start() throws IOException {
    for (String tool : List.of("curl", "jq", "unzip")) {
      assumeTrue(isInstalled(tool), tool + " is not installed");
    }
    simulator = Executable.Simulator.start("--host-group", "stage-01");
    platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    platform.createContext("/", this::respond);
    platform.start();
    Files.writeString(folder.resolve("token"), "dt0c01.PUBLIC.TOPSECRET");
    Files.writeString(
        folder.resolve("logconfig.yaml"),
        """
        environments:
          - name: staging
            url: https://abc12345.live.dynatrace.com
            endpoint: %s
            tokenFile: token
        """
            .formatted(simulator.address()));
    Files.writeString(folder.resolve("key"), "0123456789abcdef");
    Files.writeString(
        folder.resolve("event.json"),
        "{\"pull_request\":{\"number\":7,\"head\":{\"sha\":\"c0ffee\"}}}");
    comments.put(1, comment("somebody", MARKER + "not ours"));
  }

  @AfterEach
  void stop() {
    if (simulator != null) {
      simulator.close();
      platform.stop(0);
    }
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }

  @Test
  void gitLabReviewsAndApplies() throws IOException {
    reviewsAndApplies("logconfig-bot", this::gitLab);
  }

  @Test
  void gitHubReviewsAndApplies() throws IOException {
    reviewsAndApplies("github-actions[bot]", this::gitHub);
  }

  @Test
  void commandsOfTheGuideReviewAndApply() throws IOException {
    desired("[shop]");
    for (String config : List.of("reader.yaml", "writer.yaml")) {
      Files.copy(folder.resolve("logconfig.yaml"), folder.resolve(config));
    }
    String commands = all("(?s)## Other systems.*?```bash\n(.*?)```", guide()).get(0).group(1);

    Result result =
        sh(Map.of(), "logconfig() { '" + Executable.launcher() + "' \"$@\"; }\n" + commands);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("cluster stage-01: applied");
    assertThat(Files.readString(folder.resolve("comment.md"))).contains("shop");
    assertThat(logconfig("plan").exitCode()).isEqualTo(ExitCode.DONE);
  }

  private static String guide() throws IOException {
    return Files.readString(CI.resolve("../docs/guide-merge-request.md"));
  }

  private interface Pipeline {
    Result run(String mode) throws IOException;
  }

  private void reviewsAndApplies(String author, Pipeline pipeline) throws IOException {
    desired("[A_B]");
    Result invalid = pipeline.run("plan");
    assertThat(invalid.exitCode()).as(invalid.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(ours(author))
        .contains("could not plan this change", "\n    logconfig: ", "desired.yaml:2: ");
    assertThat(annotations(invalid)).containsAnyOf("::error file=desired.yaml,line=2", "A_B");

    desired("[shop]");
    Result reviewed = pipeline.run("plan");
    assertThat(reviewed.exitCode()).as(reviewed.err()).isEqualTo(ExitCode.DONE);
    assertThat(ours(author))
        .contains(
            "shop",
            "After the merge, the pipeline applies exactly this plan",
            "[Page with all details](",
            "for commit c0ffee");
    assertThat(annotations(reviewed)).doesNotContain("::error", "<failure");
    assertThat(comments).hasSize(2);
    assertThat(Files.readString(folder.resolve("logconfig-review/plan.html")))
        .startsWith("<!doctype html>");

    desired("[other]");
    assertThat(logconfig("apply", "--yes").exitCode()).isEqualTo(ExitCode.DONE);
    desired("[shop]");
    Result changed = pipeline.run("apply");
    assertThat(changed.exitCode()).as(changed.err()).isEqualTo(ExitCode.CONFLICT);
    assertThat(changed.out())
        .contains("What changed since", "-          \"kind\": \"create\"", "other");
    desired("[other]");
    assertThat(logconfig("plan").exitCode()).as("nothing was written").isEqualTo(ExitCode.DONE);

    desired("[shop]");
    assertThat(pipeline.run("plan").exitCode()).isEqualTo(ExitCode.DONE);
    Result applied = pipeline.run("apply");
    assertThat(applied.exitCode()).as(applied.err() + applied.out()).isEqualTo(ExitCode.DONE);
    assertThat(applied.out()).contains("cluster stage-01: applied");
    assertThat(logconfig("plan").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(invalid.err() + reviewed.err() + changed.out() + comments)
        .doesNotContain("TOPSECRET", "platform-token");
  }

  /** Returns the annotations of GitHub, or the report for GitLab. */
  private String annotations(Result plan) throws IOException {
    Path report = folder.resolve("logconfig-review/junit.xml");
    return Files.exists(report) ? Files.readString(report) : plan.out();
  }

  private String ours(String author) {
    List<String> bodies =
        comments.values().stream()
            .filter(it -> it.toString().contains("\"" + author + "\""))
            .map(it -> it.path("body").asText())
            .toList();
    assertThat(bodies).hasSize(1);
    assertThat(bodies.get(0)).startsWith(MARKER);
    return bodies.get(0);
  }

  private void desired(String namespaces) throws IOException {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: stage-01, environment: staging, namespaces: %s}]
        """
            .formatted(namespaces));
  }

  private Result logconfig(String... arguments) {
    return Executable.run(
        Map.of(),
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--config",
                    folder.resolve("logconfig.yaml").toString(),
                    "--file",
                    folder.resolve("desired.yaml").toString()))
            .toArray(String[]::new));
  }

  // The pipelines.

  /** Runs a job of the component: its variables and its script, with the inputs in their place. */
  private Result gitLab(String mode) throws IOException {
    String component = Files.readString(CI.resolve("templates/logconfig.yml"));
    String job = component.split("\nlogconfig " + mode + ":\n", 2)[1].split("\n\n", 2)[0];
    Map<String, String> inputs = new HashMap<>();
    all("(?m)^    (\\w+):\\n      description: .*\\n      default: (.*)$", component)
        .forEach(input -> inputs.put(input.group(1), input.group(2)));
    String guide = all("(?s)\n    inputs:\n(.*?)```", guide()).get(0).group(1);
    all("(?m)^      (\\w+): (.*)$", guide)
        .forEach(
            input -> assertThat(inputs.put(input.group(1), input.group(2))).as(guide).isNotNull());
    inputs.put("script", CI.resolve("logconfig-ci").toString());
    inputs.put("command", Executable.launcher());
    String text = replaced(job, "\\$\\[\\[ inputs\\.(\\w+) ]]", inputs);
    Map<String, String> variables = new HashMap<>(assignments(text, "    "));
    variables.put("GITLAB_CI", "true");
    variables.put("CI_API_V4_URL", address());
    variables.put("CI_PROJECT_ID", "3");
    variables.put("CI_MERGE_REQUEST_IID", "7");
    variables.put("CI_COMMIT_SHA", "c0ffee");
    variables.put("CI_JOB_URL", "https://gitlab.example.com/job/1");
    variables.put("LOGCONFIG_TOKEN", "platform-token");
    variables.put("LOGCONFIG_READER", folder.resolve("logconfig.yaml").toString());
    variables.put("LOGCONFIG_WRITER", folder.resolve("logconfig.yaml").toString());
    variables.put("LOGCONFIG_PLAN_KEY", folder.resolve("key").toString());
    List<String> script =
        all("(?m)^    - (.*)$", text.split("\n  script:\n", 2)[1].split("\n  \\w", 2)[0]).stream()
            .map(line -> unquoted(line.group(1)))
            .toList();
    Result result = sh(variables, "set -e\n" + String.join("\n", script));
    Path plan = folder.resolve("logconfig-review/plan.json");
    artifact = Files.exists(plan) ? Files.readAllBytes(plan) : artifact;
    return result;
  }

  /** Runs the steps of the action of one mode; the test uploads the artifact. */
  private Result gitHub(String mode) throws IOException {
    String action = Files.readString(CI.resolve("action.yml"));
    String[] steps = action.split("\n    - name: ", -1);
    Map<String, String> values = new HashMap<>();
    all("(?m)^  ([\\w-]+):\\n    description: .*\\n    (?:required|default): (.*)$", action)
        .forEach(input -> values.put("inputs." + input.group(1), unquoted(input.group(2))));
    String guide = all("with: \\{(mode: " + mode + ".*?)}", guide()).get(0).group(1);
    all("([\\w-]+): ([^,]+)", guide)
        .forEach(
            input ->
                assertThat(values.put("inputs." + input.group(1), input.group(2)))
                    .as(guide)
                    .isNotNull());
    values.put("inputs.command", Executable.launcher());
    values.put("inputs.config", folder.resolve("logconfig.yaml").toString());
    values.put("inputs.plan-key", folder.resolve("key").toString());
    values.put("inputs.token", "platform-token");
    values.put("github.action_path", CI.toString());
    values.put("steps.upload.outputs.artifact-url", "https://github.example.com/artifact/9");
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    for (String step : Stream.of(steps).skip(1).toList()) {
      if (!step.contains("inputs.mode == '" + mode + "'")) {
        continue;
      }
      if (step.contains("uses: actions/upload-artifact@")) {
        upload();
        continue;
      }
      Map<String, String> variables =
          new HashMap<>(assignments(replaced(step, "\\$\\{\\{ ([\\w.-]+) }}", values), "        "));
      variables.put("GITHUB_ACTIONS", "true");
      variables.put("GITHUB_API_URL", address());
      variables.put("GITHUB_SERVER_URL", "https://github.example.com");
      variables.put("GITHUB_REPOSITORY", "o/r");
      variables.put("GITHUB_SHA", "c0ffee");
      variables.put("GITHUB_RUN_ID", "4");
      variables.put("GITHUB_EVENT_PATH", folder.resolve("event.json").toString());
      String run = all("(?m)^      run: (.*)$", step).get(0).group(1);
      Result result = sh(variables, unquoted(run));
      out.append(result.out());
      err.append(result.err());
      if (result.exitCode() != 0) {
        return new Result(result.exitCode(), out.toString(), err.toString());
      }
    }
    return new Result(0, out.toString(), err.toString());
  }

  private Result sh(Map<String, String> variables, String script) {
    return Executable.run(variables, List.of("sh", "-c", "cd '" + folder + "'\n" + script));
  }

  private static Map<String, String> assignments(String yaml, String indent) {
    Map<String, String> variables = new LinkedHashMap<>();
    all("(?m)^" + indent + "([A-Z_]+): (.*)$", yaml)
        .forEach(line -> variables.put(line.group(1), unquoted(line.group(2))));
    return variables;
  }

  private static String unquoted(String text) {
    return text.startsWith("'") ? text.substring(1, text.length() - 1) : text;
  }

  private static List<MatchResult> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().toList();
  }

  private static String replaced(String text, String pattern, Map<String, String> values) {
    return Pattern.compile(pattern)
        .matcher(text)
        .replaceAll(
            it -> java.util.regex.Matcher.quoteReplacement(values.getOrDefault(it.group(1), "")));
  }

  private void upload() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> files = Files.list(folder.resolve("logconfig-review"))) {
      for (Path file : files.toList()) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        zip.write(Files.readAllBytes(file));
      }
    }
    artifact = bytes.toByteArray();
  }

  // The platform.

  private String address() {
    return "http://127.0.0.1:" + platform.getAddress().getPort();
  }

  private static ObjectNode comment(String author, String body) {
    ObjectNode comment = JSON.createObjectNode().put("body", body);
    comment.putObject("author").put("username", author);
    comment.putObject("user").put("login", author);
    return comment;
  }

  private void respond(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean gitLab =
        "platform-token".equals(exchange.getRequestHeaders().getFirst("PRIVATE-TOKEN"));
    boolean gitHub =
        "Bearer platform-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] body = exchange.getRequestBody().readAllBytes();
    byte[] response =
        gitLab || gitHub ? response(exchange.getRequestMethod(), path, body, gitLab) : new byte[0];
    exchange.sendResponseHeaders(
        gitLab || gitHub ? (response.length == 0 ? 404 : 200) : 401, Math.max(response.length, 1));
    exchange.getResponseBody().write(response.length == 0 ? new byte[] {'-'} : response);
    exchange.close();
  }

  private byte[] response(String method, String path, byte[] body, boolean gitLab)
      throws IOException {
    String list = gitLab ? "/projects/3/merge_requests/7/notes" : "/repos/o/r/issues/7/comments";
    String one = gitLab ? list + "/" : "/repos/o/r/issues/comments/";
    String author = gitLab ? "logconfig-bot" : "github-actions[bot]";
    if (method.equals("GET")) {
      return switch (path) {
        case "/user" -> "{\"username\":\"logconfig-bot\"}".getBytes(UTF_8);
        case "/projects/3/repository/commits/c0ffee/merge_requests" ->
            "[{\"iid\":7,\"state\":\"merged\"}]".getBytes(UTF_8);
        case "/projects/3/merge_requests/7" -> "{\"head_pipeline\":{\"id\":11}}".getBytes(UTF_8);
        case "/projects/3/pipelines/11/jobs" ->
            "[{\"id\":5,\"name\":\"logconfig plan\",\"status\":\"success\"}]".getBytes(UTF_8);
        case "/projects/3/jobs/5/artifacts/logconfig-review/plan.json",
            "/repos/o/r/actions/artifacts/9/zip" ->
            artifact;
        case "/repos/o/r/commits/c0ffee/pulls" ->
            "[{\"merged_at\":\"2026-01-02T03:04:05Z\",\"merge_commit_sha\":\"c0ffee\",\"head\":{\"sha\":\"c0ffee\"}}]"
                .getBytes(UTF_8);
        case "/repos/o/r/actions/artifacts" ->
            "{\"artifacts\":[{\"id\":9,\"expired\":false,\"created_at\":\"2026-01-02T03:04:05Z\",\"workflow_run\":{\"head_sha\":\"c0ffee\",\"repository_id\":1,\"head_repository_id\":1}}]}"
                .getBytes(UTF_8);
        default -> path.equals(list) ? JSON.writeValueAsBytes(withIds()) : new byte[0];
      };
    }
    JsonNode text = JSON.readTree(body).path("body");
    if (method.equals("POST") && path.equals(list)) {
      comments.put(comments.size() + 1, comment(author, text.asText()));
      return "{}".getBytes(UTF_8);
    }
    if (method.equals(gitLab ? "PUT" : "PATCH") && path.startsWith(one)) {
      comments.put(Integer.valueOf(path.substring(one.length())), comment(author, text.asText()));
      return "{}".getBytes(UTF_8);
    }
    return new byte[0];
  }

  private List<ObjectNode> withIds() {
    return comments.entrySet().stream()
        .map(it -> it.getValue().deepCopy().put("id", it.getKey()))
        .toList();
  }
}
