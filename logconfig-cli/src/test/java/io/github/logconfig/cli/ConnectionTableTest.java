package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Outcome and message of {@code plan} and {@code doctor} for each kind of credentials, each form of
 * URL and each state of the credentials. The simulator stands for every URL by {@code --endpoint}.
 */
class ConnectionTableTest {

  private static final String MANAGED = "https://managed.example.com/e/0b1c2d3e";

  @TempDir private Path folder;
  private DynatraceSimulator simulator;

  @BeforeEach
  void start() {
    simulator =
        DynatraceSimulator.builder()
            .hostGroup("stage-01")
            .token("dt0c01.GOOD.SECRET")
            .tokenWithScopes("dt0c01.NARROW.SECRET", "settings.read", "settings.write")
            .token("dt0s16.GOOD.SECRET")
            .tokenWithScopes(
                "dt0s16.NARROW.SECRET", "settings:objects:read", "settings:schemas:read")
            .oauthClient(
                "dt0s02.GOOD",
                "dt0s02.GOOD.SECRET",
                "settings:objects:read",
                "settings:objects:write",
                "settings:schemas:read",
                "environment-api:entities:read")
            .oauthClient("dt0s02.NARROW", "dt0s02.NARROW.SECRET", "settings:objects:read")
            .start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "dt0c01, https://abc12345.live.dynatrace.com, ''",
    "dt0c01, https://abc12345.apps.dynatrace.com, ''",
    "dt0c01, https://managed.example.com/e/0b1c2d3e, /e/0b1c2d3e",
    "dt0s16, https://abc12345.live.dynatrace.com, ''",
    "dt0s16, https://abc12345.apps.dynatrace.com, ''",
    "dt0s02, https://abc12345.live.dynatrace.com, ''",
    "dt0s02, https://abc12345.apps.dynatrace.com, ''",
  })
  void table(String kind, String url, String path) throws IOException {
    assertThat(plan(kind, "GOOD", url, path)).isEqualTo("2");
    assertThat(plan(kind, "NARROW", url, path)).startsWith("6 ").doesNotContain("SECRET");
    assertThat(plan(kind, "EXPIRED", url, path)).startsWith("6 ").doesNotContain("SECRET");
    assertThat(plan(kind, "GOOD", url, path)).as("rotated").isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource({"dt0s16, platform token (dt0s16)", "dt0s02, OAuth client"})
  void managedRefusesTokensOfThePlatformBeforeTheFirstRequest(String kind, String name)
      throws IOException {
    assertThat(plan(kind, "GOOD", MANAGED, "/e/0b1c2d3e"))
        .isEqualTo(
            "3 logconfig: environment staging: "
                + simulator.baseUrl()
                + "/e/0b1c2d3e does not accept credentials of the kind "
                + name
                + "; expected API token (dt0c01)");
    assertThat(simulator.requests()).isEmpty();
  }

  @Test
  void platformPathRefusesApiTokensBeforeTheFirstRequest() throws IOException {
    assertThat(
            plan(
                "dt0c01",
                "GOOD",
                "https://abc12345.live.dynatrace.com",
                "/platform/classic/environment-api/v2"))
        .startsWith("3 ")
        .contains("does not accept credentials of the kind API token (dt0c01)")
        .endsWith("expected platform token (dt0s16) or OAuth client");
    assertThat(simulator.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "dt0c01, NARROW, 6, the token lacks entities.read",
    "dt0s16, GOOD, 0, 'the token has environment-api:entities:read, settings:objects:read'",
    "dt0s16, NARROW, 6, the token lacks environment-api:entities:read",
    "dt0s02, GOOD, 0, 'the token has environment-api:entities:read, settings:objects:read'",
    "dt0s02, NARROW, 6, the token lacks environment-api:entities:read",
  })
  void doctorNamesTheScopesOfTheKind(String kind, String state, int exitCode, String line)
      throws IOException {
    String result = run("doctor", kind, state, "https://abc12345.live.dynatrace.com", "");

    assertThat(result).startsWith(exitCode + " ").contains(line);
  }

  /** Returns the exit code, and what was written to standard error. */
  private String plan(String kind, String state, String url, String path) throws IOException {
    String result = run("plan", kind, state, url, path);
    return result.startsWith("2 ") ? "2" : result;
  }

  private String run(String command, String kind, String state, String url, String path)
      throws IOException {
    Path desired =
        Files.writeString(
            folder.resolve("desired.yaml"),
            """
            environments: [{name: staging, url: "%s"}]
            clusters: [{name: stage-01, environment: staging, namespaces: [a]}]
            """
                .formatted(url));
    Path secret = folder.resolve("secret");
    Files.writeString(secret, kind + "." + state + ".SECRET\n");
    secret.toFile().setReadable(false, false);
    secret.toFile().setReadable(true, true);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--file=" + desired,
                "--endpoint=staging=" + simulator.baseUrl() + path,
                "--timeout=10s"));
    if (kind.equals("dt0s02")) {
      arguments.add("--oauth-client=dt0s02." + state);
      arguments.add("--oauth-secret-file=" + secret);
      arguments.add("--oauth-endpoint=" + simulator.baseUrl() + "/sso/oauth2/token");
    } else {
      arguments.add("--token-file=" + secret);
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        LogConfigMain.run(
            arguments.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
    return exitCode + " " + (command.equals("doctor") ? out : err.toString().strip());
  }
}
