package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.model.Environment;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.junit.DynatraceSimulatorTest;
import io.github.logconfig.source.YamlFileSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DynatraceSimulatorTest(hostGroups = "app-sre-stage-01")
class ServiceTest {

  @Test
  void appliesAFile(DynatraceSimulator simulator, @TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("desired.yaml"),
            """
            environments:
              - name: staging
                url: https://abc12345.live.dynatrace.com
            clusters:
              - name: app-sre-stage-01
                environment: staging
                namespaces: [github-mirror-stage]
            """);
    Environment staging = Environment.of("staging", "https://abc12345.live.dynatrace.com");
    try (DynatraceClient client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
            .apiToken(ApiToken.of("dt0c01.EXAMPLE.NOT-A-REAL-SECRET"))
            .build()) {

      ApplyReport report = new Service(staging, client).apply(new YamlFileSource(file));

      assertTrue(report.isSuccess(), () -> report.failures().toString());
      assertEquals(1, simulator.requests().get("POST /api/v2/settings/objects"));
    }
  }
}
