package io.github.logconfig.dynatrace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.Placement;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.dynatrace.settings.UpdateToken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again, when, and for how long. */
class RetryTest {

  private static final SettingsObjectId ID = new SettingsObjectId("x");
  private static final UpdateToken TOKEN = new UpdateToken("t");
  private static final String OBJECT = "{\"objectId\":\"x\",\"value\":{\"a\":1}}";

  private final RecordingTiming timing = new RecordingTiming();
  private StubServer server;
  private DynatraceClient client;

  @BeforeEach
  void start() {
    server = new StubServer();
    client = builder().build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void retriesAReadAfterATransientStatus(int status) {
    answers(aResponse().withStatus(status), okJson(OBJECT));

    assertThat(client.settings().get(ID).objectId()).contains(ID);
    assertThat(timing.pauses()).containsExactly(Duration.ofMillis(100));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 412, 413, 418, 501, 505})
  void retriesNoOtherStatus(int status) {
    answers(aResponse().withStatus(status));

    assertThatThrownBy(() -> client.settings().get(ID)).isInstanceOf(DynatraceApiException.class);
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void doublesPausesAndStopsBeforeTheTotalTimeout() {
    answers(aResponse().withStatus(503));

    assertThatThrownBy(() -> client.settings().get(ID))
        .isInstanceOf(ServerErrorException.class)
        .hasMessageContaining("after " + requests() + " attempts");
    List<Duration> pauses = timing.pauses();
    assertThat(pauses)
        .startsWith(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400))
        .endsWith(Duration.ofSeconds(15));
    assertThat(pauses.stream().mapToLong(Duration::toSeconds).sum()).isBetween(560L, 600L);
  }

  @ParameterizedTest
  @CsvSource({
    "7,7100",
    "'Mon, 23 Nov 2026 12:00:05 GMT',5100",
    "86400,120100",
    "0,100",
    "'Mon, 23 Nov 2026 11:00:00 GMT',100",
    "soon,100",
    "-1,100",
    "99999999999999999999,120100",
    "'Monday, 23-Nov-26 12:00:05 GMT',5100"
  })
  void honorsRetryAfterUpToTheMaximum(String retryAfter, long millis) {
    answers(aResponse().withStatus(429).withHeader("Retry-After", retryAfter), okJson(OBJECT));

    client.settings().get(ID);
    assertThat(timing.pauses()).containsExactly(Duration.ofMillis(millis));
  }

  @Test
  void doesNotRetryIfSwitchedOff() {
    answers(aResponse().withStatus(503).withHeader("Retry-After", "3"));
    try (DynatraceClient once = builder().retryPolicy(RetryPolicy.NONE).build()) {
      assertThatThrownBy(() -> once.settings().get(ID))
          .isInstanceOfSatisfying(
              DynatraceApiException.class,
              e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(3)));
    }
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void retriesARefusedConnectionForAFewSeconds() {
    server.stop();
    assertThatThrownBy(() -> client.settings().create(List.of(object(false))))
        .isInstanceOf(DynatraceTransportException.class)
        .hasMessageContaining("after 7 attempts");
    assertThat(timing.pauses()).hasSize(6).last().isEqualTo(Duration.ofMillis(3_200));
  }

  @Test
  void doesNotRetryACreateWithoutExternalIdAfterALostResponse() {
    answers(aResponse().withFault(Fault.EMPTY_RESPONSE));

    assertThatThrownBy(() -> client.settings().create(List.of(object(true), object(false))))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasCauseInstanceOf(DynatraceTransportException.class);
    assertThat(requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void doesNotRetryACreateWithoutExternalIdAfterAServerError(int status) {
    answers(aResponse().withStatus(status));

    assertThatThrownBy(() -> client.settings().create(List.of(object(false))))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasCauseInstanceOf(ServerErrorException.class);
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void reportsAnUnknownOutcomeAfterATimeout() {
    answers(okJson("[{\"code\":200}]").withFixedDelay(60_000));
    try (DynatraceClient impatient = builder().callTimeout(Duration.ofMillis(100)).build()) {
      assertThatThrownBy(() -> impatient.settings().create(List.of(object(false))))
          .isInstanceOf(OutcomeUnknownException.class);
    }
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void retriesACreateWithoutExternalIdAfter429() {
    answers(aResponse().withStatus(429), okJson("[{\"code\":200,\"objectId\":\"x\"}]"));

    assertThat(client.settings().create(List.of(object(false))).orThrow()).containsExactly(ID);
  }

  @Test
  void retriesACreateWithExternalIdsAfterALostResponse() {
    answers(
        aResponse().withFault(Fault.EMPTY_RESPONSE), okJson("[{\"code\":200,\"objectId\":\"x\"}]"));

    assertThat(client.settings().create(List.of(object(true))).orThrow()).containsExactly(ID);
  }

  @Test
  void resolvesAConflictWithItsOwnLostUpdate() {
    answers(
        aResponse().withFault(Fault.EMPTY_RESPONSE),
        aResponse().withStatus(409),
        okJson("{\"value\":{\"a\":1.0}}"));

    client.settings().update(update(Placement.UNCHANGED));
    assertThat(requests()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"2,false", "1,true"})
  void reportsAnUnknownOutcomeForAnotherValueOrAMove(int a, boolean move) {
    answers(
        aResponse().withStatus(504),
        aResponse().withStatus(409),
        okJson("{\"value\":{\"a\":" + a + "}}"));

    assertThatThrownBy(
            () -> client.settings().update(update(move ? Placement.FIRST : Placement.UNCHANGED)))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasCauseInstanceOf(ConcurrentModificationConflict.class);
  }

  @Test
  void doesNotResolveAConflictOfTheFirstAttempt() {
    answers(aResponse().withStatus(409));

    assertThatThrownBy(() -> client.settings().update(update(Placement.UNCHANGED)))
        .isInstanceOf(ConcurrentModificationConflict.class);
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void acceptsAMissingObjectAfterALostDeletion() {
    answers(aResponse().withFault(Fault.EMPTY_RESPONSE), aResponse().withStatus(404));

    client.settings().delete(ID, TOKEN);
    assertThat(requests()).isEqualTo(2);
  }

  @Test
  void reportsAConflictAfterALostDeletion() {
    answers(aResponse().withFault(Fault.EMPTY_RESPONSE), aResponse().withStatus(409));

    assertThatThrownBy(() -> client.settings().delete(ID, TOKEN))
        .isInstanceOf(ConcurrentModificationConflict.class);
  }

  private DynatraceClient.Builder builder() {
    return server.client().timing(timing);
  }

  /** Gives these answers one after the other, and the last one for ever. */
  private void answers(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      boolean last = i == answers.length - 1;
      server.stubFor(
          any(anyUrl())
              .inScenario("answers")
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "answer " + i)
              .willSetStateTo(
                  last ? (i == 0 ? Scenario.STARTED : "answer " + i) : "answer " + (i + 1))
              .willReturn(answers[i]));
    }
  }

  private int requests() {
    return server.getAllServeEvents().size();
  }

  private static SettingsUpdate update(Placement placement) {
    return SettingsUpdate.builder()
        .objectId(ID)
        .updateToken(TOKEN)
        .placement(placement)
        .value(JsonNodeFactory.instance.objectNode().put("a", 1))
        .build();
  }

  static NewSettingsObject object(boolean withExternalId) {
    NewSettingsObject.Builder object =
        NewSettingsObject.builder()
            .schemaId(new SchemaId("s"))
            .scope(SettingsScope.ENVIRONMENT)
            .value(JsonNodeFactory.instance.objectNode().put("a", 1));
    return (withExternalId ? object.externalId(new ExternalId("key")) : object).build();
  }
}
