package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.logconfig.cli.Executable.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command's result for programs is as documented, and alone on standard output. */
class OutputSchemaIT {

  private static final Map<String, String> TOKEN =
      Map.of("DYNATRACE_API_TOKEN", "dt0c01.PUBLIC.TOPSECRET");

  @TempDir private Path folder;
  private Executable.Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = Executable.Simulator.start("--host-group", "c0", "--host-group", "c1");
    desired("[a]", "exclusive");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void outputMatchesPublishedSchemas() throws IOException {
    fits("schema/doctor", "doctor");
    fits("plan", "plan");
    fits("schema/run", "run", "--once", "--dry-run");
    fits("schema/explain", "explain", "--cluster", "c0", "a", "--attribute", "loglevel=error");
    fits("schema/list", "list");
    fits("schema/import", "import");
    assertThat(fits("schema/apply", "apply", "--yes")).contains("\"STARTS\"", "\"location\"");
    fits("schema/explain", "explain", "--cluster", "c0", "other");
    fits("schema/verify", "verify", "--no-wait");
    fits("schema/verify", "verify", "--rules-only");
    fits("schema/run", "run", "--once");
    fits("schema/list", "list");
    fits("schema/import", "import", "--out", folder.resolve("imported.yaml").toString());
    offline("schema/fingerprint", "fingerprint");
    offline("schema/validate", "validate");
    offline(
        "schema/manifests", "manifests", "--cluster", "c0", "--image", "quay.io/me/logconfig:1");
    Path stages =
        Files.writeString(
            folder.resolve("logconfig.yaml"),
            "stages: [{name: first, clusters: [c1, nowhere], soak: 1h}, {name: last}]");
    desired("[a, c]", "exclusive");
    for (String command : List.of("plan", "apply", "run")) {
      List<String> options = new ArrayList<>(List.of("--config", stages.toString()));
      options.addAll(
          switch (command) {
            case "apply" -> List.of("--staged", "--no-wait", "--yes");
            case "run" -> List.of("--staged", "--once");
            default -> List.of();
          });
      String schema = command.equals("plan") ? command : "schema/" + command;
      assertThat(fits(schema, command, options.toArray(String[]::new)))
          .as(command)
          .contains("\"stages\"");
    }
    desired("[b]", "additive");
    fits("schema/apply", "apply", "--yes", "--max-stopping", "0");
    fits("schema/doctor", "doctor", "--max-stopping", "0");
    Files.delete(folder.resolve("desired.yaml"));
    fits("schema/run", "run", "--once");
  }

  private String fits(String schema, String command, String... more) throws IOException {
    List<String> all = new ArrayList<>(List.of("--endpoint", "staging=" + simulator.address()));
    all.addAll(List.of(more));
    return offline(schema, command, all.toArray(String[]::new));
  }

  private String offline(String schema, String command, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command, "--file", folder.resolve("desired.yaml").toString(), "--output", "json"));
    arguments.addAll(List.of(more));
    Result result = Executable.inProcess(TOKEN, arguments.toArray(String[]::new));
    assertThat(schema(schema).validate(result.out(), InputFormat.JSON))
        .as(command + ": " + result.out() + result.err())
        .isEmpty();
    return result.out();
  }

  private static Schema schema(String name) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(Path.of("../docs", name + ".schema.json")), InputFormat.JSON);
  }

  private void desired(String namespaces, String policy) throws IOException {
    Files.writeString(
        folder.resolve("desired.yaml"),
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters:
          - {name: c0, environment: staging, policy: %s, namespaces: %s}
          - {name: c1, environment: staging, namespaces: [x]}
          - {name: nowhere, environment: staging, namespaces: [x]}
        """
            .formatted(policy, namespaces));
  }
}
