package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A check that finds nothing is worth something only if it finds something when it should. */
class ContractTest {

  private final Contract contract = new Contract();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | settings/objects | pageSize=100 | 200 | {\"items\":[]} | totalCount",
        "GET | settings/objects | pageSize=501 | 200 | {\"items\":[],\"totalCount\":0} | pageSize",
        "GET | settings/objects | | 400 | [] | answer",
        "DELETE | settings/objects/x | | 404 | {\"error\":{}} | code",
        "GET | settings/objects/x | | 200 | {\"created\":\"today\"} | created",
        "GET | nowhere | | 200 | {} | not in the contract",
        "DELETE | settings/objects/x | | 204 | {} | has a body"
      })
  void findsWhatBreaksIt(
      String method, String path, String query, int status, String answer, String expected) {
    contract.accept(
        new Exchange(
            method,
            "/api/v2/" + path,
            query == null ? "" : query,
            "",
            status,
            answer,
            Optional.empty()));

    assertThatThrownBy(contract::verify).hasMessageContaining(expected);
  }

  @Test
  void acceptsWhatKeepsIt() {
    contract.accept(
        new Exchange(
            "GET",
            "/api/v2/settings/objects",
            "schemaIds=a",
            "",
            200,
            "{\"items\":[],\"totalCount\":0,\"pageSize\":100,\"nextPageKey\":null}",
            Optional.empty()));

    assertThatCode(contract::verify).doesNotThrowAnyException();
  }
}
