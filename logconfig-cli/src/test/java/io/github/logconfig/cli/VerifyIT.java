package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.cli.Executable.Result;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyIT {

  private static final Map<String, String> TOKEN =
      Map.of("DYNATRACE_API_TOKEN", "dt0s16.PUBLIC.TOPSECRET");

  @TempDir private Path folder;

  @Test
  void signalEndsAVerificationThatWaits() throws Exception {
    try (DynatraceSimulator simulator = DynatraceSimulator.builder().hostGroup("c0").start()) {
      Files.writeString(
          folder.resolve("desired.yaml"),
          """
          environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
          clusters: [{name: c0, environment: staging, namespaces: [shop]}]
          """);
      String file = "--file=" + folder.resolve("desired.yaml");
      String endpoint = "--endpoint=staging=" + simulator.baseUrl();
      Result applied = Executable.run(TOKEN, "apply", file, endpoint, "--yes");
      assertThat(applied.exitCode()).as(applied.err()).isZero();
      Process verify = Executable.start(TOKEN, "verify", file, endpoint, "--output=json");
      BufferedReader err = verify.errorReader(StandardCharsets.UTF_8);
      String line = err.readLine();
      while (line != null && !line.contains("logconfig: waiting ")) {
        line = err.readLine();
      }
      assertThat(line).as("it waits for the delays").isNotNull();

      verify.toHandle().destroy();

      JsonNode document = new ObjectMapper().readTree(verify.getInputStream());
      assertThat(document.at("/clusters/0/namespaces/0/verdict").asText()).isEqualTo("UNKNOWN");
      assertThat(document.at("/clusters/0/namespaces/0/reason").asText()).isEqualTo("too-early");
      assertThat(document.at("/failures/0/kind").asText()).isEqualTo("CANCELLED");
      assertThat(verify.onExit().join().exitValue()).isEqualTo(ExitCode.FAILED);
      assertThat(simulator.requests().keySet()).noneMatch(it -> it.contains("query:execute"));
    }
  }
}
