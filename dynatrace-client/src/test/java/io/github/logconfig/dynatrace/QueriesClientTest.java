package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.BearerToken;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.TokenKind;
import io.github.logconfig.dynatrace.auth.TokenScope;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.query.DqlQuery;
import io.github.logconfig.dynatrace.query.QueryFailedException;
import io.github.logconfig.dynatrace.query.QueryMetadata.Notification.Severity;
import io.github.logconfig.dynatrace.query.QueryRecord;
import io.github.logconfig.dynatrace.query.QueryResult;
import io.github.logconfig.dynatrace.query.RunningQuery;
import io.github.logconfig.dynatrace.query.ScanBudget;
import io.github.logconfig.dynatrace.query.ScanBudgetExceededException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueriesClientTest {

  private static final String ROUTE = "/platform/storage/query/v1/query:";
  private static final DqlQuery QUERY =
      DqlQuery.builder()
          .text("fetch logs | summarize count()")
          .scanLimitGiB(10)
          .start(Instant.parse("2026-11-27T10:00:00Z"))
          .end(Instant.parse("2026-11-27T10:05:00Z"))
          .timeout(Duration.ofSeconds(60))
          .build();
  private static final String RESULT =
      """
      {"records": [{"k8s.namespace.name": "shop", "count": "42", "last": "2026-11-27T10:04:59.123456789Z"}],
       "types": [],
       "metadata": {"grail": {"queryId": "q-1", "scannedBytes": 1073741824, "scannedRecords": 99, "sampled": false,
         "analysisTimeframe": {"start": "2026-11-27T10:00:00Z", "end": "2026-11-27T10:05:00Z"},
         "notifications": [{"severity": "WARN", "notificationType": "SCAN_LIMIT_GBYTES", "message": "limit"}],
         "contributions": {"buckets": [{"name": "default_logs", "table": "logs", "scannedBytes": 1073741824}]},
         "executionTimeMilliseconds": 12}}}
      """;
  private static final String RUNNING =
      "{\"state\":\"RUNNING\",\"requestToken\":\"to/ken=\",\"progress\":10}";

  private final RecordingTiming timing = new RecordingTiming();
  private StubServer server;

  @BeforeEach
  void start() {
    server = new StubServer();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private DynatraceClient.Builder builder() {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(server.address()))
        .credentials(Credentials.bearerToken(BearerToken.of("dt0s16.PUBLIC.SECRETSECRET")))
        .timing(timing);
  }

  private void execute(ResponseDefinitionBuilder answer) {
    server.stubFor(post(urlPathEqualTo(ROUTE + "execute")).willReturn(answer));
  }

  @Test
  void returnsRecordsAndMetadata() {
    execute(okJson("{\"state\":\"SUCCEEDED\",\"result\":" + RESULT + "}"));
    try (DynatraceClient client = builder().build()) {
      QueryResult result = client.queries().execute(QUERY);

      QueryRecord record = result.records().get(0);
      assertThat(record.text("k8s.namespace.name")).contains("shop");
      assertThat(record.number("count")).hasValue(42);
      assertThat(record.time("last")).contains(Instant.parse("2026-11-27T10:04:59.123456789Z"));
      assertThat(record.text("absent")).isEmpty();
      assertThat(result.metadata().scannedBytes()).hasValue(ScanBudget.GIB);
      assertThat(result.metadata().end()).contains(Instant.parse("2026-11-27T10:05:00Z"));
      assertThat(result.metadata().sampled()).contains(false);
      assertThat(result.metadata().notifications())
          .singleElement()
          .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.WARN))
          .satisfies(it -> assertThat(it.type()).isEqualTo("SCAN_LIMIT_GBYTES"));
      assertThat(result.metadata().isComplete()).isFalse();
      assertThat(result.metadata().buckets()).extracting("name").containsExactly("default_logs");
    }
    server.verify(
        postRequestedFor(urlPathEqualTo(ROUTE + "execute"))
            .withRequestBody(
                equalToJson(
                    """
                    {"query": "fetch logs | summarize count()", "defaultScanLimitGbytes": 10,
                     "defaultTimeframeStart": "2026-11-27T10:00:00Z", "defaultSamplingRatio": 1.0,
                     "defaultTimeframeEnd": "2026-11-27T10:05:00Z", "includeContributions": true}
                    """,
                    true,
                    true)));
  }

  @Test
  void pollsUntilTheQueryHasFinished() {
    execute(aResponse().withStatus(202).withBody(RUNNING));
    server.stubFor(
        get(urlPathEqualTo(ROUTE + "poll"))
            .inScenario("poll")
            .whenScenarioStateIs(STARTED)
            .willReturn(okJson("{\"state\":\"RUNNING\",\"progress\":50}"))
            .willSetStateTo("later"));
    server.stubFor(
        get(urlPathEqualTo(ROUTE + "poll"))
            .inScenario("poll")
            .whenScenarioStateIs("later")
            .willReturn(okJson("{\"state\":\"SUCCEEDED\",\"result\":" + RESULT + "}")));
    try (DynatraceClient client = builder().build()) {
      RunningQuery running = client.queries().start(QUERY);
      assertThat(running.progress()).hasValue(10);
      assertThat(running.poll(Duration.ofSeconds(1))).isEmpty();
      assertThat(running.progress()).hasValue(50);
      assertThat(running.poll(Duration.ofSeconds(1))).isPresent();
      running.cancel();
    }
    server.verify(
        2,
        getRequestedFor(urlPathEqualTo(ROUTE + "poll"))
            .withQueryParam("request-token", equalTo("to/ken=")));
    server.verify(0, postRequestedFor(urlPathEqualTo(ROUTE + "cancel")));
  }

  @Test
  void cancelsAQueryThatDoesNotFinishInTime() {
    execute(aResponse().withStatus(202).withBody(RUNNING));
    server.stubFor(
        get(urlPathEqualTo(ROUTE + "poll")).willReturn(okJson("{\"state\":\"RUNNING\"}")));
    server.stubFor(post(urlPathEqualTo(ROUTE + "cancel")).willReturn(aResponse().withStatus(202)));
    try (DynatraceClient client = builder().build()) {
      assertThatThrownBy(() -> client.queries().execute(QUERY))
          .isInstanceOfSatisfying(
              QueryFailedException.class,
              e -> assertThat(e.queryReason()).isEqualTo(QueryFailedException.Reason.TIMED_OUT));
    }
    server.verify(1, postRequestedFor(urlPathEqualTo(ROUTE + "cancel")));
  }

  @Test
  void cancelsAQueryWhoseThreadIsInterrupted() throws InterruptedException {
    execute(aResponse().withStatus(202).withBody(RUNNING));
    server.stubFor(
        get(urlPathEqualTo(ROUTE + "poll"))
            .willReturn(okJson("{\"state\":\"RUNNING\"}").withFixedDelay(3_600_000)));
    server.stubFor(
        post(urlPathEqualTo(ROUTE + "cancel"))
            .willReturn(okJson("{\"state\":\"SUCCEEDED\",\"result\":" + RESULT + "}")));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (DynatraceClient client = builder().callTimeout(Duration.ofHours(1)).build()) {
      Thread caller =
          new Thread(
              () -> {
                try {
                  client.queries().execute(QUERY);
                } catch (DynatraceException e) {
                  thrown.set(Thread.currentThread().isInterrupted() ? e : null);
                }
              });
      server.addMockServiceRequestListener(
          (request, response) -> {
            if (request.getUrl().contains("query:poll")) {
              caller.interrupt();
            }
          });
      caller.start();
      caller.join(60_000);
    }
    assertThat(thrown.get()).isInstanceOf(CallInterruptedException.class);
    server.verify(1, postRequestedFor(urlPathEqualTo(ROUTE + "cancel")));
  }

  @Test
  void namesMissingScopesAndPermissions() {
    execute(
        aResponse()
            .withStatus(403)
            .withBody(
                """
                {"error": {"code": 403, "message": "Forbidden", "details": {"errorType": "NOT_AUTHORIZED_FOR_TABLE",
                  "missingScopes": ["storage:buckets:read"], "missingPermissions": ["storage:logs:read"]}}}
                """));
    try (DynatraceClient client = builder().build()) {
      assertThatThrownBy(() -> client.queries().execute(QUERY))
          .isInstanceOfSatisfying(
              PermissionDeniedException.class,
              e ->
                  assertThat(e.missingScopes())
                      .containsExactly(TokenScope.BUCKETS_READ, TokenScope.LOGS_READ))
          .hasMessageContaining("missing: storage:buckets:read, storage:logs:read");
      assertThat(client.queries().budget().usedBytes()).isZero();
    }
  }

  @Test
  void refusesAnApiTokenBeforeTheFirstRequest() {
    try (DynatraceClient client =
        builder().apiToken(ApiToken.of("dt0c01.PUBLIC.SECRETSECRET")).build()) {
      assertThatThrownBy(() -> client.queries().execute(QUERY))
          .isInstanceOf(CredentialsException.class)
          .hasMessageContaining("does not accept credentials of the kind API token (dt0c01)")
          .hasMessageContaining("expected a platform token (dt0s16) or an OAuth client");
    }
    assertThat(server.getAllServeEvents()).isEmpty();
  }

  @Test
  void addressesThePlatformOfAnEnvironment() {
    BaseUrl classic = BaseUrl.parse("https://abc12345.live.dynatrace.com");
    assertThat(classic.queryApi(TokenKind.PLATFORM_TOKEN))
        .isEqualTo(URI.create("https://abc12345.apps.dynatrace.com/platform/storage/query/"));
    assertThat(
            BaseUrl.parse("https://proxy.example.com/x/platform/classic/environment-api/v2")
                .queryApi(TokenKind.ACCESS_TOKEN))
        .isEqualTo(URI.create("https://proxy.example.com/x/platform/storage/query/"));
    assertThatThrownBy(
            () ->
                BaseUrl.parse("https://managed.example.com/e/1").queryApi(TokenKind.PLATFORM_TOKEN))
        .hasMessageContaining("has no query API");
  }

  @Test
  void retriesAnOverloadedServiceButNoQueryThatMayBeRunning() {
    server.stubFor(
        post(urlPathEqualTo(ROUTE + "execute"))
            .inScenario("busy")
            .whenScenarioStateIs(STARTED)
            .willReturn(aResponse().withStatus(503).withHeader("Retry-After", "2"))
            .willSetStateTo("free"));
    server.stubFor(
        post(urlPathEqualTo(ROUTE + "execute"))
            .inScenario("busy")
            .whenScenarioStateIs("free")
            .willReturn(okJson("{\"state\":\"SUCCEEDED\",\"result\":" + RESULT + "}")));
    try (DynatraceClient client = builder().build()) {
      assertThat(client.queries().execute(QUERY).records()).hasSize(1);
      server.resetAll();
      execute(aResponse().withStatus(502));
      assertThatThrownBy(() -> client.queries().execute(QUERY))
          .isInstanceOf(ServerErrorException.class);
      server.verify(1, postRequestedFor(urlPathEqualTo(ROUTE + "execute")));
    }
  }

  @Test
  void neverExceedsTheBudget() {
    execute(okJson("{\"state\":\"SUCCEEDED\",\"result\":" + RESULT + "}"));
    try (DynatraceClient client = builder().scanBudget(ScanBudget.ofGiB(11)).build()) {
      client.queries().execute(QUERY);
      assertThat(client.queries().budget().usedBytes()).isEqualTo(ScanBudget.GIB);
      client.queries().execute(QUERY);
      assertThatThrownBy(() -> client.queries().execute(QUERY))
          .isInstanceOf(ScanBudgetExceededException.class)
          .hasMessageContaining(
              "the query may scan 10 GiB; 9 GiB of the budget of 11 GiB are left");
      server.verify(2, postRequestedFor(urlPathEqualTo(ROUTE + "execute")));
      // a failed query may have scanned up to its limit
      server.resetAll();
      execute(aResponse().withStatus(500));
      DqlQuery smaller = DqlQuery.builder().from(QUERY).scanLimitGiB(9).build();
      assertThatThrownBy(() -> client.queries().execute(smaller))
          .isInstanceOf(ServerErrorException.class);
      assertThat(client.queries().budget().remainingBytes()).hasValue(0);
    }
  }

  @Test
  void rejectsAQueryWithAScanLimitOfItsOwn() {
    assertThatThrownBy(
            () ->
                DqlQuery.builder().text("fetch logs, scanLimitGBytes: 500").scanLimitGiB(1).build())
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("expected DQL without scanLimitGBytes");
    assertThatThrownBy(() -> DqlQuery.builder().from(QUERY).scanLimitGiB(0).build())
        .hasMessageContaining("invalid scan limit in GiB \"0\"");
  }
}
