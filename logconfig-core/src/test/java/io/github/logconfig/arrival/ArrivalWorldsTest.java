package io.github.logconfig.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.arrival.ArrivalExpectation.Expected;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Worlds in which it is known what is true: clusters of one display name, shared host groups,
 * workloads that are quiet or stopped, records that are late, dropped, hidden, or do not name their
 * cluster, clocks that differ, and results that are incomplete. No verdict may contradict the
 * truth.
 */
class ArrivalWorldsTest {

  private static final int WORLDS = Integer.getInteger("logconfig.seeds", 10_000);
  private static final int CHANGED = 10_000;
  private static final Instant EPOCH = Instant.parse("2026-11-27T00:00:00Z");
  private static final Environment PROD = Environment.of("prod", "https://abc.live.dynatrace.com");

  private int wrong;
  private int sufficient;
  private int unknown;
  private final Map<ArrivalVerdict, Integer> verdicts = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  /** A Kubernetes cluster, desired or not. Times are seconds. */
  private record Cluster(int number, int hostGroup, boolean desired, boolean statesUid, int skew) {

    String uid() {
      return "uid-" + number;
    }

    EntityId entity() {
      return new EntityId("KUBERNETES_CLUSTER-%016X".formatted(number));
    }

    EntityId group() {
      return new EntityId("HOST_GROUP-%016X".formatted(hostGroup));
    }

    String groupName() {
      return "group-" + hostGroup;
    }
  }

  /** Logs of a namespace of a cluster, and what is true about them. */
  private record Workload(
      Cluster cluster,
      String namespace,
      Expected expected,
      boolean known,
      boolean hidden,
      String attributes,
      List<Integer> written,
      List<Integer> stored) {}

  @Test
  void noVerdictContradictsTheTruth() {
    for (int seed = 1; seed <= WORLDS; seed++) {
      check(seed, new Random(seed));
    }
    assertThat(failures).as("%d wrong verdicts", wrong).isEmpty();
    assertThat(verdicts.keySet()).containsExactly(ArrivalVerdict.values());
    assertThat(sufficient).isGreaterThan(WORLDS / 4);
    assertThat(unknown * 100L).as("%d of %d", unknown, sufficient).isLessThanOrEqualTo(sufficient);
  }

  private void check(int seed, Random random) {
    List<Cluster> clusters = clusters(random);
    int end = CHANGED + (random.nextInt(4) == 0 ? 200 + random.nextInt(400) : 600);
    boolean seesAll = random.nextBoolean();
    boolean topology = random.nextInt(8) > 0;
    Optional<UnknownCause> incomplete =
        random.nextInt(10) > 0
            ? Optional.empty()
            : Optional.of(
                List.of(UnknownCause.SCAN_LIMIT, UnknownCause.SAMPLING, UnknownCause.INCOMPLETE)
                    .get(random.nextInt(3)));
    List<Workload> workloads = new ArrayList<>();
    for (Cluster cluster : clusters) {
      for (String namespace : List.of("shop", "bank")) {
        workloads.add(workload(random, cluster, namespace, end, seesAll));
      }
    }
    List<LogCount> counts = new ArrayList<>();
    for (Workload workload : workloads) {
      if (incomplete.isEmpty() || random.nextBoolean()) {
        count(workload).ifPresent(counts::add);
      }
    }
    List<DesiredCluster> desired =
        clusters.stream().filter(Cluster::desired).map(ArrivalWorldsTest::desired).toList();
    LogArrival arrival =
        new LogArrival(
            ClusterIdentities.of(desired, observed(clusters, topology)),
            new LogSearch(counts, time(end), incomplete),
            (name, namespace) ->
                workloads.stream()
                    .anyMatch(
                        it ->
                            it.known()
                                && ("c" + it.cluster().number()).equals(name.value())
                                && it.namespace().equals(namespace.value())),
            seesAll,
            ArrivalDelays.DEFAULT);
    for (DesiredCluster cluster : desired) {
      Map<NamespaceName, Expected> expected = new TreeMap<>();
      List<Workload> own =
          workloads.stream()
              .filter(it -> ("c" + it.cluster().number()).equals(cluster.name().value()))
              .toList();
      own.forEach(it -> expected.put(new NamespaceName(it.namespace()), it.expected()));
      List<NamespaceArrival> found =
          arrival
              .assess(
                  List.of(new ArrivalExpectation(cluster, expected, Optional.of(time(CHANGED)))))
              .get(0)
              .namespaces();
      boolean identified =
          own.get(0).cluster().statesUid()
              || (topology
                  && clusters.stream()
                          .filter(it -> it.hostGroup() == own.get(0).cluster().hostGroup())
                          .count()
                      == 1);
      for (Workload workload : own) {
        boolean doubtful =
            workloads.stream()
                .anyMatch(
                    it ->
                        it.namespace().equals(workload.namespace())
                            && it.attributes().equals("none"));
        boolean suffices =
            identified
                && incomplete.isEmpty()
                && seesAll
                && end >= CHANGED + 600
                && !doubtful
                && workload.expected() != Expected.UNCLEAR;
        found.stream()
            .filter(it -> it.namespace().value().equals(workload.namespace()))
            .findFirst()
            .ifPresent(it -> judge(seed, workload, it, end, suffices));
      }
    }
  }

  private void judge(
      int seed, Workload workload, NamespaceArrival verdict, int end, boolean suffices) {
    verdicts.merge(verdict.verdict(), 1, Integer::sum);
    sufficient += suffices ? 1 : 0;
    unknown += suffices && verdict.verdict() == ArrivalVerdict.UNKNOWN ? 1 : 0;
    boolean arrived = workload.stored().stream().anyMatch(it -> it >= CHANGED);
    boolean leaked = workload.stored().stream().anyMatch(it -> it >= CHANGED + 90);
    boolean visible = arrived && !workload.hidden();
    boolean ok =
        switch (verdict.verdict()) {
          case ARRIVES -> visible;
          case LEAKS -> leaked && workload.expected() == Expected.STOPPED;
          case MISSING ->
              workload.known()
                  && workload.written().stream().anyMatch(it -> it >= CHANGED)
                  && workload.stored().stream().noneMatch(it -> it >= CHANGED + 120)
                  && end >= CHANGED + 600;
          case SILENT ->
              workload.expected() == Expected.ARRIVES
                  && !workload.known()
                  && (workload.hidden()
                      || workload.stored().stream().noneMatch(it -> it >= CHANGED + 120));
          case UNKNOWN -> verdict.cause().isPresent();
        };
    if (!ok) {
      wrong++;
      if (failures.size() < 5) {
        failures.add("seed " + seed + ": " + verdict + " of " + workload);
      }
    }
  }

  private static List<Cluster> clusters(Random random) {
    List<Cluster> clusters = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 1; i <= count; i++) {
      int hostGroup = random.nextInt(5) == 0 ? 1 : i;
      clusters.add(
          new Cluster(
              i,
              hostGroup,
              i == 1 || random.nextBoolean(),
              random.nextBoolean(),
              random.nextInt(121) - 60));
    }
    return clusters;
  }

  /** Writes a record every 20 seconds; each is ingested by the rule that its host has then. */
  private static Workload workload(
      Random random, Cluster cluster, String namespace, int end, boolean seesAll) {
    Expected expected =
        random.nextInt(6) == 0
            ? Expected.UNCLEAR
            : random.nextInt(4) == 0 ? Expected.STOPPED : Expected.ARRIVES;
    int fate = random.nextInt(6);
    boolean dropped = fate == 1;
    boolean broken = fate == 2;
    int ruleDelay = random.nextInt(91);
    int shipping = random.nextInt(91);
    int stops = fate == 3 ? CHANGED + random.nextInt(300) : Integer.MAX_VALUE;
    List<Integer> written = new ArrayList<>();
    List<Integer> stored = new ArrayList<>();
    if (fate > 0) {
      for (int at = CHANGED - 300 + random.nextInt(20); at < end && at < stops; at += 20) {
        written.add(at);
        boolean newRule = at >= CHANGED + ruleDelay;
        boolean before = expected != Expected.ARRIVES || random.nextBoolean();
        boolean after = expected == Expected.STOPPED ? broken : !broken;
        if (!dropped && at + shipping <= end && (newRule ? after : before)) {
          stored.add(at);
        }
      }
    }
    boolean running = fate > 0 && fate != 3;
    return new Workload(
        cluster,
        namespace,
        expected,
        running && random.nextBoolean(),
        !seesAll && random.nextInt(6) == 0,
        List.of("current", "current", "current", "current", "entity", "none")
            .get(random.nextInt(6)),
        written,
        stored);
  }

  private static Optional<LogCount> count(Workload workload) {
    // by the clock of the host, from the start of the time range of the query
    List<Integer> seen =
        workload.stored().stream()
            .map(it -> it + workload.cluster().skew())
            .filter(it -> it >= CHANGED)
            .toList();
    if (seen.isEmpty() || workload.hidden()) {
      return Optional.empty();
    }
    boolean current = workload.attributes().equals("current");
    boolean none = workload.attributes().equals("none");
    return Optional.of(
        new LogCount(
            workload.namespace(),
            current ? Optional.of(workload.cluster().uid()) : Optional.empty(),
            none ? Optional.empty() : Optional.of(workload.cluster().entity()),
            Optional.of(workload.cluster().groupName()),
            Optional.of("default_logs"),
            seen.size(),
            time(seen.stream().mapToInt(Integer::intValue).max().orElseThrow())));
  }

  private static DesiredCluster desired(Cluster cluster) {
    DesiredCluster.Builder desired =
        DesiredCluster.builder()
            .from(DesiredCluster.of("c" + cluster.number(), PROD, "shop", "bank"))
            .hostGroup(new HostGroupName(cluster.groupName()))
            .kubernetesClusterName("dynakube");
    if (cluster.statesUid()) {
      desired.kubernetesClusterUid(new KubernetesClusterUid(cluster.uid()));
    }
    return desired.build();
  }

  private static ObservedState observed(List<Cluster> clusters, boolean topology) {
    ObservedState.Builder observed =
        ObservedState.builder().environment(new EnvironmentName("prod"));
    for (Cluster cluster : clusters) {
      ObservedKubernetesCluster.Builder entity =
          ObservedKubernetesCluster.builder()
              .id(cluster.entity())
              .label("dynakube")
              .uid(new KubernetesClusterUid(cluster.uid()));
      if (topology) {
        entity.hostGroups(Set.of(cluster.group()));
      }
      observed.addKubernetesCluster(entity.build());
    }
    Map<HostGroupName, Set<EntityId>> hostGroups = new TreeMap<>();
    clusters.forEach(it -> hostGroups.put(new HostGroupName(it.groupName()), Set.of(it.group())));
    observed.hostGroups(hostGroups);
    return observed.build();
  }

  private static Instant time(int seconds) {
    return EPOCH.plusSeconds(seconds);
  }
}
