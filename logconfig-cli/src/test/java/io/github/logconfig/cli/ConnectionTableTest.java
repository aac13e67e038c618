package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.cli.ConnectionTable.Cell;
import io.github.logconfig.cli.ConnectionTable.Outcome;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of outcomes in docs/connections.md is what the command does. */
class ConnectionTableTest {

  private static final Path PAGE = Path.of("..", "docs", "connections.md");
  private static final String HEADER =
      "| credentials | environment | state | exit code | message |\n|---|---|---|---|---|\n";
  private static final String END = "\n\n";

  @TempDir private Path folder;
  private DynatraceSimulator simulator;
  private PrivateNetwork network;

  @BeforeEach
  void start() throws IOException {
    simulator = ConnectionTable.simulator();
    network = new PrivateNetwork(simulator);
  }

  @AfterEach
  void stop() throws IOException {
    network.close();
    simulator.close();
  }

  @Test
  void documentedOutcomesAreTrue() throws IOException {
    ConnectionTable table = new ConnectionTable(network, folder);
    Map<Cell, Outcome> outcomes = new LinkedHashMap<>();
    for (Cell cell : Cell.all()) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int exitCode = run(table.arguments(cell), out, err);
      outcomes.put(cell, Outcome.of(cell, exitCode, out.toString(), err.toString()));
      assertThat(out + err.toString()).doesNotContain("SECRET", "pa:ss");
      assertThat(network.requests())
          .allMatch(request -> isAccepted(cell, request), "sent to the API of the credentials");
    }
    String page = Files.readString(PAGE);
    String actual = ConnectionTable.rows(outcomes);
    if (Boolean.getBoolean("update.golden")) {
      int start = page.indexOf(HEADER) + HEADER.length();
      Files.writeString(
          PAGE, page.substring(0, start) + actual + page.substring(page.indexOf(END, start)));
    } else {
      assertThat(page).contains(HEADER + actual + END);
      outcomes.forEach(
          (cell, outcome) ->
              assertThat(ConnectionTable.documents(page, cell, outcome)).as("%s", cell).isTrue());
    }
  }

  /** API tokens use the classic API, and all others the platform, whichever URL is configured. */
  private static boolean isAccepted(Cell cell, String request) {
    return switch (cell.kind()) {
      case API_TOKEN ->
          request.startsWith("abc12345.live.dynatrace.com /api/v2/")
              || request.contains(".example.com /e/0b1c2d3e/api/v2/");
      case PLATFORM_TOKEN ->
          request.startsWith("abc12345.apps.dynatrace.com /platform/classic/environment-api/v2/");
      case OAUTH ->
          request.startsWith("abc12345.apps.dynatrace.com /platform/classic/environment-api/v2/")
              || request.startsWith("sso.dynatrace.com /sso/oauth2/token");
    };
  }

  @ParameterizedTest
  @CsvSource({
    "dt0c01, NARROW, 6, the token lacks entities.read",
    "dt0s16, VALID, 0, 'the token has environment-api:entities:read, settings:objects:read'",
    "dt0s16, NARROW, 6, the token lacks environment-api:entities:read",
    "dt0s02, VALID, 0, 'the token has environment-api:entities:read, settings:objects:read'",
    "dt0s02, NARROW, 6, the token lacks environment-api:entities:read",
  })
  void doctorNamesTheScopesOfTheKind(String kind, String state, int exitCode, String line)
      throws IOException {
    Path desired =
        Files.writeString(
            folder.resolve("desired.yaml"),
            """
            environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
            clusters: [{name: stage-01, environment: staging, namespaces: [a]}]
            """);
    Path secret = Files.writeString(folder.resolve("secret"), kind + "." + state + ".SECRET");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "doctor",
                "-v",
                "--file=" + desired,
                "--proxy=" + network.proxy(PrivateNetwork.USER, "pa%3Ass"),
                "--ca-file=" + PrivateNetwork.authority(folder)));
    if (kind.equals("dt0s02")) {
      arguments.add("--oauth-client=dt0s02." + state);
      arguments.add("--oauth-secret-file=" + secret);
    } else {
      arguments.add("--token-file=" + secret);
    }
    StringWriter out = new StringWriter();

    assertThat(run(arguments, out, new StringWriter())).isEqualTo(exitCode);
    assertThat(out.toString()).contains(line);
  }

  /** The table is about plan; the other commands connect in the same way. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://managed.example.com/e/0b1c2d3e",
        "https://activegate.example.com:9999/e/0b1c2d3e"
      })
  void everyCommandTrustsThePrivateAuthorityOfManagedAndActiveGate(String url) throws IOException {
    List<String> connection =
        List.of(
            "--file="
                + Files.writeString(
                    folder.resolve("desired.yaml"),
                    """
                    environments: [{name: staging, url: "%s"}]
                    clusters: [{name: stage-01, environment: staging, namespaces: [a]}]
                    """
                        .formatted(url)),
            "--endpoint=staging=" + url,
            "--token-file=" + Files.writeString(folder.resolve("secret"), "dt0c01.VALID.SECRET"),
            "--proxy=" + network.proxy(PrivateNetwork.USER, "pa%3Ass"));
    for (String command :
        List.of(
            "apply --yes",
            "doctor",
            "verify --no-wait --fail-on=missing",
            "run --once --port=0",
            "list")) {
      List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
      arguments.addAll(connection);
      StringWriter untrustedOut = new StringWriter();
      StringWriter untrustedErr = new StringWriter();
      int untrusted = run(arguments, untrustedOut, untrustedErr);
      arguments.add("--ca-file=" + PrivateNetwork.authority(folder));
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int trusted = run(arguments, out, err);

      String failed = untrustedOut + "" + untrustedErr;
      assertThat(untrusted).as(failed).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(failed)
          .as(command)
          .contains(
              "the certificate of the server (CN=any host) is not trusted, because its issuer is"
                  + " unknown: CN=Company CA; check the address, or trust the issuer with"
                  + " --ca-file")
          .doesNotContain("0 rules: ", "not as desired", "SECRET");
      assertThat(trusted).as("%s: %s%s", command, out, err).isEqualTo(ExitCode.DONE);
    }
    assertThat(network.requests()).isNotEmpty();
  }

  private static int run(List<String> arguments, StringWriter out, StringWriter err) {
    return LogConfigMain.run(
        arguments.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
  }
}
