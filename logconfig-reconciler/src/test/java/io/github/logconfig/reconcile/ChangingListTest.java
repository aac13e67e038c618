package io.github.logconfig.reconcile;

import static io.github.logconfig.reconcile.Fleets.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Exchange;
import io.github.logconfig.simulator.SimulatedRule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Rules that somebody else deletes between two pages of a list. Pages are offsets, so the rules
 * behind move up, and the first rule of the second page would not be read.
 */
class ChangingListTest {

  private static final int PAGE = 500;
  private static final DesiredState DESIRED = Fleets.state(Fleets.exclusive("c0", "a"));

  private final Deque<String> deletedBetweenPages = new ArrayDeque<>();
  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  /** Starts with a first page of rules that are in the way of the rules of the cluster. */
  private void start(int foreignRules) {
    DynatraceSimulator.Builder builder = Fleets.simulator(1).recorder(this::deleteAfterFirstPage);
    IntStream.range(0, foreignRules)
        .forEach(
            i ->
                builder.rule(
                    SimulatedRule.include("foreign " + i)
                        .namespaces("f")
                        .inScope("HOST_GROUP-FFFFFFFFFFFFFFFF")));
    simulator = builder.start();
    client = Fleets.client(simulator);
    reconciler = Fleets.reconciler(client).build();
    assertThat(reconciler.apply(DESIRED).isSuccess()).isTrue();
    simulator.clearRequests();
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void planKnowsRuleThatMovesToThePageBefore() {
    start(PAGE);
    deletedBetweenPages.add("foreign 7");

    assertThat(reconciler.plan(DESIRED).isAsDesired()).isTrue();

    assertThat(simulator.requests()).containsEntry(LIST, 4);
  }

  @Test
  void deletesRuleThatMovesToThePageBefore() {
    start(PAGE);
    deletedBetweenPages.add("foreign 7");
    deletedBetweenPages.add("foreign 8");

    ApplyReport report = reconciler.apply(Fleets.state(Fleets.exclusive("c0")));

    assertThat(Fleets.outcomes(report)).containsExactly(Outcome.APPLIED);
    assertThat(Fleets.titles(simulator))
        .contains("logconfig c0/rest")
        .doesNotContain("logconfig c0");
  }

  @Test
  void planFailsIfTheListChangesEveryTime() {
    start(PAGE + 20);
    IntStream.range(0, 15).forEach(i -> deletedBetweenPages.add("foreign " + i));

    PlanReport plan = reconciler.plan(DESIRED);

    assertThat(plan.failures().values())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure.message()).contains("the list has changed while it was read"));
  }

  private void deleteAfterFirstPage(Exchange exchange) {
    if (exchange.responseBody().contains("\"nextPageKey\"")) {
      String title = deletedBetweenPages.poll();
      if (title != null) {
        client.settings().delete(Fleets.id(simulator, title));
      }
    }
  }
}
