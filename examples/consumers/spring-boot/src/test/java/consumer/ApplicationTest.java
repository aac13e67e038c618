package consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.junit.DynatraceSimulatorTest;
import io.github.logconfig.source.DesiredStateSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

@DynatraceSimulatorTest(hostGroups = "app-sre-stage-01")
class ApplicationTest {

  @Test
  void appliesAndReportsHealth(DynatraceSimulator simulator, @TempDir Path folder)
      throws Exception {
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
    try (ConfigurableApplicationContext context =
        SpringApplication.run(
            Application.class,
            "--server.port=0",
            "--desired-state=" + file,
            "--logconfig.environments.staging.url=https://abc12345.live.dynatrace.com",
            "--logconfig.environments.staging.endpoint=" + simulator.baseUrl(),
            "--logconfig.environments.staging.token=dt0c01.EXAMPLE.NOT-A-REAL-SECRET")) {
      DesiredFleet fleet = DesiredFleet.from(context.getBean(DesiredStateSource.class).load());

      assertThat(context.getBean(Reconciler.class).apply(fleet).failures()).isEmpty();

      String port = context.getEnvironment().getProperty("local.server.port");
      HttpResponse<String> health =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(health.body()).contains("\"UP\"");
      assertThat(health.statusCode()).isEqualTo(200);
    }
  }
}
