package io.github.logconfig.reconcile.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.arrival.ArrivalVerdict;
import io.github.logconfig.arrival.NamespaceArrival;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.BearerToken;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.query.ScanBudget;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.reconcile.DesiredFleet;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedQueries;
import io.github.logconfig.simulator.SimulatedWorkload;
import io.github.logconfig.simulator.SimulatedWorkload.ClusterAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Verifies arrival over HTTP against simulated agents. Waiting advances the simulator's clock. */
class VerifyArrivalTest {

  private static final String QUERY = "POST /platform/storage/query/v1/query:execute";
  private static final ArrivalOptions NO_WAIT = ArrivalOptions.DEFAULT.withWait(Duration.ZERO);

  private final DynatraceSimulator simulator =
      DynatraceSimulator.builder()
          .clock(Clock.fixed(Instant.parse("2026-11-27T10:00:00Z"), ZoneOffset.UTC))
          .entity(SimulatedEntity.hostGroup("c0"))
          .entity(SimulatedEntity.hostGroup("c1"))
          .entity(kubernetes(0))
          .entity(kubernetes(1))
          .entity(host(0))
          .entity(host(1))
          .start();
  private final DynatraceClient client =
      Fleets.clientBuilder(simulator)
          .credentials(Credentials.bearerToken(BearerToken.of("dt0s16.PUBLIC.SECRET")))
          .build();
  private final List<Duration> waits = new ArrayList<>();
  private final List<ArrivalListener.Query> queries = new ArrayList<>();
  private final Reconciler reconciler =
      Fleets.pausing(
              Fleets.reconciler(client),
              duration -> {
                waits.add(duration);
                simulator.advance(duration);
              })
          .build();

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private static SimulatedEntity kubernetes(int number) {
    return SimulatedEntity.kubernetesCluster("dynakube", "uid-" + number);
  }

  private static SimulatedEntity host(int number) {
    return SimulatedEntity.host("node-" + number)
        .instanceOf(SimulatedEntity.hostGroup("c" + number))
        .inKubernetesCluster(kubernetes(number));
  }

  private static SimulatedWorkload.Builder pods(int cluster, String namespace) {
    return SimulatedWorkload.builder(namespace, host(cluster));
  }

  private static DesiredCluster cluster(int number, String... namespaces) {
    return DesiredCluster.builder()
        .from(Fleets.cluster("c" + number, namespaces))
        .kubernetesClusterUid(new KubernetesClusterUid("uid-" + number))
        .build();
  }

  private PlanReport apply(DesiredCluster... clusters) {
    DesiredState state = Fleets.state(clusters);
    PlanReport planned = reconciler.plan(state);
    assertThat(reconciler.apply(state).isSuccess()).isTrue();
    return planned;
  }

  /** Applies, and lets all delays pass. */
  private void settled(DesiredCluster... clusters) {
    PlanReport unused = apply(clusters);
    simulator.advance(Duration.ofMinutes(15));
    simulator.clearRequests();
  }

  private ArrivalReport verify(ArrivalOptions options, DesiredCluster... clusters) {
    return reconciler.verifyArrival(
        DesiredFleet.whole(Fleets.state(clusters)),
        options.withListener(
            new ArrivalListener() {
              @Override
              public void onQuery(EnvironmentName environment, Query query) {
                queries.add(query);
              }
            }));
  }

  private static Map<String, String> verdicts(ArrivalReport report) {
    Map<String, String> verdicts = new TreeMap<>();
    report
        .clusters()
        .forEach(
            cluster ->
                cluster
                    .namespaces()
                    .forEach(
                        it -> verdicts.put(cluster.cluster() + "/" + it.namespace(), text(it))));
    return verdicts;
  }

  private static String text(NamespaceArrival arrival) {
    return arrival.verdict() + arrival.cause().map(it -> " " + it.label()).orElse("");
  }

  @Test
  void doesNotWaitIfTheTokenCannotQuery() {
    PlanReport unused = apply(cluster(0, "pay"));
    try (DynatraceClient classic = Fleets.clientBuilder(simulator).build()) {
      ArrivalReport report =
          Fleets.pausing(Fleets.reconciler(classic), waits::add)
              .build()
              .verifyArrival(
                  DesiredFleet.whole(Fleets.state(cluster(0, "pay"))), ArrivalOptions.DEFAULT);

      assertThat(waits).isEmpty();
      assertThat(verdicts(report)).containsExactly(Map.entry("c0/pay", "UNKNOWN permission"));
      assertThat(report.environments().get(0).failure().orElseThrow().message())
          .contains("does not accept credentials of the kind API token (dt0c01)");
    }
  }

  @Test
  void oneQueryVerifiesAllClustersOfAnEnvironment() {
    simulator.workloads(pods(0, "shop").build(), pods(1, "bank").bucket("audit").build());
    settled(cluster(0, "shop", "bank"), cluster(1, "shop", "bank"));

    ArrivalReport report = verify(NO_WAIT, cluster(0, "shop", "bank"), cluster(1, "shop", "bank"));

    assertThat(verdicts(report))
        .containsExactly(
            Map.entry("c0/bank", "SILENT"),
            Map.entry("c0/shop", "ARRIVES"),
            Map.entry("c1/bank", "ARRIVES"),
            Map.entry("c1/shop", "SILENT"));
    assertThat(report.rules().isAsDesired()).isTrue();
    assertThat(report.failures()).isEmpty();
    assertThat(simulator.requests()).containsEntry(QUERY, 1).containsEntry(Fleets.LIST, 1);
    assertThat(report.scannedBytes()).isPositive();
    assertThat(report.environments()).extracting(EnvironmentArrival::queries).containsExactly(1);
    NamespaceArrival bank = report.clusters().get(1).namespaces().get(0);
    assertThat(bank.buckets()).containsExactly("audit");
    assertThat(bank.records()).isPositive();
    assertThat(bank.lastSeen().orElseThrow())
        .isBetween(simulator.now().minusSeconds(120), simulator.now());
  }

  @Test
  void waitsForTheDocumentedDelaysAfterAnApply() {
    simulator.workloads(pods(0, "shop").build());
    PlanReport applied = apply(cluster(0, "shop"));

    ArrivalReport report = verify(ArrivalOptions.DEFAULT.after(applied), cluster(0, "shop"));

    assertThat(verdicts(report)).containsExactly(Map.entry("c0/shop", "ARRIVES"));
    assertThat(waits)
        .singleElement()
        .satisfies(it -> assertThat(it).isBetween(minutes(3), minutes(4)));
    assertThat(simulator.requests()).containsEntry(QUERY, 1);
  }

  @Test
  void waitsLongerOnlyForNamespacesWithoutRecords() {
    simulator.workloads(pods(0, "shop").build(), pods(0, "bank").dropped().build());
    PlanReport applied = apply(cluster(0, "shop", "bank"));
    ArrivalOptions options =
        ArrivalOptions.DEFAULT
            .after(applied)
            .withAllRecordsSeen()
            .withWorkloads((cluster, namespace) -> true);

    ArrivalReport report = verify(options, cluster(0, "shop", "bank"));

    assertThat(verdicts(report))
        .containsExactly(Map.entry("c0/bank", "MISSING"), Map.entry("c0/shop", "ARRIVES"));
    assertThat(waits).hasSize(2);
    assertThat(waits.get(0).plus(waits.get(1))).isBetween(minutes(10), minutes(11));
    assertThat(simulator.requests()).containsEntry(QUERY, 2);
    assertThat(queries.get(0).expectedBytes()).isEmpty();
    assertThat(queries.get(1).expectedBytes()).isPresent();
  }

  @Test
  void withoutWaitingIsTooEarly() {
    simulator.workloads(pods(0, "shop").build());
    PlanReport unused = apply(cluster(0, "shop"));

    assertThat(verdicts(verify(NO_WAIT, cluster(0, "shop"))))
        .containsExactly(Map.entry("c0/shop", "UNKNOWN too-early"));
    assertThat(waits).isEmpty();
  }

  @Test
  void logsThatShouldHaveStoppedLeak() {
    simulator.workloads(pods(0, "shop").build(), pods(0, "bank").ruleDelay(minutes(60)).build());
    settled(cluster(0, "shop", "bank"));
    simulator.advance(minutes(60));
    PlanReport applied = apply(cluster(0, "shop"));

    ArrivalReport report = verify(ArrivalOptions.DEFAULT.after(applied), cluster(0, "shop"));

    assertThat(verdicts(report))
        .containsExactly(Map.entry("c0/bank", "LEAKS"), Map.entry("c0/shop", "ARRIVES"));
  }

  @Test
  void aPlanThatWasAppliedEarlierIsVerifiedWithoutWaiting() {
    simulator.workloads(pods(0, "shop").build(), pods(0, "bank").ruleDelay(minutes(60)).build());
    settled(cluster(0, "shop", "bank"));
    simulator.advance(minutes(60));
    PlanReport applied = apply(cluster(0, "shop"));
    Instant at = simulator.now();
    simulator.advance(minutes(30));

    ArrivalReport report =
        reconciler.verifyArrival(applied, ArrivalOptions.DEFAULT.after(applied, at));

    assertThat(verdicts(report))
        .containsExactly(Map.entry("c0/bank", "LEAKS"), Map.entry("c0/shop", "ARRIVES"));
    assertThat(waits).isEmpty();
  }

  @Test
  void namespacesThatAnotherRuleHasStartedAgainDoNotLeak() {
    simulator.workloads(pods(0, "shop").build(), pods(0, "bank").build());
    settled(cluster(0, "shop", "bank"));
    PlanReport applied = apply(cluster(0, "shop"));
    Instant at = simulator.now();
    settled(cluster(0, "shop", "bank"));

    ArrivalReport report =
        reconciler.verifyArrival(applied, ArrivalOptions.DEFAULT.after(applied, at));

    assertThat(verdicts(report))
        .containsExactly(Map.entry("c0/bank", "UNKNOWN rules"), Map.entry("c0/shop", "ARRIVES"));
    assertThat(report.rules().isAsDesired()).isFalse();
  }

  @Test
  void workloadsAreReadOfNamespacesWithoutRecordsOnly() {
    simulator.workloads(pods(0, "shop").build());
    settled(cluster(0, "shop", "bank", "mail"), cluster(1, "shop"));
    List<String> asked = new ArrayList<>();
    WorkloadSource source =
        silent -> {
          silent.forEach(
              (cluster, namespaces) ->
                  asked.add(cluster.kubernetesClusterUid().orElseThrow() + " " + namespaces));
          return new WorkloadSource.Workloads(
              Map.of(new ClusterName("c0"), Set.of(new NamespaceName("bank"))),
              Map.of(new ClusterName("c1"), "status 403"));
        };

    ArrivalReport report =
        verify(
            NO_WAIT.withAllRecordsSeen().withWorkloads(source),
            cluster(0, "shop", "bank", "mail"),
            cluster(1, "shop"));

    assertThat(asked).containsExactly("uid-0 [bank, mail]", "uid-1 [shop]");
    assertThat(verdicts(report))
        .containsExactly(
            Map.entry("c0/bank", "MISSING"),
            Map.entry("c0/mail", "SILENT"),
            Map.entry("c0/shop", "ARRIVES"),
            Map.entry("c1/shop", "SILENT"));
    assertThat(report.unreadWorkloads()).hasToString("{c1=status 403}");
  }

  @Test
  void rulesThatAreNotAsDesiredAreReported() {
    settled(cluster(0, "shop"));

    ArrivalReport report = verify(NO_WAIT, cluster(0, "shop", "new"));

    assertThat(verdicts(report))
        .containsExactly(Map.entry("c0/new", "UNKNOWN rules"), Map.entry("c0/shop", "SILENT"));
    assertThat(report.rules().isAsDesired()).isFalse();
  }

  @Test
  void missingPermissionIsTheCause() {
    settled(cluster(0, "shop"));
    simulator.queries(SimulatedQueries.DEFAULT.missingPermissions("storage:buckets:read"));

    ArrivalReport report = verify(NO_WAIT, cluster(0, "shop"));

    assertThat(verdicts(report)).containsExactly(Map.entry("c0/shop", "UNKNOWN permission"));
    assertThat(report.failures())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.kind()).isEqualTo(FailureKind.PERMISSION);
              assertThat(it.message()).contains("storage:buckets:read", "staging");
            });
    assertThat(report.scannedBytes()).isZero();
  }

  @Test
  void apiTokenCannotQuery() {
    settled(cluster(0, "shop"));
    try (DynatraceClient classic = Fleets.client(simulator)) {
      ArrivalReport report =
          Fleets.reconciler(classic)
              .build()
              .verifyArrival(DesiredFleet.whole(Fleets.state(cluster(0, "shop"))), NO_WAIT);

      assertThat(verdicts(report)).containsExactly(Map.entry("c0/shop", "UNKNOWN permission"));
      assertThat(report.failures())
          .singleElement()
          .satisfies(it -> assertThat(it.message()).contains("platform token"));
    }
  }

  @Test
  void failedQueryIsTheCauseAndCountsWithItsLimit() {
    settled(cluster(0, "shop"));
    simulator.queries(SimulatedQueries.DEFAULT.polls(1).failing(true));

    ArrivalReport report = verify(NO_WAIT.withScanLimitGiB(3), cluster(0, "shop"));

    assertThat(verdicts(report)).containsExactly(Map.entry("c0/shop", "UNKNOWN query-failed"));
    assertThat(report.scannedBytes()).isEqualTo(3 * ScanBudget.GIB);
  }

  @Test
  void scanLimitIsNeverExceeded() {
    simulator.workloads(pods(0, "shop").until(simulator.now().plus(minutes(14))).build());
    settled(cluster(0, "shop", "bank"));
    simulator.queries(
        SimulatedQueries.DEFAULT.bytesPerDay(Map.of("default_logs", 3_000_000_000_000L)));

    ArrivalReport report = verify(NO_WAIT.withScanLimitGiB(2), cluster(0, "shop", "bank"));

    assertThat(verdicts(report).values()).contains("UNKNOWN scan-limit").doesNotContain("MISSING");
    assertThat(report.scannedBytes()).isLessThanOrEqualTo(2 * ScanBudget.GIB);
  }

  @Test
  void secondQueryGetsWhatTheFirstHasLeft() {
    simulator.workloads(pods(0, "shop").build());
    PlanReport applied = apply(cluster(0, "shop", "bank"));
    // 180 seconds scan 3.1 GB, 600 seconds would scan 10.4 GB
    simulator.queries(
        SimulatedQueries.DEFAULT.bytesPerDay(Map.of("default_logs", 1_500_000_000_000L)));

    ArrivalReport report =
        verify(
            ArrivalOptions.DEFAULT.withScanLimitGiB(6).after(applied), cluster(0, "shop", "bank"));

    assertThat(queries).extracting(ArrivalListener.Query::scanLimitGiB).containsExactly(6, 3);
    assertThat(report.scannedBytes()).isLessThanOrEqualTo(6 * ScanBudget.GIB);
    assertThat(verdicts(report)).containsEntry("c0/bank", "UNKNOWN scan-limit");
  }

  @Test
  void budgetOfTheClientIsRespected() {
    settled(cluster(0, "shop"));
    try (DynatraceClient limited =
        Fleets.clientBuilder(simulator)
            .credentials(Credentials.bearerToken(BearerToken.of("dt0s16.PUBLIC.SECRET")))
            .scanBudget(ScanBudget.ofGiB(1))
            .build()) {
      ArrivalReport report =
          Fleets.reconciler(limited)
              .build()
              .verifyArrival(DesiredFleet.whole(Fleets.state(cluster(0, "shop"))), NO_WAIT);

      assertThat(verdicts(report)).containsExactly(Map.entry("c0/shop", "UNKNOWN scan-limit"));
      assertThat(report.environments()).extracting(EnvironmentArrival::queries).containsExactly(0);
      assertThat(simulator.requests()).doesNotContainKey(QUERY);
    }
  }

  @Test
  void hiddenRecordsAreNotMissing() {
    simulator.workloads(pods(0, "shop").hidden().build());
    settled(cluster(0, "shop"));

    assertThat(verdicts(verify(NO_WAIT.withWorkloads((name, it) -> true), cluster(0, "shop"))))
        .containsExactly(Map.entry("c0/shop", "UNKNOWN hidden-records"));
  }

  @Test
  void clusterWithoutUidIsIdentifiedByTopology() {
    simulator.workloads(pods(0, "shop").build(), pods(1, "shop").build());
    DesiredCluster withoutUid = Fleets.cluster("c0", "shop", "bank");
    settled(withoutUid);

    assertThat(verdicts(verify(NO_WAIT, withoutUid)))
        .containsExactly(Map.entry("c0/bank", "SILENT"), Map.entry("c0/shop", "ARRIVES"));
  }

  @Test
  void clusterThatIsNotTiedIsUnknown() {
    simulator.addEntities(
        SimulatedEntity.kubernetesCluster("dynakube", "uid-2"),
        SimulatedEntity.host("node-2")
            .instanceOf(SimulatedEntity.hostGroup("c0"))
            .inKubernetesCluster(SimulatedEntity.kubernetesCluster("dynakube", "uid-2")));
    simulator.workloads(pods(0, "shop").build());
    DesiredCluster withoutUid = Fleets.cluster("c0", "shop");
    settled(withoutUid);

    assertThat(verdicts(verify(NO_WAIT, withoutUid)))
        .containsExactly(Map.entry("c0/shop", "UNKNOWN cluster-not-tied"));
  }

  @Test
  void recordsWithoutClusterAreInDoubt() {
    simulator.workloads(pods(0, "shop").clusterAttributes(ClusterAttributes.NONE).build());
    settled(cluster(0, "shop"));

    assertThat(verdicts(verify(NO_WAIT, cluster(0, "shop"))))
        .containsExactly(Map.entry("c0/shop", "UNKNOWN legacy-attributes"));
  }

  @Test
  void sampledResultProvesOnlyArrival() {
    simulator.workloads(pods(0, "shop").build());
    settled(cluster(0, "shop", "bank"));
    simulator.queries(SimulatedQueries.DEFAULT.samplingRatio(10));

    // the client asks for all records
    assertThat(verdicts(verify(NO_WAIT, cluster(0, "shop", "bank"))))
        .containsExactly(Map.entry("c0/bank", "SILENT"), Map.entry("c0/shop", "ARRIVES"));
  }

  @Test
  void metricOfCountsIsReadWithoutScanning() {
    simulator.workloads(pods(0, "shop").build());
    settled(cluster(0, "shop", "bank"));
    simulator.queries(SimulatedQueries.DEFAULT.metrics("log.records"));

    ArrivalReport report =
        verify(NO_WAIT.withCountsMetric("log.records"), cluster(0, "shop", "bank"));

    assertThat(verdicts(report))
        .containsExactly(Map.entry("c0/bank", "SILENT"), Map.entry("c0/shop", "ARRIVES"));
    assertThat(report.scannedBytes()).isZero();
    assertThat(queries).extracting(ArrivalListener.Query::scanLimitGiB).containsExactly(0);
    NamespaceArrival shop = report.clusters().get(0).namespaces().get(1);
    assertThat(shop.records()).isBetween(500L, 700L);
    assertThat(shop.lastSeen().orElseThrow())
        .isBetween(simulator.now().minusSeconds(180), simulator.now());
  }

  @Test
  void metricWithoutDataProvesNothing() {
    simulator.workloads(pods(0, "shop").build());
    settled(cluster(0, "shop"));

    assertThat(verdicts(verify(NO_WAIT.withCountsMetric("no.such.metric"), cluster(0, "shop"))))
        .containsExactly(Map.entry("c0/shop", "UNKNOWN incomplete"));
  }

  @Test
  void manyNamespacesAreOneQuery() {
    String[] names = IntStream.range(0, 5_000).mapToObj(i -> "ns-" + i).toArray(String[]::new);
    simulator.workloads(
        IntStream.range(0, 5_000)
            .filter(i -> i % 10 > 0)
            .mapToObj(i -> pods(i % 2, "ns-" + i).build())
            .toArray(SimulatedWorkload[]::new));
    settled(cluster(0, names), cluster(1, names));

    long start = System.nanoTime();
    ArrivalReport report = verify(NO_WAIT, cluster(0, names), cluster(1, names));

    System.out.printf(
        "Arrival of 10,000 namespaces: %d ms, %d bytes scanned%n",
        (System.nanoTime() - start) / 1_000_000, report.scannedBytes());
    assertThat(simulator.requests()).containsEntry(QUERY, 1);
    assertThat(report.count(ArrivalVerdict.ARRIVES)).isEqualTo(4_500);
    assertThat(report.count(ArrivalVerdict.SILENT)).isEqualTo(5_500);
  }

  @Test
  void unreachableEnvironmentLeavesItsNamespacesUnknown() {
    settled(cluster(0, "shop"));
    simulator.close();

    ArrivalReport report = verify(NO_WAIT, cluster(0, "shop"));

    assertThat(verdicts(report)).containsExactly(Map.entry("c0/shop", "UNKNOWN rules"));
    assertThat(report.failures())
        .extracting(it -> it.kind())
        .containsExactly(FailureKind.UNREACHABLE);
    assertThat(report.count(ArrivalVerdict.UNKNOWN)).isEqualTo(1);
  }

  @Test
  void interruptEndsTheWait() {
    PlanReport applied = apply(cluster(0, "shop"));
    Reconciler interrupted =
        Fleets.pausing(
                Fleets.reconciler(client),
                duration -> {
                  throw new InterruptedException();
                })
            .build();

    ArrivalReport report =
        interrupted.verifyArrival(
            DesiredFleet.whole(Fleets.state(cluster(0, "shop"))),
            ArrivalOptions.DEFAULT.after(applied));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.failures())
        .extracting(it -> it.kind())
        .containsExactly(FailureKind.CANCELLED);
    assertThat(verdicts(report).values()).containsOnly("UNKNOWN too-early");
  }

  @Test
  void managedIsUnknownWithoutAWaitOrAQuery() {
    Environment environment = Environment.of("managed", "https://managed.example.com/e/id");
    DesiredState state =
        DesiredState.builder()
            .addEnvironment(environment)
            .addCluster(DesiredCluster.of("c1", environment, "shop"))
            .build();
    try (DynatraceClient managed = Fleets.clientBuilder(simulator.baseUrl() + "/e/id").build()) {
      Reconciler there =
          Fleets.pausing(Reconciler.builder().client(environment, managed), waits::add).build();
      assertThat(there.apply(state).isSuccess()).isTrue();

      ArrivalReport report = there.verifyArrival(DesiredFleet.whole(state), ArrivalOptions.DEFAULT);

      assertThat(verdicts(report)).containsExactly(Map.entry("c1/shop", "UNKNOWN no-query-api"));
      assertThat(report.rules().isAsDesired()).isTrue();
      assertThat(report.failures()).isEmpty();
      assertThat(waits).isEmpty();
      assertThat(simulator.requests().keySet()).noneMatch(it -> it.contains("query"));
    }
  }

  private static Duration minutes(int count) {
    return Duration.ofMinutes(count);
  }
}
