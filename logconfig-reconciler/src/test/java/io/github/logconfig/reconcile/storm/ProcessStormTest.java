package io.github.logconfig.reconcile.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.PlanDocument;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.storm.StormJudge.ManagedRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Storms of real processes over the same host groups: two reconcile loops with the same or with
 * different desired states, one or two that apply saved plans, a rival writer, throttled and
 * dropped requests, and processes that are killed at random requests. Every state on the way is
 * judged. After the storm one run must converge, and a second one must write nothing.
 */
@Execution(ExecutionMode.CONCURRENT)
class ProcessStormTest {

  private static final int LOOP_ROUNDS = 8;
  private static final int SAVED_ROUNDS = 5;

  @TempDir Path documents;

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("logconfig.storm.seeds", 4));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyStateIsSafeAndNextRunConverges(long seed) throws Exception {
    Random random = new Random(seed);
    StormJudge judge = new StormJudge(random);
    try (DynatraceSimulator simulator = simulator(judge);
        DynatraceClient client = Fleets.client(simulator);
        DynatraceClient rival =
            Fleets.clientBuilder(simulator)
                .retryPolicy(RetryPolicy.builder().maxAttempts(1).build())
                .build()) {
      Reconciler reconciler =
          Fleets.reconciler(client).removeOrphans().allowEmptyDesiredState().build();
      reconciler.apply(StormProcess.desired(seed * 10));
      judge.name(StormProcess.desired(seed * 10));
      List<Participant> participants = participants(seed, simulator, reconciler, judge);
      AtomicInteger kills = new AtomicInteger();
      judge.begin(
          simulator,
          rival,
          hostGroups(client),
          () -> {
            if (participants.get(random.nextInt(participants.size())).kill()) {
              kills.incrementAndGet();
            }
          });
      simulator.faults(faults(random));

      run(participants);

      judge.endStorm();
      simulator.clearFaults();
      int processes = participants.stream().mapToInt(it -> it.started).sum();
      DesiredState last = StormProcess.desired(seed * 10 + 1);
      ApplyReport report = reconciler.apply(last);
      simulator.clearRequests();
      ApplyReport again = reconciler.apply(last);

      System.out.printf(
          "seed %d: %d processes, %d kills, %d states, %d requests of the rival, %d violations%n",
          seed,
          processes,
          kills.get(),
          judge.polls(),
          judge.rivalRequests(),
          judge.violations().size());
      assertThat(judge.violations()).isEmpty();
      assertThat(report.isSuccess()).as("%s", report.failures()).isTrue();
      assertThat(again.isSuccess()).as("%s", again.failures()).isTrue();
      assertThat(simulator.requests().keySet()).allMatch(it -> it.startsWith("GET"));
      assertThat(StormJudge.managed(simulator.objects())).isEqualTo(rules(last));
      assertThat(processes).isGreaterThanOrEqualTo(participants.size());
      assertThat(judge.polls()).isGreaterThan(participants.size());
    }
  }

  private static DynatraceSimulator simulator(StormJudge judge) {
    return Fleets.simulator(StormProcess.CLUSTERS).recorder(judge).start();
  }

  private List<Participant> participants(
      long seed, DynatraceSimulator simulator, Reconciler reconciler, StormJudge judge)
      throws IOException {
    long different = seed % 3 == 0 ? 1 : 2;
    List<Participant> participants = new ArrayList<>();
    participants.add(new Participant("loop 1", seed * 10 + 1, "LOCKED", simulator, null, judge));
    String mode = seed % 2 == 0 ? "LOCKED" : "BATCHED";
    participants.add(
        new Participant("loop 2", seed * 10 + different, mode, simulator, null, judge));
    for (int i = 1; i <= 1 + seed % 2; i++) {
      participants.add(
          new Participant(
              "saved plan " + i, seed * 10 + 2 + i, "LOCKED", simulator, reconciler, judge));
    }
    return participants;
  }

  private static List<String> hostGroups(DynatraceClient client) {
    return client.entities().list("type(\"HOST_GROUP\")").map(it -> it.entityId()).toList();
  }

  private static Fault[] faults(Random random) {
    List<Fault> faults = new ArrayList<>();
    for (String operation : List.of(Fleets.POST, Fleets.PUT, Fleets.DELETE, Fleets.LIST)) {
      faults.add(Fault.on(operation).probability(0.04, random.nextLong()).status(429));
      faults.add(Fault.on(operation).probability(0.04, random.nextLong()).status(503));
      faults.add(Fault.on(operation).probability(0.04, random.nextLong()).dropBefore());
      faults.add(Fault.on(operation).probability(0.06, random.nextLong()).dropAfter());
    }
    return faults.toArray(Fault[]::new);
  }

  private static void run(List<Participant> participants) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(participants.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Participant participant : participants) {
        running.add(
            threads.submit(
                () -> {
                  participant.run();
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      participants.forEach(Participant::kill);
      threads.shutdown();
    }
  }

  /** Returns the managed rules of a desired state, as a simulator of their own holds them. */
  private static Map<String, List<ManagedRule>> rules(DesiredState desired) {
    try (DynatraceSimulator simulator = Fleets.simulator(StormProcess.CLUSTERS).start();
        DynatraceClient client = Fleets.client(simulator)) {
      assertThat(Fleets.reconciler(client).build().apply(desired).isSuccess()).isTrue();
      return StormJudge.managed(simulator.objects());
    }
  }

  /** One of the programs. It is started again after it was killed. */
  private final class Participant {

    private final String name;
    private final long state;
    private final String mode;
    private final DynatraceSimulator simulator;
    private final Reconciler planner;
    private final StormJudge judge;
    private final DesiredState desired;
    private final Map<String, List<ManagedRule>> rules;
    private final Path document;
    private volatile Process process;
    private BufferedReader reports;
    private int started;

    /**
     * @param planner makes the plans; null for a reconcile loop
     */
    Participant(
        String name,
        long state,
        String mode,
        DynatraceSimulator simulator,
        Reconciler planner,
        StormJudge judge)
        throws IOException {
      this.name = name;
      this.state = state;
      this.mode = mode;
      this.simulator = simulator;
      this.planner = planner;
      this.judge = judge;
      this.desired = StormProcess.desired(state);
      this.rules = rules(desired);
      this.document = documents.resolve(name + ".json");
      judge.name(desired);
      if (planner != null) {
        save();
      }
    }

    private void save() throws IOException {
      Files.writeString(document, PlanDocument.write(planner.plan(desired), "1"));
    }

    /** The first saved plan is made before the storm, the others in it. */
    void run() throws IOException, InterruptedException {
      for (int round = 0; round < (planner == null ? LOOP_ROUNDS : SAVED_ROUNDS); round++) {
        if (planner != null && round > 0) {
          save();
        }
        if (process == null) {
          start();
        }
        int from = judge.now();
        String report = report();
        if (report == null) {
          process.waitFor();
          process = null;
        } else {
          judge.judgeReport(name, rules, from, report);
        }
      }
      if (process != null) {
        process.getOutputStream().close();
        process.waitFor();
      }
    }

    private void start() throws IOException {
      started++;
      process =
          ReconcilingProcess.start(
              StormProcess.class,
              Map.of(),
              simulator.baseUrl().toString(),
              Long.toString(state),
              mode,
              Boolean.toString(state % 2 == 0));
      reports =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Has it run once, and returns its report; null if it was killed. */
    private String report() throws IOException {
      try {
        OutputStream input = process.getOutputStream();
        input.write(((planner == null ? "" : document) + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
      } catch (IOException killed) {
        return null;
      }
      return reports.readLine();
    }

    /** Kills it, if it runs. */
    boolean kill() {
      Process running = process;
      boolean kills = running != null && running.isAlive();
      if (kills) {
        running.destroyForcibly();
      }
      return kills;
    }
  }
}
