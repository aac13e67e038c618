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
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.BearerToken;
import io.github.logconfig.dynatrace.auth.ClientSecret;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.dynatrace.auth.TokenScope;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.HttpProxy;
import io.github.logconfig.dynatrace.connection.MicrometerRequestListener;
import io.github.logconfig.dynatrace.connection.ProxySettings;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.settings.EffectiveValuesQuery;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.dynatrace.settings.UpdateToken;
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
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  /** What a server may make of a token that it repeats. */
  private static final List<String> DISGUISED = disguised(SECRET);

  /** Of a secret that is cut somewhere no longer part may be left. */
  private static final int LONGEST_FRAGMENT = 12;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Set<String> printed = new LinkedHashSet<>();
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
  void masksTokensInResponses() {
    try (DynatraceClient client = builder(apiToken()).build();
        DynatraceClient bearer = builder(bearerToken()).build()) {
      List<ResponseDefinitionBuilder> answers = answers();
      for (int i = 0; i < answers.size(); i++) {
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(answers.get(i)));
        calls().forEach(call -> fail(client, call));
        fail(bearer, call(i));
      }
      print(client.toString());
      print(bearer.toString());
    }
    assertThat(failures).isGreaterThan(1_000);
    assertThat(printed).anyMatch(line -> line.contains("****"));
    assertNothingLeaked();
  }

  @Test
  void masksTokensOfFailedConnections() {
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
      failAll(builder(apiToken()).proxies(ProxySettings.of(proxy, "")));
      failAll(
          builder(apiToken())
              .proxies(ProxySettings.of(proxy.withAuthentication("me", SECRET), "")));
      failAll(
          builder(apiToken())
              .baseUrl(BaseUrl.parse("https://abc12345.live.dynatrace.com"))
              .proxies(ProxySettings.of(proxy.withAuthentication("me", SECRET), "")));
    }
    DynatraceClient.Builder nobodyListens = builder(apiToken());
    server.stop();
    failAll(nobodyListens);
    print(proxy.withAuthentication("me", SECRET).toString());
    assertNothingLeaked();
  }

  @Test
  void masksFailedCredentials() {
    List<ResponseDefinitionBuilder> answers = answers();
    for (int i = 0; i < answers.size(); i++) {
      server.resetAll();
      server.stubFor(any(anyUrl()).willReturn(answers.get(i)));
      try (DynatraceClient client = builder(oauth()).build()) {
        fail(client, call(i));
      }
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
    failAll(builder(Credentials.tokenFile(Path.of("target", "no-such-file"))));
    failAll(builder(Credentials.tokenFile(Path.of("target", TOKEN))));
    assertNothingLeaked();
  }

  @Test
  void masksTokensInStrings() {
    OAuthClient oauth =
        OAuthClient.builder().clientId("me").clientSecret(ClientSecret.of(SECRET)).build();
    for (Object object :
        List.of(
            ApiToken.of(TOKEN),
            BearerToken.of(TOKEN.replace("dt0c01", "dt0s16")),
            ClientSecret.of(SECRET),
            oauth,
            apiToken(),
            bearerToken(),
            Credentials.oauth(oauth),
            HttpProxy.of("proxy", 1).withAuthentication("me", SECRET))) {
      print(object.toString());
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
          print(e);
        }
      }
    }
    assertThat(failures).isEqualTo(12);
    assertThat(printed).noneMatch(line -> line.contains(SECRET));
  }

  private void assertNothingLeaked() {
    meters.getMeters().forEach(meter -> print(meter.getId().toString()));
    String log = output.toString(StandardCharsets.UTF_8);
    assertThat(log).contains("attempt 1");
    assertThat(failures).isPositive();
    Set<String> fragments = new HashSet<>(fragments());
    for (int i = 0; i + LONGEST_FRAGMENT <= SECRET.length(); i++) {
      fragments.add(SECRET.substring(i, i + LONGEST_FRAGMENT));
    }
    assertThat(printed).noneMatch(line -> containsAny(line, fragments));
    assertThat(log.lines().distinct()).noneMatch(line -> containsAny(line, fragments));
  }

  private static boolean containsAny(String line, Set<String> fragments) {
    return IntStream.rangeClosed(0, line.length() - LONGEST_FRAGMENT)
        .anyMatch(i -> fragments.contains(line.substring(i, i + LONGEST_FRAGMENT)));
  }

  /** Parts of the disguised token that depend on its secret in most of their characters. */
  private static List<String> fragments() {
    List<String> fragments = new ArrayList<>();
    List<String> ofAnother = disguised("9".repeat(SECRET.length()));
    for (int form = 0; form < DISGUISED.size(); form++) {
      String one = DISGUISED.get(form);
      String other = ofAnother.get(form);
      for (int i = 0; i + LONGEST_FRAGMENT <= one.length(); i++) {
        int begin = i;
        long different =
            IntStream.range(begin, begin + LONGEST_FRAGMENT)
                .filter(at -> one.charAt(at) != other.charAt(at))
                .count();
        if (different > LONGEST_FRAGMENT / 2) {
          fragments.add(one.substring(i, i + LONGEST_FRAGMENT));
        }
      }
    }
    return fragments;
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
      print(e);
      print(e.toString() + e.request());
      if (e instanceof DynatraceApiException refused) {
        print(refused.error() + " " + refused.violations() + refused.requestId());
      }
    }
  }

  private void print(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    print(trace.toString());
  }

  /** Keeps every line once: most lines of stack traces repeat. */
  private void print(String text) {
    text.lines().forEach(printed::add);
  }

  private DynatraceClient.Builder builder(Credentials credentials) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(server.address()))
        .credentials(credentials)
        .retryPolicy(RetryPolicy.builder().maxAttempts(2).build())
        .requestListener(
            event -> {
              print(event.toString());
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
        answers.add(answer(status, body, TOKEN));
      }
      String forms = String.join(" ", DISGUISED);
      answers.add(answer(status, ("{" + error).replace(TOKEN, forms), forms));
    }
    for (String form : DISGUISED) {
      String facts = "{\"id\":\"_\",\"name\":\"_\",\"scopes\":[\"_\"],\"error\":\"_\"}";
      answers.add(answer(200, facts.replace("_", form), form));
      answers.add(answer(200, "<html>" + form, form));
    }
    for (Fault fault : Fault.values()) {
      answers.add(aResponse().withBody(TOKEN).withFault(fault));
    }
    return answers;
  }

  private static ResponseDefinitionBuilder answer(int status, String body, String echo) {
    return aResponse()
        .withStatus(status)
        .withHeader("Location", "http://" + echo.replaceAll("[^A-Za-z0-9]", "") + ".com/" + echo)
        .withHeader("Retry-After", echo)
        .withHeader("Date", echo)
        .withHeader("Dynatrace-Response-Id", echo)
        .withHeader("Content-Type", echo)
        .withBody(body);
  }

  private static List<String> disguised(String secret) {
    String token = "dt0c01.PUBLIC." + secret;
    List<String> forms = new ArrayList<>();
    forms.add(new StringBuilder(token).reverse().toString());
    forms.add(token.toLowerCase(Locale.ROOT));
    for (String before : List.of("", "x", "xy", "Api-Token dt0c01.PUBLIC.", "Bearer ")) {
      byte[] bytes = (before + secret).getBytes(StandardCharsets.UTF_8);
      forms.add(Base64.getEncoder().encodeToString(bytes));
      forms.add(Base64.getUrlEncoder().encodeToString(bytes));
    }
    for (String format : List.of("%%%02X", "\\u%04X")) {
      forms.add(
          secret
              .chars()
              .mapToObj(c -> String.format(Locale.ROOT, format, c))
              .collect(Collectors.joining()));
    }
    return forms;
  }

  /** One of the calls; every call has its turn. */
  private static Consumer<DynatraceClient> call(int turn) {
    List<Consumer<DynatraceClient>> calls = calls();
    return calls.get(turn % calls.size());
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
