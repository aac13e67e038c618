package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the alerts with promtool. */
class LogConfigAlertsTest {

  private static final Path UNIT_TESTS = Path.of("src/test/resources/alerts/alerts-test.yaml");

  @TempDir private Path folder;

  @BeforeEach
  void requirePromtool() throws Exception {
    assumeTrue(
        isInstalled(),
        "skipped: promtool is not installed (Debian: apt-get install prometheus); the alerts are"
            + " not checked");
    write(LogConfigAlerts.Metrics.OF_ARRIVAL);
  }

  @Test
  void acceptsTheRules() throws Exception {
    assertThat(promtool("check", "rules", "--lint-fatal", "alerts.yaml"))
        .contains("SUCCESS: 6 rules found");

    write(LogConfigAlerts.Metrics.OF_LOOP);
    assertThat(promtool("check", "rules", "--lint-fatal", "alerts.yaml"))
        .contains("SUCCESS: 4 rules found");

    write(LogConfigAlerts.Metrics.OF_JOBS);
    assertThat(promtool("check", "rules", "--lint-fatal", "alerts.yaml"))
        .contains("SUCCESS: 1 rules found");
  }

  @Test
  void firesEachAlertOnlyWhenExpected() throws Exception {
    Files.copy(UNIT_TESTS, folder.resolve("alerts-test.yaml"));

    assertThat(promtool("test", "rules", "alerts-test.yaml")).contains("SUCCESS");
  }

  private void write(LogConfigAlerts.Metrics metrics) throws IOException {
    Files.writeString(
        folder.resolve("alerts.yaml"), ManifestYaml.write(Samples.ALERTS.rules(metrics)));
  }

  private String promtool(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "promtool";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("promtool", "--version").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
