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
import io.github.logconfig.rule.HostGroup;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogArrivalTest {

  private static final Environment PROD = Environment.of("prod", "https://abc.live.dynatrace.com");
  private static final Instant CHANGED = Instant.parse("2026-11-27T10:00:00Z");
  private static final NamespaceName SHOP = new NamespaceName("shop");
  private static final DesiredCluster CLUSTER =
      DesiredCluster.builder()
          .from(DesiredCluster.of("a", PROD, "shop"))
          .kubernetesClusterUid(new KubernetesClusterUid("uid-a"))
          .build();
  private static final DesiredCluster WITHOUT_UID = DesiredCluster.of("a", PROD, "shop");
  private static final String GROUP_ID = "HOST_GROUP-0000000000000001";

  private final List<LogCount> counts = new ArrayList<>();
  private final List<ObservedKubernetesCluster> entities = new ArrayList<>();
  private final List<DesiredCluster> others = new ArrayList<>();
  private DesiredCluster cluster = CLUSTER;
  private Expected expected = Expected.ARRIVES;
  private Optional<UnknownCause> incomplete = Optional.empty();
  private Duration waited = Duration.ofMinutes(10);
  private boolean writes = true;
  private boolean seesAll = true;

  private void seen(String uid, String hostGroup, int secondsAfterChange) {
    counts.add(
        new LogCount(
            "shop",
            Optional.of(uid).filter(it -> !it.isEmpty()),
            Optional.empty(),
            Optional.of(hostGroup).filter(it -> !it.isEmpty()),
            Optional.of("default_logs"),
            7,
            CHANGED.plusSeconds(secondsAfterChange)));
  }

  private void entity(int id, String uid, String... hostGroups) {
    ObservedKubernetesCluster.Builder entity =
        ObservedKubernetesCluster.builder()
            .id(new EntityId("KUBERNETES_CLUSTER-000000000000000" + id))
            .label("dynakube")
            .uid(new KubernetesClusterUid(uid));
    if (hostGroups.length > 0) {
      entity.hostGroups(Set.of(new EntityId(hostGroups[0])));
    }
    entities.add(entity.build());
  }

  private String verdict() {
    List<DesiredCluster> all = new ArrayList<>(others);
    all.add(cluster);
    ObservedState observed =
        ObservedState.builder()
            .environment(new EnvironmentName("prod"))
            .addHostGroup(HostGroup.of("a", GROUP_ID))
            .kubernetesClusters(entities)
            .build();
    LogArrival arrival =
        new LogArrival(
            ClusterIdentities.of(all, observed),
            new LogSearch(counts, CHANGED.plus(waited), incomplete),
            (name, namespace) -> writes,
            seesAll,
            ArrivalDelays.DEFAULT);
    List<NamespaceArrival> found =
        arrival
            .assess(
                List.of(
                    new ArrivalExpectation(cluster, Map.of(SHOP, expected), Optional.of(CHANGED))))
            .get(0)
            .namespaces();
    return found.isEmpty()
        ? "none"
        : found.get(0).verdict() + found.get(0).cause().map(it -> " " + it.label()).orElse("");
  }

  @Test
  void aRecordOfTheClusterProvesArrival() {
    seen("uid-a", "a", 200);
    assertThat(verdict()).isEqualTo("ARRIVES");
  }

  @Test
  void anIncompleteResultStillProvesArrivalButNothingElse() {
    incomplete = Optional.of(UnknownCause.SAMPLING);
    assertThat(verdict()).isEqualTo("UNKNOWN sampling");
    seen("uid-a", "a", 200);
    assertThat(verdict()).isEqualTo("ARRIVES");
  }

  @Test
  void aRecordFromBeforeTheChangeProvesNothingEvenIfTheClockOfItsHostIsAhead() {
    seen("uid-a", "a", 59);
    assertThat(verdict()).isEqualTo("MISSING");
    seen("uid-a", "a", 60);
    assertThat(verdict()).isEqualTo("ARRIVES");
  }

  @Test
  void recordsOfAnotherClusterProveNothing() {
    seen("uid-b", "a", 200);
    assertThat(verdict()).isEqualTo("MISSING");
  }

  @Test
  void withoutAKnownWorkloadNothingIsMissing() {
    writes = false;
    assertThat(verdict()).isEqualTo("SILENT");
  }

  @Test
  void recordsThatPermissionsMayHideAreNotMissing() {
    seesAll = false;
    assertThat(verdict()).isEqualTo("UNKNOWN hidden-records");
  }

  @Test
  void nothingIsMissingBeforeAllDelaysHavePassed() {
    waited = Duration.ofSeconds(599);
    assertThat(verdict()).isEqualTo("UNKNOWN too-early");
  }

  @Test
  void recordsWithoutClusterAreInDoubtOnlyIfTheirHostGroupFits() {
    seen("", "b", 200);
    assertThat(verdict()).isEqualTo("MISSING");
    seen("", "a", 200);
    assertThat(verdict()).isEqualTo("UNKNOWN legacy-attributes");
  }

  @Test
  void rulesThatDoNotLetEverythingInExplainTheAbsenceOfRecords() {
    expected = Expected.UNCLEAR;
    assertThat(verdict()).isEqualTo("UNKNOWN rules");
  }

  @Test
  void topologyIdentifiesAClusterWhoseHostGroupIsItsOwn() {
    cluster = WITHOUT_UID;
    entity(1, "uid-a", GROUP_ID);
    entity(2, "uid-b", "HOST_GROUP-0000000000000002");
    seen("uid-a", "a", 200);
    assertThat(verdict()).isEqualTo("ARRIVES");
  }

  @Test
  void aSharedHostGroupIdentifiesNoCluster() {
    cluster = WITHOUT_UID;
    entity(1, "uid-a", GROUP_ID);
    entity(2, "uid-b", GROUP_ID);
    seen("uid-a", "a", 200);
    assertThat(verdict()).isEqualTo("UNKNOWN cluster-not-tied");
  }

  @Test
  void aHostGroupOfTwoDesiredClustersIdentifiesNeither() {
    cluster = WITHOUT_UID;
    others.add(
        DesiredCluster.builder()
            .from(DesiredCluster.of("b", PROD, "shop"))
            .hostGroup(new HostGroupName("a"))
            .build());
    entity(1, "uid-a", GROUP_ID);
    seen("uid-a", "a", 200);
    assertThat(verdict()).isEqualTo("UNKNOWN cluster-not-tied");
  }

  @Test
  void aClusterWhoseHostsWereNotReadMayHaveAnyHostGroup() {
    cluster = WITHOUT_UID;
    entity(1, "uid-a", GROUP_ID);
    entity(2, "uid-b");
    seen("uid-a", "a", 200);
    assertThat(verdict()).isEqualTo("UNKNOWN cluster-not-tied");
  }

  @Test
  void displayNamesIdentifyNothing() {
    cluster = DesiredCluster.builder().from(WITHOUT_UID).kubernetesClusterName("dynakube").build();
    entity(1, "uid-a", "HOST_GROUP-0000000000000002");
    seen("uid-a", "a", 200);
    assertThat(verdict()).isEqualTo("UNKNOWN cluster-not-tied");
  }

  @Test
  void anUntiedClusterIsNeverMissing() {
    cluster = WITHOUT_UID;
    assertThat(verdict()).isEqualTo("UNKNOWN cluster-not-tied");
    writes = false;
    assertThat(verdict()).isEqualTo("SILENT");
  }

  @Test
  void logsLeakOnlyOnceTheNewRulesHaveReachedAllHosts() {
    expected = Expected.STOPPED;
    assertThat(verdict()).isEqualTo("none");
    seen("uid-a", "a", 149);
    assertThat(verdict()).isEqualTo("none");
    seen("uid-a", "a", 150);
    assertThat(verdict()).isEqualTo("LEAKS");
    waited = Duration.ofMinutes(3);
    counts.clear();
    assertThat(verdict()).isEqualTo("UNKNOWN too-early");
  }

  @Test
  void logsThatManagedRulesCoverAgainNeitherArriveNorLeak() {
    expected = Expected.NOT_STOPPED;
    assertThat(verdict()).isEqualTo("UNKNOWN rules");
    seen("uid-a", "a", 200);
    assertThat(verdict()).isEqualTo("UNKNOWN rules");
  }
}
