package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** All tests of this module rely on it. */
class ContractCheckTest {

  @Test
  void checksExchangesAgainstContract() {
    DynatraceSimulator simulator = DynatraceSimulator.builder().start();

    assertThatThrownBy(() -> simulator.baseUrl().resolve("/api/v2/nowhere").toURL().openStream())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(simulator::close)
        .hasMessageContaining("GET /api/v2/nowhere 401 is no operation of the contract");
  }
}
