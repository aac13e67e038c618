package io.github.logconfig.reconcile.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.arrival.ArrivalDelays;
import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.arrival.ClusterArrival;
import io.github.logconfig.arrival.NamespaceArrival;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.BearerToken;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.query.ScanBudget;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import io.github.logconfig.reconcile.arrival.ArrivalReport;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedQueries;
import io.github.logconfig.simulator.SimulatedWorkload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Applies a change, verifies that logs arrive over HTTP, and compares the verdicts with what the
 * simulator's agents have shipped, in random worlds.
 *
 * <p>System properties: {@code logconfig.arrival.worlds} is the number of worlds, {@code
 * logconfig.first.world} the first seed. A failure names the seed.
 */
class ArrivalAgainstAgentsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longer than the time since the change in any world. */
  private static final Duration WINDOW = Duration.ofMinutes(30);

  private static final Instant START = Instant.parse("2026-11-27T00:00:00Z");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> faults = new ArrayList<>();
  private final Map<ArrivalVerdict, Integer> verdicts = new EnumMap<>(ArrivalVerdict.class);
  private int decidable;
  private int needlesslyUnknown;

  @Test
  void verdictsAreNeverWrongAndRarelyUnknown() throws IOException, InterruptedException {
    long first = Long.getLong("logconfig.first.world", 0);
    long worlds = Long.getLong("logconfig.arrival.worlds", 150);
    DynatraceSimulator.Builder builder =
        DynatraceSimulator.builder()
            .clock(Clock.fixed(START, ZoneOffset.UTC))
            .allowInvalidRequests();
    ArrivalWorld.entities().forEach(builder::entity);
    try (DynatraceSimulator simulator = builder.start();
        DynatraceClient client =
            Fleets.clientBuilder(simulator)
                .credentials(Credentials.bearerToken(BearerToken.of("dt0s16.PUBLIC.SECRET")))
                .build()) {
      Reconciler reconciler = Fleets.reconciler(client).build();
      JsonNode connections = simulator.snapshot();
      for (long seed = first; seed < first + worlds; seed++) {
        check(seed, simulator, connections, reconciler);
      }
    }

    System.out.println(
        "Arrival against agents: "
            + worlds
            + " worlds, "
            + verdicts
            + ", of "
            + decidable
            + " decidable ones unknown: "
            + needlesslyUnknown);
    assertThat(faults).isEmpty();
    assertThat(verdicts).containsKeys(ArrivalVerdict.values());
    assertThat(needlesslyUnknown * 100).isLessThanOrEqualTo(decidable);
  }

  private void check(
      long seed, DynatraceSimulator simulator, JsonNode connections, Reconciler reconciler)
      throws IOException, InterruptedException {
    // what an earlier world wrote is out of sight
    simulator.advance(Duration.ofHours(3));
    ArrivalWorld world = new ArrivalWorld(seed, simulator.now().plus(Duration.ofHours(1)));
    simulator.queries(SimulatedQueries.DEFAULT);
    simulator.restore(world.rulesBefore(connections));
    simulator.advance(Duration.ofHours(1));
    DesiredState desired =
        DesiredState.builder().addEnvironment(Fleets.STAGING).addAllClusters(world.desired).build();
    PlanReport planned = reconciler.plan(desired);
    assertThat(reconciler.apply(planned).isSuccess()).as("seed %d", seed).isTrue();
    simulator.advance(world.elapsed);
    simulator.queries(world.queries());
    simulator.workloads(world.workloads.toArray(SimulatedWorkload[]::new));
    Instant end = simulator.now();
    ArrivalOptions options =
        ArrivalOptions.DEFAULT
            .after(planned, world.changed)
            .withWait(Duration.ZERO)
            .withWindow(WINDOW)
            .withScanLimitGiB(world.scanLimit)
            .withWorkloads((cluster, namespace) -> writes(world, cluster, namespace, end));
    ArrivalReport report =
        reconciler.verifyArrival(
            DesiredFleet.whole(desired), world.hides ? options : options.withAllRecordsSeen());
    List<ClusterArrival> found = report.clusters();
    assertThat(report.scannedBytes()).isLessThanOrEqualTo(world.scanLimit * ScanBudget.GIB);
    Map<String, Instant> truth = truth(simulator, world, end.minus(WINDOW));
    for (int i = 0; i < found.size(); i++) {
      boolean changed = !planned.plan().clusters().get(i).isEmpty();
      judge(seed, world, i, found.get(i), truth, changed ? world.changed : end.minus(WINDOW));
    }
  }

  /** A workload counts if it has written for a while and still does. */
  private static boolean writes(
      ArrivalWorld world, ClusterName cluster, NamespaceName namespace, Instant end) {
    SimulatedEntity host = ArrivalWorld.host(cluster.value().charAt(1) - '0');
    return world.workloads.stream()
        .filter(it -> it.host().equals(host) && it.namespace().equals(namespace.value()))
        .anyMatch(
            it ->
                it.pods() > 0
                    && it.recordsPerMinute() >= 1
                    && it.until().isEmpty()
                    && it.from().map(t -> t.isBefore(end.minusSeconds(300))).orElse(true));
  }

  /** Returns when each namespace of each host has written its newest record that was stored. */
  private Map<String, Instant> truth(DynatraceSimulator simulator, ArrivalWorld world, Instant from)
      throws IOException, InterruptedException {
    simulator.queries(SimulatedQueries.DEFAULT);
    simulator.workloads(world.withoutPermissions().toArray(SimulatedWorkload[]::new));
    Map<String, Instant> last = new HashMap<>();
    for (JsonNode record :
        execute(
                simulator,
                "fetch logs, from: \""
                    + from
                    + "\" | summarize last = max(timestamp), by: {dt.entity.host,"
                    + " k8s.namespace.name}")
            .at("/result/records")) {
      last.put(
          record.path("dt.entity.host").asText() + record.path("k8s.namespace.name").asText(),
          Instant.parse(record.path("last").asText()));
    }
    return last;
  }

  private JsonNode execute(DynatraceSimulator simulator, String query)
      throws IOException, InterruptedException {
    URI uri = simulator.baseUrl().resolve("/platform/storage/query/v1/query:execute");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer dt0s16.PUBLIC.SECRET")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.createObjectNode().put("query", query).toString()))
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  // the judge

  private void judge(
      long seed,
      ArrivalWorld world,
      int number,
      ClusterArrival found,
      Map<String, Instant> truth,
      Instant changed) {
    Map<NamespaceName, NamespaceArrival> byName = new HashMap<>();
    found.namespaces().forEach(it -> byName.put(it.namespace(), it));
    String host = ArrivalWorld.host(number).entityId();
    Instant settled = changed.plus(ArrivalDelays.DEFAULT.skew());
    Instant stopped = changed.plus(ArrivalDelays.DEFAULT.rule());
    for (NamespaceArrival arrival : found.namespaces()) {
      verdicts.merge(arrival.verdict(), 1, Integer::sum);
      Instant last = truth.getOrDefault(host + arrival.namespace(), Instant.MIN);
      boolean right =
          switch (arrival.verdict()) {
            case ARRIVES -> !last.isBefore(changed);
            case MISSING -> last.isBefore(settled);
            case SILENT -> world.hides || last.isBefore(settled);
            case LEAKS -> !last.isBefore(stopped);
            case UNKNOWN -> true;
          };
      if (!right) {
        faults.add("seed " + seed + ", " + found.cluster() + ": " + arrival + ", last " + last);
      }
    }
    if (suffices(world, number)) {
      for (NamespaceArrival arrival : found.namespaces()) {
        decidable++;
        needlesslyUnknown += arrival.verdict() == ArrivalVerdict.UNKNOWN ? 1 : 0;
      }
      for (String name : world.everything ? Set.<String>of() : world.before.get(number)) {
        Instant last = truth.getOrDefault(host + name, Instant.MIN);
        if (!byName.containsKey(new NamespaceName(name))
            && !last.isBefore(stopped.plus(ArrivalDelays.DEFAULT.skew()))) {
          faults.add("seed " + seed + ", " + found.cluster() + ": no leak of " + name);
        }
      }
    }
  }

  private static boolean suffices(ArrivalWorld world, int number) {
    return world.tied.get(number)
        && world.legacyIsTied()
        && !world.hides
        && !world.unnamed
        && !world.denied
        && world.scanLimit > 1
        && world.elapsed.compareTo(ArrivalDelays.DEFAULT.settled()) >= 0;
  }
}
