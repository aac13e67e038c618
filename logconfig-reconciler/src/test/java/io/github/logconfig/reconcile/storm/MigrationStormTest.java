package io.github.logconfig.reconcile.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Target;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.WriteMode;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import io.github.logconfig.simulator.SimulatedRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One fleet that changes its target while responses are lost, requests fail and runs are killed:
 * every state after every write is safe, and in the end everything is as desired. {@code
 * -Dlogconfig.migration.clusters=1000} sets the size of the fleet. With {@code
 * -Dlogconfig.migration.command=PATH} each run is a process of the packaged command, or two rivals
 * at the same time, which end by {@code kill -9}.
 */
class MigrationStormTest {

  private static final int CLUSTERS = Integer.getInteger("logconfig.migration.clusters", 100);
  private static final String COMMAND = System.getProperty("logconfig.migration.command", "");
  private static final int MOST_RUNS = 200;

  /** At least so many runs are killed, after at most so many requests. */
  private static final int KILLS = CLUSTERS / 100;

  private static final int LAST_REQUEST = CLUSTERS / 8;
  private static final Fault NOTHING_ARRIVES = Fault.on("*").probability(1, 0).dropBefore();

  private static final List<Function<Fault.Builder, Fault>> FAULTS =
      List.of(
          Fault.Builder::dropAfter,
          Fault.Builder::dropBefore,
          Fault.Builder::truncate,
          Fault.Builder::garbage,
          Fault.Builder::staleToken,
          Fault.Builder::loginPage,
          fault -> fault.status(409),
          fault -> fault.status(429),
          fault -> fault.status(500),
          fault -> fault.status(503));

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger untilKilled = new AtomicInteger();
  private final List<Process> processes = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;
  private int runs;
  private int rivals;
  private int killed;

  @ParameterizedTest(name = "to {0}, {1}, seed {2}")
  @CsvSource({"KUBERNETES_CLUSTER, BATCHED, 1", "HOST_GROUP, LOCKED, 2"})
  void everyStateOfTheFleetIsSafe(Target target, WriteMode mode, int seed) throws Exception {
    Random random = new Random(seed);
    Target former = target == Target.HOST_GROUP ? Target.KUBERNETES_CLUSTER : Target.HOST_GROUP;
    DesiredState before = Fleets.targeting(former, fleet(random));
    DesiredState after = Fleets.targeting(target, changed(before, random));
    StateWatch watch = new StateWatch();
    DynatraceSimulator[] service = new DynatraceSimulator[1];
    try (DynatraceSimulator simulator =
        Fleets.simulatorOfBothTargets(CLUSTERS)
            .rule(SimulatedRule.include("of the environment").namespaces("ns-6"))
            .recorder(watch)
            .recorder(
                exchange -> {
                  requests.incrementAndGet();
                  if (untilKilled.decrementAndGet() == 0) {
                    kill(service[0]);
                  }
                })
            .start()) {
      service[0] = simulator;
      assertThat(run(simulator, before, mode, false)).as("%s", output()).isTrue();
      try (DynatraceClient client = Fleets.client(simulator)) {
        watch.watch(simulator, InterruptedMigrationTest.clustersByScope(client));
      }
      watch.begin(after);
      requests.set(0);

      migrate(simulator, after, mode, random);
      int total = requests.get();

      assertThat(watch.unsafe()).isEmpty();
      assertThat(run(simulator, after, mode, false)).as("%s", output()).isTrue();
      assertThat(scopes(simulator))
          .hasSize(after.clusters().stream().mapToInt(MigrationStormTest::rules).sum())
          .allMatch(scope -> scope.startsWith(target.name()));
      assertThat(watch.judged()).isGreaterThanOrEqualTo(2 * CLUSTERS);
      System.out.printf(
          "Migration of %d clusters to %s, %s: %d runs of which %d were killed, %d with a rival,"
              + " %d requests, %d changes of a cluster judged, none unsafe%n",
          CLUSTERS, target, mode, runs, killed, rivals, total, watch.judged());
    }
  }

  /** Runs in bad weather until a run has succeeded. */
  private void migrate(
      DynatraceSimulator simulator, DesiredState after, WriteMode mode, Random random)
      throws Exception {
    boolean complete = false;
    while (!complete) {
      assertThat(runs).isLessThan(MOST_RUNS);
      runs++;
      boolean dies = random.nextInt(3) > 0 || killed < KILLS;
      boolean meetsRival = !COMMAND.isEmpty() && random.nextInt(3) == 0;
      rivals += meetsRival ? 1 : 0;
      simulator.faults(faults(random));
      untilKilled.set(dies ? 1 + random.nextInt(LAST_REQUEST) : Integer.MAX_VALUE);
      complete = run(simulator, after, mode, meetsRival) && untilKilled.get() > 0;
      killed += untilKilled.get() <= 0 ? 1 : 0;
      untilKilled.set(Integer.MAX_VALUE);
      simulator.clearFaults();
    }
  }

  /** Kills the run; without processes, nothing that it sends arrives any longer. */
  private void kill(DynatraceSimulator simulator) {
    if (COMMAND.isEmpty()) {
      simulator.faults(NOTHING_ARRIVES);
    }
    processes.forEach(Process::destroyForcibly);
  }

  /** Runs with a client of its own; returns whether it succeeded. */
  private boolean run(
      DynatraceSimulator simulator, DesiredState desired, WriteMode mode, boolean meetsRival)
      throws Exception {
    if (!COMMAND.isEmpty()) {
      List<String> apply = command(simulator, desired, mode);
      for (int i = 0; i < (meetsRival ? 2 : 1); i++) {
        ProcessBuilder process =
            new ProcessBuilder(apply)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("run-" + runs + "-" + i).toFile());
        process.environment().put("DYNATRACE_API_TOKEN", "dt0c01.PUBLIC.SECRET");
        processes.add(process.start());
      }
      boolean succeeds = true;
      for (Process process : processes) {
        succeeds &= process.waitFor() == 0;
      }
      processes.clear();
      return succeeds;
    }
    try (DynatraceClient client = Fleets.client(simulator)) {
      Reconciler reconciler = Fleets.reconciler(client).writeMode(mode).build();
      return reconciler.apply(desired).isSuccess();
    }
  }

  /** Returns the output of the last process. */
  private String output() throws IOException {
    Path file = folder.resolve("run-" + runs + "-0");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private List<String> command(DynatraceSimulator simulator, DesiredState desired, WriteMode mode)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("desired.yaml"),
            "environments: [{name: staging, url: \"https://abc12345.live.dynatrace.com\"}]\n"
                + "clusters:\n"
                + desired.clusters().stream()
                    .map(MigrationStormTest::yaml)
                    .collect(Collectors.joining()));
    return List.of(
        COMMAND,
        "apply",
        "--yes",
        "--max-stopping=100%",
        "--allow-stopping-others",
        "--quiet",
        "--timeout=20s",
        "--write-mode=" + mode.name().toLowerCase(Locale.ROOT),
        "--file=" + file,
        "--endpoint=staging=" + simulator.baseUrl());
  }

  private static String yaml(DesiredCluster cluster) {
    return "  - {name: %s, environment: staging, target: %s, kubernetesCluster: {uid: %s}, policy: %s, namespaces: [%s]}%n"
        .formatted(
            cluster.name(),
            cluster.target() == Target.HOST_GROUP ? "host-group" : "kubernetes-cluster",
            Fleets.uid(cluster.name().value()),
            cluster.policy().name().toLowerCase(Locale.ROOT),
            cluster.namespaces().stream()
                .map(NamespaceName::value)
                .collect(Collectors.joining(", ")));
  }

  private static Fault[] faults(Random random) {
    List<Fault> faults = new ArrayList<>();
    for (String operation : List.of("POST", "PUT", "DELETE")) {
      String path = operation.equals("POST") ? "" : "/{objectId}";
      faults.add(
          FAULTS
              .get(random.nextInt(FAULTS.size()))
              .apply(
                  Fault.on(operation + " /settings/objects" + path)
                      .probability(0.05 + random.nextDouble() / 5, random.nextLong())));
    }
    return faults.toArray(Fault[]::new);
  }

  private static DesiredState fleet(Random random) {
    return Fleets.state(
        IntStream.range(0, CLUSTERS)
            .mapToObj(
                i ->
                    random.nextInt(4) == 0
                        ? Fleets.exclusive("c" + i, "ns-1", "ns-" + (2 + i % 3))
                        : Fleets.cluster("c" + i, "ns-1", "ns-" + (2 + i % 3)))
            .toArray(DesiredCluster[]::new));
  }

  /** Changes namespaces of every fifth cluster, too. */
  private static DesiredState changed(DesiredState state, Random random) {
    return Fleets.state(
        state.clusters().stream()
            .map(
                cluster ->
                    random.nextInt(5) > 0
                        ? cluster
                        : DesiredCluster.builder()
                            .from(Fleets.cluster(cluster.name().value(), "ns-1", "ns-5"))
                            .policy(cluster.policy())
                            .build())
            .toArray(DesiredCluster[]::new));
  }

  private static int rules(DesiredCluster cluster) {
    return cluster.policy() == Policy.EXCLUSIVE ? 2 : 1;
  }

  /** Returns the scopes of the managed rules. */
  private static List<String> scopes(DynatraceSimulator simulator) {
    return StreamSupport.stream(simulator.objects().spliterator(), false)
        .filter(object -> object.has("externalId"))
        .map((JsonNode object) -> object.path("scope").asText())
        .toList();
  }
}
