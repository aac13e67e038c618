package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Drives every failure path against a server that repeats the token wherever it can. */
class TokenLeakTest {

  private static final String SECRET = "TOPSECRETTOPSECRET";
  private static final String TOKEN = "dt0c01.PUBLIC." + SECRET;

  @Test
  void theTokenIsInNoMessageNoCauseNoTextFormAndNoLogLine() {
    WireMockServer server = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
    server.start();
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream err = System.err;
    StringWriter all = new StringWriter();
    int failures = 0;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (DynatraceClient client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse("http://127.0.0.1:" + server.port()))
            .apiToken(ApiToken.of(TOKEN))
            .retryPolicy(RetryPolicy.builder().maxAttempts(2).build())
            .timing(new RecordingTiming())
            .build()) {
      for (ResponseDefinitionBuilder answer : answers()) {
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(answer));
        for (Consumer<DynatraceClient> call : calls()) {
          try {
            call.accept(client);
          } catch (DynatraceException e) {
            failures++;
            e.printStackTrace(new PrintWriter(all));
            if (e instanceof DynatraceApiException refused) {
              all.append(refused.error().toString()).append(refused.violations().toString());
            }
          }
        }
      }
      all.append(client.toString());
    } finally {
      System.setErr(err);
      server.stop();
    }
    assertThat(failures).isGreaterThan(60);
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("attempt 1").doesNotContain(SECRET);
    assertThat(all.toString()).contains("****").doesNotContain(SECRET);
  }

  private static List<ResponseDefinitionBuilder> answers() {
    String envelope =
        "{\"error\":{\"code\":400,\"message\":\"no "
            + TOKEN
            + "\",\"constraintViolations\":"
            + "[{\"path\":\""
            + TOKEN
            + "\",\"message\":\""
            + SECRET
            + "\"}]}}";
    List<ResponseDefinitionBuilder> answers = new ArrayList<>();
    for (int status : new int[] {200, 207, 302, 400, 401, 403, 404, 409, 429, 500, 503}) {
      for (String body :
          List.of(
              envelope,
              "[{\"code\":400," + envelope.substring(1) + "]",
              TOKEN,
              "{\"value\":" + TOKEN,
              "<html>" + "x".repeat(150) + TOKEN)) {
        answers.add(
            aResponse()
                .withStatus(status)
                .withHeader("Location", "http://" + TOKEN + ".example.com/" + TOKEN)
                .withHeader("Retry-After", TOKEN)
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
    return List.of(
        client -> client.settings().get(id),
        client ->
            client.settings().list(SettingsQuery.ofSchema(new SchemaId("s"))).forEach(object -> {}),
        client -> client.settings().create(List.of(RetryTest.object(true))).orThrow(),
        client -> client.settings().create(List.of(RetryTest.object(false))).orThrow(),
        client -> client.settings().delete(id, new UpdateToken("t")),
        client -> client.entities().findHostGroups(List.of("a")),
        client -> client.schemas().list(),
        client -> client.tokens().lookupOwn());
  }
}
