package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Drives every failure path against servers that repeat the token, whole and cut, wherever they
 * can, with the log at its finest, and looks for the secret in everything that comes out.
 */
class TokenLeakTest {

  private static final String SECRET = "TOPSECRETTOPSECRETTOPSECRET";
  private static final String TOKEN = "dt0c01.PUBLIC." + SECRET;

  /** Of a secret that is cut somewhere no longer part may be left. */
  private static final int LONGEST_FRAGMENT = 12;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final StringWriter all = new StringWriter();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final MicrometerRequestListener metrics = new MicrometerRequestListener(meters);
  private PrintStream err = System.err;
  private PrintStream out = System.out;
  private StubServer server;
  private int failures;

  @BeforeEach
  void start() {
    server = new StubServer();
    err = System.err;
    out = System.out;
    System.setErr(new PrintStream(output, true, StandardCharsets.UTF_8));
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    System.setErr(err);
    System.setOut(out);
    server.stop();
  }

  @Test
  void answersThatRepeatTheToken() {
    for (Credentials credentials : List.of(apiToken(), bearerToken())) {
      try (DynatraceClient client = builder(credentials).build()) {
        for (ResponseDefinitionBuilder answer : answers()) {
          server.resetAll();
          server.stubFor(any(anyUrl()).willReturn(answer));
          calls().forEach(call -> fail(client, call));
        }
        all.append(client.toString());
      }
    }
    assertThat(failures).isGreaterThan(1_000);
    assertThat(all.toString()).contains("****");
    assertNothingLeaked();
  }

  @Test
  void connectionsThatFail() {
    int port = server.port();
    failAll(builder(apiToken()).baseUrl(BaseUrl.parse("https://127.0.0.1:" + port)));
    failAll(builder(apiToken()).callTimeout(Duration.ofNanos(1)));
    HttpProxy proxy = HttpProxy.of("127.0.0.1", port);
    for (int status : new int[] {200, 403, 407, 502}) {
      server.stubFor(
          any(anyUrl())
              .willReturn(
                  aResponse()
                      .withStatus(status)
                      .withHeader("Proxy-Authenticate", "Basic realm=\"" + TOKEN + "\"")
                      .withBody(TOKEN)));
      failAll(builder(apiToken()).proxy(proxy));
      failAll(builder(apiToken()).proxy(proxy.withAuthentication("me", SECRET)));
      failAll(
          builder(apiToken())
              .baseUrl(BaseUrl.parse("https://abc12345.live.dynatrace.com"))
              .proxy(proxy.withAuthentication("me", SECRET)));
    }
    DynatraceClient.Builder nobodyListens = builder(apiToken());
    server.stop();
    failAll(nobodyListens);
    all.append(proxy.withAuthentication("me", SECRET).toString());
    assertNothingLeaked();
  }

  @Test
  void credentialsThatFail() {
    for (ResponseDefinitionBuilder answer : answers()) {
      server.resetAll();
      server.stubFor(any(anyUrl()).willReturn(answer));
      failAll(builder(oauth()));
    }
    server.resetAll();
    server.stubFor(post("/sso").willReturn(okJson("{\"access_token\":\"" + TOKEN + "\"}")));
    failAll(builder(oauth()));
    failAll(
        builder(
            Credentials.apiToken(
                () -> {
                  throw new IllegalStateException(TOKEN);
                })));
    failAll(builder(Credentials.apiToken(() -> ApiToken.of(TOKEN + "\n" + SECRET))));
    failAll(builder(Credentials.bearerToken(() -> BearerToken.of(TOKEN + "ä"))));
    failAll(builder(Credentials.apiTokenFile(Path.of("target", "no-such-file"))));
    assertNothingLeaked();
  }

  @Test
  void textForms() {
    OAuthClient oauth =
        OAuthClient.builder().clientId("me").clientSecret(ClientSecret.of(SECRET)).build();
    for (Object object :
        List.of(
            ApiToken.of(TOKEN),
            BearerToken.of(TOKEN),
            ClientSecret.of(SECRET),
            oauth,
            apiToken(),
            bearerToken(),
            Credentials.oauth(oauth),
            HttpProxy.of("proxy", 1).withAuthentication("me", SECRET))) {
      all.append(object.toString()).append('\n');
    }
    for (String text : List.of(TOKEN + "\u0000", TOKEN + " " + TOKEN, "é" + TOKEN)) {
      for (Consumer<String> parser :
          List.<Consumer<String>>of(
              ApiToken::of,
              BearerToken::of,
              ClientSecret::of,
              it -> BaseUrl.parse("https://me:" + it + "@example.com/"))) {
        try {
          parser.accept(text);
        } catch (InvalidArgumentException e) {
          failures++;
          e.printStackTrace(new PrintWriter(all));
        }
      }
    }
    assertThat(failures).isEqualTo(12);
    assertThat(all.toString()).doesNotContain(SECRET);
  }

  private void assertNothingLeaked() {
    meters.getMeters().forEach(meter -> all.append(meter.getId().toString()).append('\n'));
    String log = output.toString(StandardCharsets.UTF_8);
    assertThat(log).contains("attempt 1");
    assertThat(failures).isPositive();
    for (int i = 0; i + LONGEST_FRAGMENT <= SECRET.length(); i++) {
      String fragment = SECRET.substring(i, i + LONGEST_FRAGMENT);
      assertThat(log.contains(fragment)).as("log").isFalse();
      assertThat(all.toString().contains(fragment)).as(all.toString()).isFalse();
    }
  }

  private void failAll(DynatraceClient.Builder builder) {
    try (DynatraceClient client = builder.build()) {
      calls().forEach(call -> fail(client, call));
    }
  }

  private void fail(DynatraceClient client, Consumer<DynatraceClient> call) {
    try {
      call.accept(client);
    } catch (DynatraceException e) {
      failures++;
      e.printStackTrace(new PrintWriter(all));
      all.append(e.toString()).append(e.request());
      if (e instanceof DynatraceApiException refused) {
        all.append(refused.error().toString())
            .append(refused.violations().toString())
            .append(refused.requestId().toString());
      }
    }
  }

  private DynatraceClient.Builder builder(Credentials credentials) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(server.address()))
        .credentials(credentials)
        .retryPolicy(RetryPolicy.builder().maxAttempts(2).build())
        .requestListener(
            event -> {
              all.append(event.toString()).append('\n');
              metrics.onRequest(event);
            })
        .timing(new RecordingTiming());
  }

  private static Credentials apiToken() {
    return Credentials.apiToken(ApiToken.of(TOKEN));
  }

  private static Credentials bearerToken() {
    return Credentials.bearerToken(BearerToken.of(SECRET));
  }

  private Credentials oauth() {
    return Credentials.oauth(
        OAuthClient.builder()
            .tokenEndpoint(URI.create(server.address() + "/sso"))
            .clientId("me")
            .clientSecret(ClientSecret.of(SECRET))
            .build());
  }

  private static List<ResponseDefinitionBuilder> answers() {
    String error =
        "\"error\":{\"code\":400,\"message\":\"no "
            + TOKEN
            + "\",\"constraintViolations\":[{\"path\":\""
            + TOKEN
            + "\",\"message\":\""
            + SECRET
            + "\"}]}}";
    List<ResponseDefinitionBuilder> answers = new ArrayList<>();
    for (int status : new int[] {200, 207, 302, 307, 400, 401, 403, 404, 409, 418, 429, 500, 503}) {
      for (String body :
          List.of(
              "{" + error,
              "[{\"code\":400," + error + "]",
              "{\"error\":\"" + TOKEN + "\",\"error_description\":\"" + TOKEN + "\"}",
              TOKEN,
              "{\"value\":" + TOKEN,
              "{\"items\":\"" + TOKEN + "\",\"objectId\":[\"" + TOKEN + "\"]}",
              "{\"a\":\"" + TOKEN.substring(0, TOKEN.length() - 3),
              "<html>" + "x".repeat(150) + TOKEN,
              "<html>" + "x".repeat(990) + TOKEN)) {
        answers.add(
            aResponse()
                .withStatus(status)
                .withHeader("Location", "http://" + TOKEN + ".example.com/" + TOKEN)
                .withHeader("Retry-After", TOKEN)
                .withHeader("Date", TOKEN)
                .withHeader("Dynatrace-Response-Id", TOKEN)
                .withHeader("Content-Type", TOKEN)
                .withBody(body));
      }
    }
    for (Fault fault : Fault.values()) {
      answers.add(aResponse().withBody(TOKEN).withFault(fault));
    }
    return answers;
  }

  private static List<Consumer<DynatraceClient>> calls() {
    SettingsObjectId id = new SettingsObjectId("x");
    SchemaId schema = new SchemaId("s");
    SettingsUpdate update =
        SettingsUpdate.builder()
            .objectId(id)
            .updateToken(new UpdateToken("t"))
            .value(JsonNodeFactory.instance.objectNode())
            .build();
    EffectiveValuesQuery effective =
        EffectiveValuesQuery.builder().addSchemaId(schema).scope(SettingsScope.ENVIRONMENT).build();
    return List.of(
        client -> client.settings().get(id),
        client -> client.settings().get(id, String.class),
        client -> client.settings().list(SettingsQuery.ofSchema(schema)).forEach(object -> {}),
        client -> client.settings().effectiveValues(effective).forEach(value -> {}),
        client -> client.settings().create(List.of(RetryTest.object(true))).orThrow(),
        client -> client.settings().create(List.of(RetryTest.object(false))).orThrow(),
        client -> client.settings().validate(List.of(RetryTest.object(false))).orThrow(),
        client -> client.settings().update(update),
        client -> client.settings().validate(update),
        client -> client.settings().delete(id, new UpdateToken("t")),
        client -> client.entities().findHostGroups(List.of("a")),
        client -> client.schemas().list(),
        client -> client.schemas().get(schema),
        client -> client.tokens().lookupOwn(),
        client -> client.tokens().require(Set.of(TokenScope.SETTINGS_READ)));
  }
}
