package io.github.logconfig.reconcile.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.settings.UpdateToken;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge of the storm would notice an unsafe write. */
class StateWatchTest {

  @Test
  void findsUnsafeWrites() {
    StateWatch watch = new StateWatch();
    try (DynatraceSimulator simulator = Fleets.simulator(1).recorder(watch).start();
        DynatraceClient client = Fleets.client(simulator)) {
      String hostGroup = Fleets.hostGroupId(client, "c0");
      DesiredState desired = Fleets.state(Fleets.exclusive("c0", "ns-1"));
      watch.watch(simulator, Map.of(hostGroup, "c0"));
      watch.begin(desired);
      Fleets.reconciler(client).build().apply(desired);
      assertThat(watch.unsafe()).isEmpty();
      assertThat(watch.judged()).isEqualTo(2);

      Fleets.addUnmanaged(client, "environment", includes("ns-2"));
      deleteAsRead(client, simulator, "logconfig c0/rest");
      deleteAsRead(client, simulator, "logconfig c0");

      assertThat(watch.unsafe()).hasSize(2);
      assertThat(watch.unsafe().get(0)).startsWith("let in ns-2");
      assertThat(watch.unsafe().get(1)).startsWith("uncovered ns-1");
    }
  }

  private static void deleteAsRead(
      DynatraceClient client, DynatraceSimulator simulator, String title) {
    String read = Fleets.object(simulator, title).path("updateToken").asText();
    client.settings().delete(Fleets.id(simulator, title), new UpdateToken(read));
  }

  private static LogRule includes(String namespace) {
    return LogRule.builder()
        .title("includes " + namespace)
        .addMatcher(
            Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME).addValue(namespace).build())
        .build();
  }
}
