package io.github.logconfig.reconcile.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.DynatraceException;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Target;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.WriteMode;
import io.github.logconfig.reconcile.loop.FakeTime;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import io.github.logconfig.simulator.SimulatedRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 500 runs in bad weather: desired states and targets that change, a rival who edits, moves,
 * disables and deletes our rules between any two of our requests, foreign rules in between, every
 * fault that the simulator knows, reads that lag behind, locked and batched writes, one request at
 * a time and several, lists of one page and of two. No state on the way may be unsafe. When the
 * weather clears, one run must bring everything to the desired state.
 */
@Execution(ExecutionMode.CONCURRENT)
class ConvergenceStormTest {

  private static final int CLUSTERS = 50;
  private static final int RUNS_PER_SEED = 20;
  private static final int SEVERAL = 4;
  private static final int MORE_THAN_A_PAGE = 500;
  private static final Duration LAG = Duration.ofSeconds(20);
  private static final Set<String> STRUCK = ConcurrentHashMap.newKeySet();
  private static final Environment STAGING = Fleets.STAGING;

  private static final List<String> OPERATIONS =
      List.of(
          "POST /settings/objects",
          "PUT /settings/objects/{objectId}",
          "DELETE /settings/objects/{objectId}",
          "GET /settings/objects",
          "GET /entities");

  private static final List<Function<Fault.Builder, Fault>> OF_ALL =
      List.of(
          Fault.Builder::dropAfter,
          Fault.Builder::dropBefore,
          Fault.Builder::truncate,
          Fault.Builder::garbage,
          Fault.Builder::staleToken,
          Fault.Builder::loginPage,
          fault -> fault.delay(Duration.ofMillis(5)),
          fault -> fault.status(401),
          fault -> fault.status(403),
          fault -> fault.status(404),
          fault -> fault.status(409),
          fault -> fault.status(429),
          fault -> fault.status(500),
          fault -> fault.status(503));

  private static final List<Function<Fault.Builder, Fault>> OF_LISTS =
      List.of(Fault.Builder::emptyPage, Fault.Builder::repeatPage, Fault.Builder::vanishPage);

  static IntStream seeds() {
    return IntStream.range(0, 25);
  }

  @AfterAll
  static void usesEveryFaultOfSimulator() {
    assertThat(STRUCK)
        .contains(
            "status",
            "drop-before",
            "drop-after",
            "truncate",
            "garbage",
            "stale-token",
            "login-page",
            "repeat-page",
            "empty-page",
            "vanish-page");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyStateIsSafeAndNextRunConverges(int seed) {
    Random random = new Random(seed);
    StateWatch watch = new StateWatch();
    FakeTime time = new FakeTime();
    DynatraceSimulator.Builder builder =
        Fleets.simulatorOfBothTargets(CLUSTERS)
            .rule(SimulatedRule.include("of the environment").namespaces("ns-0", "env-*"))
            .recorder(watch)
            .recorder(exchange -> time.advance(Duration.ofSeconds(1)))
            .recorder(exchange -> exchange.fault().ifPresent(STRUCK::add));
    if (seed % 4 > 1) {
      builder.clock(time).readAfterWriteLag(LAG);
      watch.lag((int) LAG.toSeconds());
    }
    boolean hasPages = seed % 5 > 2;
    if (hasPages) {
      IntStream.range(0, MORE_THAN_A_PAGE)
          .forEach(
              i -> builder.rule(SimulatedRule.include("unmanaged " + i).namespaces("no-" + i)));
    }
    try (DynatraceSimulator simulator = builder.start();
        DynatraceClient client = client(simulator, seed % 3 == 2 ? SEVERAL : 1);
        DynatraceClient rivalClient = client(simulator, 1)) {
      Rival rival = new Rival(rivalClient, random);
      Map<String, String> clusters = InterruptedMigrationTest.clustersByScope(client);
      rival.addUnmanagedRules(
          clusters.keySet().stream().filter(it -> it.startsWith("HOST_GROUP")).toList());
      List<String> foreign = foreignRules(simulator);
      watch.watch(simulator, clusters);
      watch.rival(() -> actSometimes(rival, random));
      Reconciler reconciler =
          Fleets.pausing(Fleets.reconciler(client), time::advance)
              .writeMode(seed % 2 == 0 ? WriteMode.LOCKED : WriteMode.BATCHED)
              .removeOrphans()
              .build();
      DesiredState desired = randomState(random);

      for (int run = 0; run < RUNS_PER_SEED; run++) {
        desired = random.nextInt(8) == 0 ? randomState(random) : changed(desired, random);
        watch.begin(desired);
        simulator.faults(randomFaults(random));
        run(reconciler, desired, random, watch, rival);
        simulator.clearFaults();
      }

      watch.rival(() -> false);
      watch.begin(desired);
      time.advance(LAG);
      ApplyReport last = reconciler.apply(desired);
      assertThat(last.isSuccess()).as("last run: %s", last.failures()).isTrue();
      time.advance(LAG);
      assertThat(reconciler.verify(desired).isAsDesired()).isTrue();
      assertThat(includedNamespaces(simulator)).isEqualTo(desiredNamespaces(desired));
      assertThat(externalIds(simulator)).doesNotHaveDuplicates();
      assertThat(foreignRules(simulator)).isEqualTo(foreign);
      assertThat(watch.unsafe()).isEmpty();
      assertThat(watch.judged()).isGreaterThan(CLUSTERS);
    }
  }

  /** Plans and applies at once, or lets the rival act between the two. */
  private static void run(
      Reconciler reconciler, DesiredState desired, Random random, StateWatch watch, Rival rival) {
    if (random.nextBoolean()) {
      reconciler.apply(desired);
      return;
    }
    PlanReport planned = reconciler.plan(desired);
    watch.actAsRival(() -> act(rival, random.nextInt(3)));
    reconciler.apply(planned);
  }

  private static boolean actSometimes(Rival rival, Random random) {
    return random.nextInt(12) == 0 && act(rival, 1);
  }

  /** Lets the rival write. Faults also affect its requests. */
  private static boolean act(Rival rival, int times) {
    try {
      rival.meddle(times);
    } catch (DynatraceException ignored) {
      // the test does not depend on the rival's success
    }
    return true;
  }

  private static DynatraceClient client(DynatraceSimulator simulator, int concurrency) {
    return Fleets.clientBuilder(simulator).maxConcurrency(concurrency).build();
  }

  private static Fault[] randomFaults(Random random) {
    List<Fault> faults = new ArrayList<>();
    for (String operation : OPERATIONS) {
      boolean reads = operation.startsWith("GET");
      if (random.nextInt(3) > 0) {
        List<Function<Fault.Builder, Fault>> kinds =
            reads && random.nextBoolean() ? OF_LISTS : OF_ALL;
        Fault.Builder fault = Fault.on(operation).probability(reads ? 0.1 : 0.3, random.nextLong());
        faults.add(kinds.get(random.nextInt(kinds.size())).apply(fault));
      }
    }
    return faults.toArray(Fault[]::new);
  }

  private static DesiredState randomState(Random random) {
    DesiredState.Builder state = DesiredState.builder().addEnvironment(STAGING);
    for (int i = 0; i < CLUSTERS; i++) {
      if (random.nextInt(20) > 0) {
        state.addCluster(randomCluster(i, random));
      }
    }
    return state.build();
  }

  /** Returns the state with a few changed clusters. */
  private static DesiredState changed(DesiredState state, Random random) {
    List<DesiredCluster> clusters = new ArrayList<>(state.clusters());
    for (int changes = random.nextInt(8); changes > 0; changes--) {
      int i = random.nextInt(clusters.size());
      int number = Integer.parseInt(clusters.get(i).name().value().substring(1));
      clusters.set(i, randomCluster(number, random));
    }
    return DesiredState.builder().from(state).clusters(clusters).build();
  }

  private static DesiredCluster randomCluster(int number, Random random) {
    String[] namespaces =
        IntStream.range(0, random.nextInt(5))
            .mapToObj(i -> "ns-" + random.nextInt(8))
            .toArray(String[]::new);
    return DesiredCluster.builder()
        .from(DesiredCluster.of("c" + number, STAGING, namespaces))
        .target(random.nextBoolean() ? Target.KUBERNETES_CLUSTER : Target.HOST_GROUP)
        .kubernetesClusterUid(Fleets.uid("c" + number))
        .policy(random.nextInt(4) == 0 ? Policy.EXCLUSIVE : Policy.ADDITIVE)
        .build();
  }

  private static Set<String> desiredNamespaces(DesiredState desired) {
    Set<String> names = new TreeSet<>();
    for (DesiredCluster cluster : desired.clusters()) {
      cluster.namespaces().forEach(name -> names.add(cluster.name() + "/" + name));
    }
    return names;
  }

  /** Returns the namespaces of all managed include rules of the service. */
  private static Set<String> includedNamespaces(DynatraceSimulator simulator) {
    Set<String> included = new TreeSet<>();
    for (JsonNode object : simulator.objects()) {
      String[] mark = object.path("externalId").asText("").split(":", -1);
      if (mark.length == 4 && mark[3].startsWith("include")) {
        assertThat(object.at("/value/enabled").asBoolean()).isTrue();
        assertThat(object.at("/value/matchers")).hasSize(1);
        object
            .at("/value/matchers/0/values")
            .forEach(value -> included.add(mark[2] + "/" + value.asText()));
      }
    }
    return included;
  }

  private static List<String> externalIds(DynatraceSimulator simulator) {
    return StreamSupport.stream(simulator.objects().spliterator(), false)
        .map(object -> object.path("externalId").asText(""))
        .filter(id -> !id.isEmpty())
        .toList();
  }

  /** What others have written, in its order. */
  private static List<String> foreignRules(DynatraceSimulator simulator) {
    return StreamSupport.stream(simulator.objects().spliterator(), false)
        .filter(object -> !object.has("externalId"))
        .map(object -> object.path("objectId").asText() + " " + object.path("value"))
        .toList();
  }
}
