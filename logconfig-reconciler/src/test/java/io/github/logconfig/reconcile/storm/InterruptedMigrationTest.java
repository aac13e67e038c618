package io.github.logconfig.reconcile.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.entities.Entity;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Target;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.WriteMode;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import io.github.logconfig.simulator.SimulatedRule;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run that changes the target of clusters ends at any of its requests, as if its process was
 * killed: no state is unsafe, and the next run completes the change.
 */
class InterruptedMigrationTest {

  private static final int MORE_THAN_ALL_REQUESTS = 40;

  private static final Fault NOTHING_ARRIVES = Fault.on("*").probability(1, 0).dropBefore();

  @ParameterizedTest(name = "to {0}, {1}")
  @CsvSource({
    "KUBERNETES_CLUSTER, LOCKED",
    "HOST_GROUP, LOCKED",
    "KUBERNETES_CLUSTER, BATCHED",
    "HOST_GROUP, BATCHED"
  })
  void isCompletedByTheNextRun(Target target, WriteMode mode) {
    boolean complete = false;
    int last = 0;
    while (!complete) {
      assertThat(last).isLessThan(MORE_THAN_ALL_REQUESTS);
      last++;
      complete = migrate(target, mode, last);
    }
    assertThat(last).as("requests of a whole run").isGreaterThan(8);
  }

  /** Returns whether the run was complete before the given request. */
  private static boolean migrate(Target target, WriteMode mode, int lastRequest) {
    Target former = target == Target.HOST_GROUP ? Target.KUBERNETES_CLUSTER : Target.HOST_GROUP;
    DesiredState before =
        Fleets.targeting(
            former,
            Fleets.state(
                Fleets.cluster("c0", "ns-1", "ns-2"),
                Fleets.exclusive("c1", "ns-1", "ns-2"),
                Fleets.exclusive("c2", "ns-1", "ns-2")));
    DesiredCluster additive = Fleets.cluster("c2", "ns-2", "ns-3");
    DesiredState after =
        Fleets.targeting(
            target,
            Fleets.state(
                Fleets.cluster("c0", "ns-2", "ns-3"),
                Fleets.exclusive("c1", "ns-2", "ns-3"),
                additive));
    StateWatch watch = new StateWatch();
    AtomicReference<DynatraceSimulator> service = new AtomicReference<>();
    AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    try (DynatraceSimulator simulator =
            Fleets.simulatorOfBothTargets(3)
                .rule(SimulatedRule.include("of the environment").namespaces("ns-5", "ns-6"))
                .recorder(watch)
                .recorder(
                    exchange -> {
                      if (left.decrementAndGet() == 0) {
                        service.get().faults(NOTHING_ARRIVES);
                      }
                    })
                .start();
        DynatraceClient client = Fleets.clientBuilder(simulator).maxConcurrency(1).build()) {
      service.set(simulator);
      Reconciler reconciler = Fleets.reconciler(client).writeMode(mode).build();
      assertThat(reconciler.apply(before).isSuccess()).isTrue();
      watch.watch(simulator, clustersByScope(client));
      watch.begin(after);

      left.set(lastRequest);
      boolean complete = reconciler.apply(after).isSuccess() && left.get() > 0;
      left.set(Integer.MAX_VALUE);
      simulator.clearFaults();

      assertThat(reconciler.apply(after).isSuccess()).isTrue();
      assertThat(reconciler.plan(after).isAsDesired()).isTrue();
      assertThat(watch.unsafe()).isEmpty();
      assertThat(watch.judged()).isPositive();
      assertThat(managed(simulator)).allMatch(scope -> scope.startsWith(target.name())).hasSize(4);
      return complete;
    }
  }

  /** Returns the cluster of each host group and Kubernetes cluster. */
  static Map<String, String> clustersByScope(DynatraceClient client) {
    return Stream.of("HOST_GROUP", "KUBERNETES_CLUSTER")
        .flatMap(type -> client.entities().list("type(\"" + type + "\")"))
        .collect(Collectors.toMap(Entity::entityId, Entity::displayName));
  }

  /** Returns the scopes of the managed rules. */
  private static Stream<String> managed(DynatraceSimulator simulator) {
    return StreamSupport.stream(simulator.objects().spliterator(), false)
        .filter(object -> object.has("externalId"))
        .map((JsonNode object) -> object.path("scope").asText());
  }
}
