package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationIT {

  private static final String TOKEN = "dt0c01.PUBLIC.TOPSECRET";
  private static final String URL = "https://abc12345.live.dynatrace.com";

  @TempDir private Path folder;
  private final DynatraceSimulator pinned =
      DynatraceSimulator.builder().token(TOKEN).hostGroup("stage-01").hostGroup("stage-02").start();
  private final DynatraceSimulator other =
      DynatraceSimulator.builder().hostGroup("stage-01").start();

  @BeforeEach
  void write() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), TOKEN);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        folder.resolve("logconfig.yaml"),
        """
        environments: [{name: staging, url: "%s", endpoint: "%s", tokenFile: token}]
        source: {file: desired.yaml}
        selection: {clusters: [stage-01]}
        owner: platform
        policy: exclusive
        guard: {maxStopping: 100%%}
        """
            .formatted(URL, pinned.baseUrl()));
    desired("staging", URL);
  }

  @AfterEach
  void stop() {
    pinned.close();
    other.close();
  }

  @Test
  void readsConfigurationFileAndPrefersOptions() throws IOException {
    Result plan = logconfig("plan");

    assertThat(plan.exitCode()).as(plan.err()).isEqualTo(ExitCode.CHANGES);
    assertThat(plan.out()).contains("stage-01", "Plan: 2 to create").doesNotContain("stage-02");
    assertThat(plan.err()).isEmpty();
    assertThat(logconfig("apply", "--yes").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(pinned.objects().toString()).contains("logconfig:platform:stage-01:include");
    assertThat(logconfig("plan").exitCode()).isEqualTo(ExitCode.DONE);

    assertThat(logconfig("plan", "--cluster", "stage-02", "--policy", "additive").out())
        .contains("stage-02", "Plan: 1 to create")
        .doesNotContain("stage-01");
    assertThat(logconfig("plan", "--owner", "someone").out())
        .contains("logconfig stage-01 (someone)");
    assertThat(logconfig("validate").exitCode()).isEqualTo(ExitCode.DONE);

    Result byVariable =
        Executable.run(
            Map.of("LOGCONFIG_CONFIG", folder.resolve("logconfig.yaml").toString()), "plan");
    assertThat(byVariable.exitCode()).as(byVariable.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void sendsNoTokenToEditedUrl() throws IOException {
    Path saved = folder.resolve("plan.json");
    assertThat(logconfig("plan", "--out", saved.toString()).exitCode()).isEqualTo(ExitCode.CHANGES);
    desired("staging", "https://evil6666.live.dynatrace.com");
    Files.writeString(
        saved, Files.readString(saved).replace(URL, "https://evil6666.live.dynatrace.com"));
    pinned.clearRequests();

    for (Result refused :
        new Result[] {
          logconfig("plan"),
          logconfig("apply", "--yes"),
          logconfig("doctor"),
          logconfig("explain", "a"),
          // whoever runs it may even point the environment elsewhere: the pin stays
          logconfig("apply", "--yes", "--endpoint", "staging=" + other.baseUrl()),
          logconfig("apply", "--yes", "--plan", saved.toString())
        }) {
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(refused.err())
          .contains(
              "has the URL https://evil6666.live.dynatrace.com",
              "pins " + URL,
              "refusing to send the token")
          .doesNotContain("TOPSECRET")
          .hasLineCount(1);
      assertThat(refused.out()).isEmpty();
    }
    assertThat(pinned.requests()).isEmpty();
    assertThat(other.requests()).isEmpty();
  }

  @Test
  void sendsNoTokenToUnlistedEnvironment() throws IOException {
    desired("mine", "https://evil6666.live.dynatrace.com");

    Result refused =
        Executable.run(
            Map.of("DYNATRACE_API_TOKEN", TOKEN),
            "plan",
            "--config",
            folder.resolve("logconfig.yaml").toString());

    assertThat(refused.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(refused.err()).contains("mine is not in the configuration file");
    assertThat(pinned.requests()).isEmpty();
  }

  @Test
  void ignoresFileInWorkingDirectory() throws IOException {
    Result plan =
        Executable.shell(
            Map.of(), "jar=$PWD/target/logconfig.jar; cd '" + folder + "' && java -jar $jar plan");

    assertThat(plan.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(plan.err()).contains("no desired state; expected one of --file");
  }

  @Test
  void warnsOfWorldReadableTokenFile() throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve("token"), PosixFilePermissions.fromString("rw-r--r--"));

    Result plan = logconfig("plan");

    assertThat(plan.exitCode()).isEqualTo(ExitCode.CHANGES);
    assertThat(plan.err()).contains("can be read by all users", "chmod 600").hasLineCount(1);
  }

  private void desired(String environment, String url) throws IOException {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: %s, url: "%s"}]
        clusters:
          - {name: stage-01, environment: %s, namespaces: [a]}
          - {name: stage-02, environment: %s, namespaces: [b]}
        """
            .formatted(environment, url, environment, environment));
  }

  private Result logconfig(String command, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = command;
    arguments[1] = "--config";
    arguments[2] = folder.resolve("logconfig.yaml").toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Executable.inProcess(Map.of(), arguments);
  }
}
