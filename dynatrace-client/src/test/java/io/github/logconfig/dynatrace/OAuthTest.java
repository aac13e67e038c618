package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.logconfig.dynatrace.auth.ClientSecret;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access tokens that the client fetches itself, when many threads need them or none is given. */
class OAuthTest {

  private static final SettingsObjectId ID = new SettingsObjectId("x");
  private static final String SECRET = "CLIENTSECRETCLIENTSECRET";
  private static final int THREADS = 50;

  private final RecordingTiming timing = new RecordingTiming();
  private StubServer server;
  private DynatraceClient client;

  @BeforeEach
  void start() {
    server = new StubServer(options().containerThreads(THREADS + 10));
    server.stubFor(any(anyUrl()).willReturn(okJson("{\"objectId\":\"x\"}")));
    client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(server.address()))
            .credentials(
                Credentials.oauth(
                    OAuthClient.builder()
                        .tokenEndpoint(URI.create(server.address() + "/sso"))
                        .clientId("me")
                        .clientSecret(ClientSecret.of(SECRET))
                        .build()))
            .timing(timing)
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
  }

  @Test
  void requestsOneTokenForFiftyThreads() throws Exception {
    endpoint(token("FIRST").withFixedDelay(50));
    assertThat(fromManyThreads()).containsOnlyNulls();
    assertThat(fetches()).isEqualTo(1);
  }

  @Test
  void renewsARejectedTokenOnceForFiftyThreads() throws Exception {
    endpoint(token("FIRST"));
    client.settings().get(ID);
    endpoint(token("SECOND").withFixedDelay(50));
    server.stubFor(
        any(urlPathEqualTo("/platform/classic/environment-api/v2/settings/objects/x"))
            .withHeader("Authorization", equalTo("Bearer FIRST"))
            .willReturn(aResponse().withStatus(401)));
    assertThat(fromManyThreads()).containsOnlyNulls();
    assertThat(fetches()).isEqualTo(2);
  }

  @Test
  void readsARotatedSecretAgainIfItIsRejected(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "OLDSECRETOLDSECRET");
    OAuthClient rotating =
        OAuthClient.builder()
            .tokenEndpoint(URI.create(server.address() + "/sso"))
            .clientId("me")
            .clientSecret(ClientSecret.inFile(file))
            .build();
    endpoint(token("TOKEN"));
    server.stubFor(
        post(urlPathEqualTo("/sso"))
            .withRequestBody(containing("OLDSECRET"))
            .atPriority(1)
            .willReturn(aResponse().withStatus(401)));
    server.addMockServiceRequestListener(
        (request, response) -> {
          try {
            Files.writeString(file, SECRET);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    try (DynatraceClient other =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(server.address()))
            .credentials(Credentials.oauth(rotating))
            .timing(timing)
            .build()) {
      other.settings().get(ID);
    }
    assertThat(fetches()).isEqualTo(2);
  }

  @Test
  void refusesTokensAsClientSecret() {
    assertThatThrownBy(() -> ClientSecret.of("dt0c01.PUBLIC.SECRET"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "the client secret is a token (dt0c01); expected the secret of an OAuth client"
                + " (dt0s02)");
    assertThatThrownBy(() -> Credentials.token("dt0s02.PUBLIC.SECRET"))
        .hasMessage(
            "the token is the secret of an OAuth client (dt0s02); expected an API token (dt0c01) or"
                + " a platform token (dt0s16)");
  }

  @Test
  void sharesAFailureAmongFiftyThreads() throws Exception {
    endpoint(
        aResponse()
            .withStatus(401)
            .withBody("{\"error\":\"invalid_client\",\"error_description\":\"" + SECRET + "\"}")
            .withFixedDelay(200));
    List<Throwable> thrown = fromManyThreads();
    assertThat(thrown).hasOnlyElementsOfType(CredentialsException.class);
    // those that came late may have asked once more
    assertThat(fetches()).isLessThan(THREADS / 2);
    assertThat(server.getAllServeEvents()).hasSize(fetches());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{\"error\":\"invalid_scope\"}|CredentialsException|HTTP 400, invalid_scope",
        "401||CredentialsException|HTTP 401, no reason given",
        "403|<html><title>Blocked</title>|CredentialsException|HTTP 403, the web page \"Blocked\"",
        "404|no such page|CredentialsException|HTTP 404, no such page. Check the URL of the token",
        "302||DynatraceTransportException|a redirect to http://127.0.0.1:1 was not followed",
        "200||DynatraceTransportException|the response (no content type) is not a JSON object",
        "200|[]|DynatraceTransportException|is not a JSON object; it starts with: []",
        "200|<html><title>Sign in</title>|DynatraceTransportException|the response is the web page"
            + " \"Sign in\", not JSON: a proxy or a login page responds instead of the service",
        "200|{}|CredentialsException|HTTP 200, the response has no access_token",
        "200|{\"access_token\":\"\"}|CredentialsException|the response has no access_token",
        "200|{\"access_token\":\"a\\nb\"}|CredentialsException|characters that a header must not",
        "200|{\"access_token\":{\"a\":1}}|CredentialsException|the response has no access_token",
        "429||DynatraceTransportException|HTTP 429",
        "500||DynatraceTransportException|HTTP 500",
        "503|busy|DynatraceTransportException|HTTP 503"
      })
  void reportsFailuresOfTheTokenEndpointWithoutCallingTheService(
      int status, String body, String type, String message) {
    endpoint(
        aResponse()
            .withStatus(status)
            .withBody(body == null ? "" : body)
            .withHeader("Location", "http://127.0.0.1:1/" + SECRET));
    Throwable thrown =
        catchThrowable(() -> client.settings().create(List.of(RetryTest.object(false))));
    assertThat(thrown.getClass().getSimpleName()).isEqualTo(type);
    assertThat(thrown)
        .hasMessageContaining("token endpoint http://127.0.0.1:")
        .hasMessageContaining(message)
        .hasNoCause();
    assertThat(text(thrown)).doesNotContain(SECRET);
    assertThat(server.getAllServeEvents()).hasSize(fetches());
  }

  @Test
  void retriesABrokenConnectionToTheTokenEndpoint() {
    server.stubFor(
        post("/sso")
            .inScenario("sso")
            .whenScenarioStateIs("Started")
            .willSetStateTo("next")
            .willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));
    server.stubFor(
        post("/sso").inScenario("sso").whenScenarioStateIs("next").willReturn(token("FIRST")));
    assertThat(client.settings().get(ID).objectId()).contains(ID);
    assertThat(timing.pauses()).hasSize(1);
  }

  @Test
  void honorsRetryAfterOfTheTokenEndpoint() {
    server.stubFor(
        post("/sso")
            .inScenario("sso")
            .whenScenarioStateIs("Started")
            .willSetStateTo("next")
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "7")));
    server.stubFor(
        post("/sso").inScenario("sso").whenScenarioStateIs("next").willReturn(token("FIRST")));
    client.settings().get(ID);
    assertThat(timing.pauses()).containsExactly(Duration.ofMillis(7_100));
  }

  /**
   * Life is counted by a clock that never jumps; a wrong wall clock on either side is no matter.
   */
  @ParameterizedTest
  @CsvSource({
    "300, 269, 1",
    "300, 271, 2",
    "\"300\", 269, 1",
    "10, 8, 1",
    "10, 10, 2",
    "-5, 269, 1",
    "0, 269, 1",
    "9223372036854775807, 86000, 1",
    "1e3, 969, 1",
    "\"soon\", 271, 2"
  })
  void cachesATokenUntilShortlyBeforeItExpires(String expiresIn, long seconds, int fetches) {
    endpoint(okJson("{\"access_token\":\"TOKEN\",\"expires_in\":" + expiresIn + "}"));
    client.settings().get(ID);
    timing.pass(Duration.ofSeconds(seconds));
    client.settings().get(ID);
    assertThat(fetches()).isEqualTo(fetches);
  }

  private List<Throwable> fromManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Callable<Throwable> call = () -> catchThrowable(() -> client.settings().get(ID));
      List<Throwable> thrown = new ArrayList<>();
      for (Future<Throwable> one : threads.invokeAll(Collections.nCopies(THREADS, call))) {
        thrown.add(one.get());
      }
      return thrown;
    } finally {
      threads.shutdownNow();
    }
  }

  private void endpoint(ResponseDefinitionBuilder answer) {
    server.stubFor(post("/sso").willReturn(answer));
  }

  private static ResponseDefinitionBuilder token(String token) {
    return okJson("{\"access_token\":\"" + token + "\",\"expires_in\":300}");
  }

  private int fetches() {
    return server.findAll(postRequestedFor(urlPathEqualTo("/sso"))).size();
  }

  private static String text(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
