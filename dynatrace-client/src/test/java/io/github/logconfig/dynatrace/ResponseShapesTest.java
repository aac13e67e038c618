package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.settings.BatchResult;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of answers that a well-behaved service does not give. */
class ResponseShapesTest {

  private static final SettingsObjectId ID = new SettingsObjectId("a/b=+%2F");

  private final RecordingTiming timing = new RecordingTiming();
  private StubServer server;
  private DynatraceClient client;

  @BeforeEach
  void start() {
    server = new StubServer();
    client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(server.address()))
            .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRET"))
            .retryPolicy(RetryPolicy.NONE)
            .timing(timing)
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "400,InvalidRequestException",
    "401,AuthenticationException",
    "403,PermissionDeniedException",
    "404,ObjectNotFoundException",
    "409,ConcurrentModificationConflict",
    "412,ConcurrentModificationConflict",
    "429,RateLimitedException",
    "500,ServerErrorException",
    "503,ServerErrorException",
    "302,UnexpectedStatusException",
    "418,UnexpectedStatusException"
  })
  void mapsEveryStatusToItsException(int status, String type) {
    answer(status, "{\"error\":{\"code\":" + status + ",\"message\":\"because\"}}");

    DynatraceApiException failure = failure();
    assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.error().message())
        .isEqualTo(
            status == 302 ? "a redirect without an address that could be followed" : "because");
  }

  @ParameterizedTest
  @CsvSource({"207, 200", "400, 400"})
  void keepsTheRequestIdOfEveryRejectedObject(int status, int first) {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(status)
                    .withHeader("Content-Type", "application/json")
                    .withHeader("Dynatrace-Response-Id", "id-1")
                    .withBody(
                        "[{\"code\":"
                            + first
                            + "},{\"code\":400,\"error\":{\"code\":400,\"message\":\"bad\"}}]")));
    BatchResult result =
        client.settings().create(List.of(RetryTest.object(true), RetryTest.object(true)));
    assertThat(result.items().get(1).error().orElseThrow().requestId()).contains("id-1");
    assertThatThrownBy(result::orThrow).hasMessageContaining("(request id-1)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"code\":200},{\"code\":400,\"error\":{\"code\":400,\"message\":\"bad\","
            + "\"constraintViolations\":[{\"path\":\"p\",\"message\":\"m\"}]}}]",
        "{\"code\":400,\"error\":{\"code\":400,\"message\":\"bad\","
            + "\"constraintViolations\":[{\"path\":\"p\",\"message\":\"m\",\"location\":null,"
            + "\"parameterLocation\":\"SOMETHING_NEW\"}]}}"
      })
  void readsViolationsFromAnyShape(String body) {
    answer(400, body);

    assertThat(failure().violations()).containsExactly(new ConstraintViolation("p", "m"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', UNEXPECTED_RESPONSE",
    "<html><body>Sign in</body></html>, UNEXPECTED_RESPONSE",
    "OK, UNEXPECTED_RESPONSE",
    "{} trailing, UNEXPECTED_RESPONSE",
    "'{\"objectId\":', NO_RESPONSE"
  })
  void reportsASuccessThatIsNotJsonAsNoResponseOfTheService(
      String body, DynatraceTransportException.Kind kind) {
    answer(200, body);

    assertThatThrownBy(() -> client.settings().get(ID))
        .isInstanceOfSatisfying(
            DynatraceTransportException.class, it -> assertThat(it.kind()).isEqualTo(kind));
  }

  @Test
  void reportsJsonOfAnotherFormAsAResponseFailure() {
    answer(200, "[]");

    assertThatThrownBy(() -> client.settings().get(ID))
        .isInstanceOf(DynatraceResponseException.class);
  }

  @Test
  void doesNotFollowRedirects() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(307)
                    .withHeader("Location", "http://127.0.0.1:1/elsewhere")));

    assertThat(failure().status()).isEqualTo(307);
    assertThat(server.getAllServeEvents()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void reportsARedirectLoopOnTheSameHost(int status) {
    server.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(status).withHeader("Location", "/again")));

    assertThat(failure())
        .hasMessageContaining(
            "more than 5 redirects in a row within http://127.0.0.1:" + server.port())
        .hasMessageNotContaining("no other host");
    assertThat(server.getAllServeEvents()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void reportsARedirectThatTurnsAWriteIntoARead(int status) {
    server.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(status).withHeader("Location", "/again")));

    assertThatThrownBy(() -> client.settings().update(update()))
        .isInstanceOf(UnexpectedStatusException.class)
        .hasMessageContaining("does not ask for the same PUT elsewhere")
        .hasMessageNotContaining("no other host");
    assertThat(server.getAllServeEvents()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400,InvalidRequestException",
    "404,ObjectNotFoundException",
    "409,ConcurrentModificationConflict",
    "429,RateLimitedException",
    "500,OutcomeUnknownException"
  })
  void reportsTheFailureInTheBodyOfASuccess(int code, String type) {
    String violations = "{\"path\":\"p\",\"message\":\"" + "x".repeat(1_500) + "\"}";
    answer(
        200,
        "{\"code\":"
            + code
            + ",\"error\":{\"code\":"
            + code
            + ",\"message\":\"because\",\"constraintViolations\":["
            + violations
            + "]}}");
    assertThat(catchThrowable(() -> client.settings().update(update())))
        .satisfies(it -> assertThat(it.getClass().getSimpleName()).isEqualTo(type))
        .hasMessageContaining("because");

    answer(200, "{\"code\":" + code + ",\"error\":{\"message\":\"because\"}}");
    assertThat(catchThrowable(() -> client.settings().delete(ID)))
        .satisfies(it -> assertThat(it.getClass().getSimpleName()).isEqualTo(type))
        .hasMessageContaining("because");
  }

  @Test
  void deletesIfTheBodyContainsNoFailure() {
    String large = "\"value\":\"" + "x".repeat(10_000) + "\"";
    for (String body : List.of("{" + large + "}", "[{\"code\":200},{\"code\":204}]")) {
      answer(200, body);
      client.settings().delete(ID);
    }
    String failed = "\"code\":400,\"error\":{\"code\":400,\"message\":\"because\"}}";
    for (String body : List.of("{" + large + "," + failed, "[{\"code\":200},{" + failed + "]")) {
      answer(200, body);
      assertThatThrownBy(() -> client.settings().delete(ID))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("because");
    }
  }

  @Test
  void returnsTheFailureInTheBodyOfAValidation() {
    answer(200, "{\"code\":400,\"error\":{\"code\":400,\"message\":\"because\"}}");

    assertThat(client.settings().validate(update()))
        .hasValueSatisfying(error -> assertThat(error.message()).isEqualTo("because"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":200,\"error\":{\"code\":400,\"message\":\"because\"}}",
        "{\"code\":0}",
        "{\"code\":302}"
      })
  void reportsAnUnknownOutcomeForAContradictorySuccess(String body) {
    answer(200, body);
    assertThatThrownBy(() -> client.settings().update(update()))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("contradicts itself");
    assertThatThrownBy(() -> client.settings().delete(ID))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("contradicts itself");
  }

  @Test
  void escapesIdsInThePath() {
    answer(404, "");
    failure();

    assertThat(server.getAllServeEvents().get(0).getRequest().getUrl())
        .isEqualTo("/api/v2/settings/objects/a%2Fb=+%252F");
  }

  @Test
  void rejectsARepeatedPageKey() {
    answer(200, "{\"items\":[],\"totalCount\":1,\"nextPageKey\":\"same\"}");

    assertThatThrownBy(
            () -> client.settings().list(SettingsQuery.ofSchema(new SchemaId("s"))).toList())
        .isInstanceOf(DynatraceResponseException.class)
        .hasMessageContaining("would never end");
    assertThat(timing.pauses()).hasSize(10);
  }

  @Test
  void keepsNumbersAndKeyOrderOfAValue() {
    answer(200, "{\"value\":{\"z\":1.10,\"a\":12345678901234567890.123456789}}");

    assertThat(client.settings().get(ID).value().orElseThrow())
        .hasToString("{\"z\":1.10,\"a\":12345678901234567890.123456789}");
  }

  private void answer(int status, String body) {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
  }

  private static SettingsUpdate update() {
    return SettingsUpdate.builder()
        .objectId(ID)
        .value(JsonNodeFactory.instance.objectNode())
        .build();
  }

  private DynatraceApiException failure() {
    return catchThrowableOfType(DynatraceApiException.class, () -> client.settings().get(ID));
  }
}
