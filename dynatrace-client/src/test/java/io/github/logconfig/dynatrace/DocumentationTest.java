package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/client.md shows is what is compiled and runs here. */
class DocumentationTest {

  private static final Path PAGE = Path.of("../docs/client.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/github/logconfig/dynatrace/DocumentedUse.java");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"list", "class", "write", "queries", "failures", "networks"})
  void showsTheCodeThatIsTested(String region) throws IOException {
    assertThat(Files.readString(PAGE)).contains(shown(region));
  }

  @Test
  void showsNoOtherCode() throws IOException {
    String rest = Files.readString(PAGE);
    for (String region : List.of("list", "class", "write", "queries", "failures", "networks")) {
      rest = rest.replace(shown(region), "");
    }
    assertThat(rest.replaceAll("(?s)```java\\s*```", "")).doesNotContain("```java");
  }

  @Test
  void runsTheCodeOfThePage() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "dt0c01.PUBLIC.SECRETSECRET\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DynatraceSimulator simulator = DynatraceSimulator.builder().start();
        DynatraceClient client =
            DynatraceClient.builder()
                .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
                .credentials(Credentials.tokenFile(token))
                .build()) {
      DocumentedUse.write(client);
      DocumentedUse.list(
          simulator.baseUrl().toString(),
          token,
          new PrintStream(out, true, StandardCharsets.UTF_8));
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("my-tool:rule-1")
          .contains("Rule 1");
      assertThat(DocumentedUse.failures(client, List.of())).isEqualTo("all written");
      assertThat(DocumentedUse.failures(client, List.of(RetryTest.object(true))))
          .startsWith("rejected: ");
      simulator.faults(Fault.on("POST /settings/objects").dropAfter());
      assertThat(DocumentedUse.failures(client, List.of(RetryTest.object(false))))
          .startsWith("read the objects");
      simulator.faults(Fault.on("POST /settings/objects").status(403));
      assertThat(DocumentedUse.failures(client, List.of(RetryTest.object(false))))
          .startsWith("nothing was written");
    }
  }

  private static String shown(String region) throws IOException {
    String source = Files.readString(SOURCE);
    String begin = "// tag::" + region + "\n";
    int from = source.indexOf(begin) + begin.length();
    return source.substring(from, source.indexOf("// end::" + region)).stripIndent().strip();
  }
}
