package io.github.logconfig.simulator;

import static io.github.logconfig.simulator.HttpCalls.OBJECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.simulator.contract.OpenApiCheck;
import io.github.logconfig.simulator.internal.control.ExchangeChecks;
import io.github.logconfig.simulator.internal.settings.SettingsSchemas;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A check that finds nothing is worth something only if it finds something when it should. */
class ContractTest {

  private static final String LIST = OBJECTS + "?schemaIds=" + SettingsSchemas.LOG_RULES;
  private static final String TYPE = "application/json; charset=utf-8";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | settings/objects | 200 | {\"items\":[]} | totalCount",
        "GET | settings/objects | 400 | [] | answer",
        "DELETE | settings/objects/x | 404 | {\"error\":{}} | code",
        "GET | settings/objects/x | 200 | {\"created\":\"today\"} | created",
        "GET | settings/objects/x | 200 | {} {} | is not JSON",
        "DELETE | settings/objects/x | 204 | {} | has a body"
      })
  void findsAnswersThatBreakIt(
      String method, String path, int status, String answer, String expected) {
    Exchange exchange = exchange(method, path, "", "", status, answer);

    assertThat(new OpenApiCheck().answer(exchange)).singleElement().asString().contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | settings/objects | pageSize=501 | '' | pageSize",
        "GET | settings/objects | adminAccess=maybe | '' | adminAccess",
        "GET | settings/objects | schemaIds= | '' | schemaIds",
        "POST | settings/objects | | [] | 1 item",
        "POST | settings/objects | | [{\"schemaId\":\"a\",\"scope\":\"b\"}] | value",
        "PUT | settings/objects/x | | {\"value\":[]} | object",
        "POST | apiTokens/lookup | | | is empty"
      })
  void findsRequestsThatBreakIt(
      String method, String path, String query, String body, String expected) {
    Exchange exchange = exchange(method, path, text(query), text(body), 200, "");

    assertThat(new OpenApiCheck().request(exchange)).asString().contains(expected);
  }

  @Test
  void findsWhatItDoesNotKnow() {
    OpenApiCheck check = new OpenApiCheck();

    assertThat(check.undocumented(exchange("PATCH", "settings/objects", "", "", 405, "")))
        .asString()
        .contains("no operation");
    assertThat(
            check.undocumented(
                exchange("GET", "settings/objects", "schemaIds=a&page=2", "", 200, "")))
        .asString()
        .contains("parameter page");
    assertThat(
            check.undocumented(exchange("GET", "settings/objects", "schemaIds=a", "{}", 200, "")))
        .asString()
        .contains("has a body");
  }

  @Test
  void failsTheTestThatClosesTheSimulator() {
    DynatraceSimulator simulator = DynatraceSimulator.builder().start();
    HttpCalls calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);
    calls.get(LIST + "&pageSize=0");

    assertThat(calls.get("/__simulator/contract").body().path("violations")).hasSize(1);
    assertThatThrownBy(simulator::close)
        .isInstanceOf(ContractViolationError.class)
        .hasMessageContaining("parameter pageSize");
    assertThatCode(simulator::close).as("reported once").doesNotThrowAnyException();
  }

  @Test
  void letsTestsOfBadInputBe() {
    try (DynatraceSimulator simulator =
        DynatraceSimulator.builder().allowInvalidRequests().start()) {
      HttpCalls calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);

      assertThat(calls.get(LIST + "&pageSize=0").status()).isEqualTo(400);
    }
  }

  @Test
  void letsFaultsSpoilAnswersButNotRequests() {
    DynatraceSimulator simulator = DynatraceSimulator.builder().start();
    simulator.faults(Fault.on("*").loginPage());
    HttpCalls calls = new HttpCalls(simulator.baseUrl(), HttpCalls.TOKEN);
    calls.raw("GET", LIST, "");
    calls.raw("GET", LIST + "&pageSize=x", "");

    assertThatThrownBy(simulator::close)
        .isInstanceOfSatisfying(
            ContractViolationError.class,
            error ->
                assertThat(error.violations()).singleElement().asString().contains("pageSize"));
  }

  @Test
  void survivesACheckThatFails() {
    ExchangeChecks checks = new ExchangeChecks(List.of(new Broken()), false);
    checks.accept(exchange("GET", "settings/objects", "", "", 200, "{}"));

    assertThat(checks.take()).singleElement().asString().contains("out of order");
  }

  private static Exchange exchange(
      String method, String path, String query, String body, int status, String answer) {
    return new Exchange(
        method, "/api/v2/" + path, query, TYPE, body, status, TYPE, answer, Optional.empty());
  }

  private static String text(String cell) {
    return cell == null ? "" : cell;
  }

  private static final class Broken implements ExchangeCheck {

    @Override
    public List<String> answer(Exchange exchange) {
      throw new IllegalStateException("out of order");
    }

    @Override
    public List<String> request(Exchange exchange) {
      return List.of();
    }

    @Override
    public List<String> undocumented(Exchange exchange) {
      return List.of();
    }
  }
}
