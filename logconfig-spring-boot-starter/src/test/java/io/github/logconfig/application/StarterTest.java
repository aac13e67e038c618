package io.github.logconfig.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.reconcile.ReconcileListener;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.RunEvent;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.spring.DynatraceClients;
import io.github.logconfig.spring.LogConfigProperties;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * A real application with a web server, in a package of its own as every application. The build
 * runs these tests twice with the same jar: on Spring Boot 3, and on Spring Boot 4.
 */
class StarterTest {

  private static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");
  private static final DesiredState DESIRED =
      DesiredState.builder()
          .addEnvironment(STAGING)
          .addCluster(DesiredCluster.of("app-sre-stage-01", STAGING, "github-mirror-stage"))
          .build();

  private static final List<String> SCOPES =
      List.of("settings:objects:read", "settings:objects:write", "environment-api:entities:read");

  private final DynatraceSimulator simulator =
      DynatraceSimulator.builder().hostGroup("app-sre-stage-01").start();
  private ConfigurableApplicationContext context;

  @SpringBootApplication
  static class Application {

    @Bean
    DesiredStateSource desiredState() {
      return () -> new LoadedState(DESIRED, List.of());
    }

    @Bean
    BlockingQueue<RunEvent> runs() {
      return new LinkedBlockingQueue<>();
    }

    @Bean
    ReconcileListener recordingListener(BlockingQueue<RunEvent> runs) {
      return runs::add;
    }
  }

  @BeforeEach
  void theBuildUsesTheExpectedVersion() {
    String expected = System.getProperty("spring-boot.expected", SpringBootVersion.getVersion());
    assertThat(SpringBootVersion.getVersion()).isEqualTo(expected);
  }

  @AfterEach
  void close() {
    if (context != null) {
      context.close();
    }
    simulator.close();
  }

  private void start(String... properties) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--management.endpoints.web.exposure.include=health,metrics",
                "--management.endpoint.health.show-details=always"));
    for (String property : properties) {
      arguments.add("--" + property);
    }
    context = SpringApplication.run(Application.class, arguments.toArray(new String[0]));
  }

  private void startWithStaging(String... properties) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "logconfig.environments.staging.url=" + STAGING.url(),
                "logconfig.environments.staging.endpoint=" + simulator.baseUrl(),
                "logconfig.environments.staging.token=dt0c01.EXAMPLE.NOT-A-REAL-SECRET"));
    all.addAll(List.of(properties));
    start(all.toArray(new String[0]));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    String port = context.getBeanFactory().resolveEmbeddedValue("${local.server.port}");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void configuresClientsReconcilerHealthAndMetrics() throws Exception {
    startWithStaging();

    assertThat(get("/actuator/health/logconfig").body()).contains("\"UNKNOWN\"");
    assertThat(simulator.requests()).as("nothing is sent unless asked to").isEmpty();

    DynatraceClient client =
        context.getBean(DynatraceClients.class).get(new EnvironmentName("staging"));
    assertThat(client.baseUrl()).hasToString(simulator.baseUrl().toString());
    assertThat(context.getBean(Reconciler.class).apply(DESIRED).isSuccess()).isTrue();

    assertThat(get("/actuator/health/logconfig").body())
        .contains("\"UP\"", "\"lastRun\":\"apply\"");
    assertThat(get("/actuator/metrics/logconfig.runs").body()).contains("\"value\":1.0");
    assertThat(get("/actuator/metrics/logconfig.requests").body()).contains("staging");
  }

  @Test
  void aFailedRunIsReportedByHealth() throws Exception {
    startWithStaging();
    simulator.faults(Fault.on("*").status(403));

    assertThat(context.getBean(Reconciler.class).plan(DESIRED).failures()).isNotEmpty();

    HttpResponse<String> health = get("/actuator/health/logconfig");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body()).contains("\"DOWN\"", "\"failures\":1");
  }

  @Test
  @SuppressWarnings("unchecked")
  void reconcilesByItselfIfEnabled() throws Exception {
    startWithStaging(
        "logconfig.schedule.enabled=true",
        "logconfig.schedule.interval=1h",
        "logconfig.schedule.stages[0].name=canary",
        "logconfig.schedule.stages[0].clusters=app-sre-stage-*",
        "logconfig.schedule.stages[0].soak=30m");
    BlockingQueue<RunEvent> runs = context.getBean("runs", BlockingQueue.class);

    RunEvent planned = runs.poll(60, TimeUnit.SECONDS);
    RunEvent applied = runs.poll(60, TimeUnit.SECONDS);

    assertThat(planned.kind()).isEqualTo(RunEvent.Kind.PLAN);
    assertThat(applied.kind()).isEqualTo(RunEvent.Kind.APPLY);
    assertThat(applied.isSuccess()).isTrue();
    assertThat(simulator.requests()).containsEntry("POST /api/v2/settings/objects", 1);
  }

  @Test
  void requestsAccessTokensOfAnOAuthClient() {
    String staging = "logconfig.environments.staging.";
    start(
        staging + "url=" + STAGING.url(),
        staging + "endpoint=" + simulator.baseUrl(),
        staging + "oauth.client-id=dt0s02.EXAMPLE",
        staging + "oauth.client-secret=dt0s02.EXAMPLE.NOT-A-REAL-SECRET",
        staging + "oauth.scopes=" + String.join(",", SCOPES),
        staging + "oauth.token-endpoint=" + simulator.baseUrl() + "/sso/oauth2/token");

    assertThat(context.getBean(Reconciler.class).apply(DESIRED).isSuccess()).isTrue();
    assertThat(simulator.requests()).containsEntry("POST /sso/oauth2/token", 1);
    assertThat(context.getBean(LogConfigProperties.class).toString())
        .doesNotContain("NOT-A-REAL-SECRET");
  }

  @Test
  void connectsThroughAProxyAndTrustsACertificateAuthority(@TempDir Path folder) throws Exception {
    try (DynatraceSimulator secure =
            DynatraceSimulator.builder().hostGroup("app-sre-stage-01").tls().start();
        ServerSocket noProxy = new ServerSocket(0)) {
      Path authority =
          Files.writeString(
              folder.resolve("ca.pem"),
              "-----BEGIN CERTIFICATE-----\n"
                  + Base64.getMimeEncoder()
                      .encodeToString(secure.certificate().orElseThrow().getEncoded())
                  + "\n-----END CERTIFICATE-----\n");
      start(
          "logconfig.environments.staging.url=" + STAGING.url(),
          "logconfig.environments.staging.token=dt0c01.EXAMPLE.NOT-A-REAL-SECRET",
          "logconfig.environments.staging.endpoint=" + secure.baseUrl(),
          "logconfig.ca-file=" + authority,
          "logconfig.proxy=http://127.0.0.1:" + noProxy.getLocalPort(),
          "logconfig.no-proxy=" + secure.baseUrl().getHost());
      assertThat(context.getBean(Reconciler.class).apply(DESIRED).isSuccess()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "environments.staging.oauth.client-id=dt0s02.A, environments.staging.token",
    "proxy=ftp://u:NOT-A-REAL-SECRET@x, logconfig.proxy",
    "no-proxy=example.com, logconfig.no-proxy",
    "ca-file=/nowhere.pem, logconfig.ca-file",
  })
  void anInvalidConnectionIsNamedAtStart(String property, String expected) {
    assertThatThrownBy(() -> startWithStaging("logconfig." + property))
        .rootCause()
        .hasMessageContaining(expected)
        .hasMessageNotContaining("NOT-A-REAL-SECRET");
  }

  @Test
  void describesItsPropertiesToEditors() throws IOException {
    try (InputStream metadata =
        LogConfigProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      String text = new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> descriptions = new TreeMap<>();
      Pattern.compile("\"name\": \"(logconfig\\.[^\"]*)\"[^}]*\"description\": \"([^\"]*)\"")
          .matcher(text)
          .results()
          .forEach(it -> descriptions.put(it.group(1), it.group(2)));

      assertThat(descriptions)
          .containsOnlyKeys(
              "logconfig.ca-file",
              "logconfig.environments",
              "logconfig.no-proxy",
              "logconfig.owner",
              "logconfig.proxy",
              "logconfig.remove-orphans",
              "logconfig.schedule.dry-run",
              "logconfig.schedule.enabled",
              "logconfig.schedule.interval",
              "logconfig.schedule.stages");
    }
  }

  @Test
  void aMissingTokenIsNamedAtStart() {
    assertThatThrownBy(
            () -> start("logconfig.environments.staging.url=https://abc12345.live.dynatrace.com"))
        .rootCause()
        .hasMessageContaining("logconfig.environments.staging.token");
  }

  @Test
  void anInvalidUrlIsNamedAtStart() {
    assertThatThrownBy(
            () ->
                start(
                    "logconfig.environments.staging.url=ftp://example",
                    "logconfig.environments.staging.token=dt0c01.EXAMPLE.NOT-A-REAL-SECRET"))
        .rootCause()
        .hasMessageContaining("ftp://example")
        .hasMessageNotContaining("NOT-A-REAL-SECRET");
  }

  @Test
  void theEnvironmentOfATokenOfTheWrongKindIsNamedAtStart() {
    assertThatThrownBy(
            () ->
                start(
                    "logconfig.environments.staging.url=https://dynatrace.example.com/e/abc",
                    "logconfig.environments.staging.token=dt0s16.EXAMPLE.NOT-A-REAL-SECRET"))
        .rootCause()
        .hasMessageContaining("logconfig.environments.staging")
        .hasMessageContaining("platform token")
        .hasMessageNotContaining("NOT-A-REAL-SECRET");
  }
}
