package io.github.logconfig.reconcile.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Target;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.Outcome;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.WriteMode;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes: killed ones, stopped ones, and several that share the work. */
class ProcessesTest {

  private static final int CLUSTERS = 60;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void runAfterKilledProcessCompletesItsWork(int seed) throws Exception {
    Random random = new Random(seed);
    WriteMode mode = seed % 2 == 0 ? WriteMode.LOCKED : WriteMode.BATCHED;
    try (DynatraceSimulator simulator = simulator();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = reconciler(client);
      boolean changing = random.nextInt(4) > 0;
      if (changing) {
        reconciler.apply(ReconcilingProcess.desired(1, CLUSTERS, "before"));
      }
      simulator.clearRequests();

      Process process = start(simulator, Map.of(), 1, mode);
      int writes = changing && mode == WriteMode.LOCKED ? 1 + random.nextInt(CLUSTERS - 20) : 1;
      await(process, simulator, writes);
      process.destroyForcibly().waitFor();

      completes(reconciler, ReconcilingProcess.desired(1, CLUSTERS, "after"));
      assertThat(externalIds(simulator)).hasSize(CLUSTERS).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void runAfterKilledProcessCompletesChangeOfTarget(int seed) throws Exception {
    Random random = new Random(seed);
    StateWatch watch = new StateWatch();
    DesiredState plain = ReconcilingProcess.desired(1, CLUSTERS, "ns-1");
    DesiredState desired = Fleets.targeting(Target.KUBERNETES_CLUSTER, plain);
    try (DynatraceSimulator simulator =
            Fleets.simulatorOfBothTargets(CLUSTERS)
                .recorder(watch)
                .latency(Duration.ofMillis(10))
                .start();
        DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = reconciler(client);
      reconciler.apply(plain);
      watch.watch(simulator, InterruptedMigrationTest.clustersByScope(client));
      watch.begin(desired);
      simulator.clearRequests();

      Process process =
          ReconcilingProcess.start(
              Map.of(),
              simulator.baseUrl().toString(),
              "1",
              Integer.toString(CLUSTERS),
              "ns-1",
              WriteMode.LOCKED.name(),
              Target.KUBERNETES_CLUSTER.name());
      await(process, simulator, 1 + random.nextInt(CLUSTERS - 10));
      process.destroyForcibly().waitFor();

      completes(reconciler, desired);
      assertThat(externalIds(simulator)).hasSize(CLUSTERS).doesNotHaveDuplicates();
      assertThat(watch.unsafe()).isEmpty();
    }
  }

  /** A request that the killed process has sent may arrive during the next run. */
  private static void completes(Reconciler reconciler, DesiredState desired) {
    ApplyReport next = reconciler.apply(desired);
    assertThat(Fleets.outcomes(next))
        .isSubsetOf(Outcome.APPLIED, Outcome.UNCHANGED, Outcome.CONFLICT);
    assertThat(next.isSuccess() || reconciler.apply(desired).isSuccess()).isTrue();
    assertThat(reconciler.verify(desired).isAsDesired()).isTrue();
  }

  @Test
  void stoppedProcessStartsNoWriteAndReports() throws Exception {
    // the signal must arrive while most writes have yet to be sent
    Duration slow = Duration.ofMillis(250);
    try (DynatraceSimulator simulator = Fleets.simulator(CLUSTERS).latency(slow).start();
        DynatraceClient client = Fleets.client(simulator)) {
      reconciler(client).apply(ReconcilingProcess.desired(1, CLUSTERS, "before"));
      simulator.clearRequests();
      Process process = start(simulator, Map.of(), 1, WriteMode.LOCKED);
      await(process, simulator, 1);

      process.toHandle().destroy();
      String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();

      int changed = changed(simulator);
      assertThat(changed).isLessThan(CLUSTERS);
      assertThat(report)
          .contains("APPLIED=" + changed + ",")
          .contains("NOT_ATTEMPTED=" + (CLUSTERS - changed) + "}");
      assertThat(writes(simulator)).isEqualTo(changed);
    }
  }

  @Test
  void fourProcessesSplitEnvironments() throws Exception {
    int environments = 12;
    try (DynatraceSimulator simulator = simulator()) {
      List<Process> processes = new ArrayList<>();
      for (int index = 0; index < 4; index++) {
        Map<String, String> variables =
            Map.of("JOB_COMPLETION_INDEX", Integer.toString(index), "SHARDS", "4");
        processes.add(start(simulator, variables, environments, WriteMode.LOCKED));
      }
      for (Process process : processes) {
        assertThat(process.waitFor()).isZero();
      }

      assertThat(externalIds(simulator)).hasSize(CLUSTERS).doesNotHaveDuplicates();
      assertThat(simulator.requests())
          .as("one request per environment, whoever does it")
          .isEqualTo(
              Map.of(
                  Fleets.LIST,
                  environments,
                  Fleets.ENTITIES,
                  environments,
                  Fleets.POST,
                  environments));
    }
  }

  private static DynatraceSimulator simulator() {
    return Fleets.simulator(CLUSTERS).latency(Duration.ofMillis(10)).start();
  }

  private static Reconciler reconciler(DynatraceClient client) {
    Reconciler.Builder reconciler = Reconciler.builder().impactLimit(Fleets.NO_LIMIT);
    ReconcilingProcess.desired(1, 0, "none")
        .environments()
        .forEach(environment -> reconciler.client(environment, client));
    return reconciler.build();
  }

  private static Process start(
      DynatraceSimulator simulator, Map<String, String> variables, int environments, WriteMode mode)
      throws IOException {
    return ReconcilingProcess.start(
        variables,
        simulator.baseUrl().toString(),
        Integer.toString(environments),
        Integer.toString(CLUSTERS),
        "after",
        mode.name());
  }

  private static void await(Process process, DynatraceSimulator simulator, int writes) {
    while (process.isAlive() && writes(simulator) < writes) {
      Thread.onSpinWait();
    }
  }

  private static int writes(DynatraceSimulator simulator) {
    return simulator.requests().entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith("GET"))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static int changed(DynatraceSimulator simulator) {
    return (int)
        IntStream.range(0, CLUSTERS)
            .filter(i -> Fleets.values(simulator, "logconfig c" + i).contains("after"))
            .count();
  }

  private static List<String> externalIds(DynatraceSimulator simulator) {
    return StreamSupport.stream(simulator.objects().spliterator(), false)
        .map((JsonNode object) -> object.path("externalId").asText())
        .filter(id -> !id.isEmpty())
        .toList();
  }
}
