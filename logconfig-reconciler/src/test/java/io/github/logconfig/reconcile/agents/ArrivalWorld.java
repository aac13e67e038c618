package io.github.logconfig.reconcile.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedQueries;
import io.github.logconfig.simulator.SimulatedWorkload;
import io.github.logconfig.simulator.SimulatedWorkload.ClusterAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A random environment in which rules change at one time and logs are counted at a later one:
 * clusters of one name, workloads that write, are quiet, start and stop, hosts that are gone, slow
 * agents, pipelines that drop, permissions that hide, samples, scan limits, and records that do not
 * name their cluster.
 */
final class ArrivalWorld {

  /** The clusters that exist; the last two are not desired. */
  static final int CLUSTERS = 4;

  private static final int DESIRED = 2;
  private static final List<String> NAMES = List.of("bank", "cart", "docs", "mail", "shop");

  final List<DesiredCluster> desired = new ArrayList<>();
  final List<Set<String>> before = new ArrayList<>();
  final List<SimulatedWorkload> workloads = new ArrayList<>();
  final Instant changed;

  /** How long after the change the logs are counted. */
  final Duration elapsed;

  /** Whether the records of each desired cluster can be identified. */
  final List<Boolean> tied = new ArrayList<>();

  final boolean hides;
  final boolean unnamed;
  final int scanLimit;
  final boolean denied;

  private final Random random;
  final boolean everything;
  private final boolean connected;
  private boolean legacy;

  ArrivalWorld(long seed, Instant changed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.changed = changed;
    elapsed = Duration.ofSeconds(oneIn(3) ? 30 + random.nextInt(600) : 600 + random.nextInt(300));
    hides = oneIn(6);
    unnamed = oneIn(6);
    scanLimit = oneIn(12) ? 1 : 1_000;
    denied = oneIn(30);
    everything = oneIn(6);
    connected = !oneIn(4);
    for (int i = 0; i < CLUSTERS; i++) {
      if (i < DESIRED) {
        addDesired(i);
      }
      for (String name : NAMES) {
        addWorkload(i, name);
      }
    }
  }

  private void addDesired(int number) {
    DesiredCluster.Builder cluster =
        DesiredCluster.builder()
            .name(new ClusterName("c" + number))
            .hostGroup(new HostGroupName("hg-" + number))
            .environment(Fleets.STAGING);
    some().forEach(name -> cluster.addNamespace(new NamespaceName(name)));
    boolean uid = oneIn(2);
    if (uid) {
      cluster.kubernetesClusterUid(new KubernetesClusterUid(uid(number)));
    }
    desired.add(cluster.build());
    before.add(some());
    tied.add(uid || connected);
  }

  private void addWorkload(int cluster, String namespace) {
    SimulatedWorkload.Builder workload =
        SimulatedWorkload.builder(namespace, host(cluster))
            .pods(oneIn(4) ? 0 : 1 + random.nextInt(3))
            .recordsPerMinute(oneIn(4) ? 0.02 : 1 + random.nextInt(60))
            // some agents do not get new rules
            .ruleDelay(oneIn(20) ? Duration.ofHours(1) : Duration.ofSeconds(random.nextInt(91)))
            .shippingDelay(Duration.ofSeconds(random.nextInt(91)))
            .bucket(oneIn(4) ? "audit" : SimulatedWorkload.DEFAULT_BUCKET);
    if (oneIn(8)) {
      workload.from(changed.plusSeconds(random.nextInt(600)));
    }
    if (oneIn(8)) {
      workload.until(changed.plusSeconds(random.nextInt(600)));
    }
    if (oneIn(12)) {
      workload.dropped();
    }
    if (hides && oneIn(3)) {
      workload.hidden();
    }
    if (oneIn(10)) {
      workload.clusterAttributes(ClusterAttributes.LEGACY);
      legacy = true;
    } else if (unnamed && oneIn(3)) {
      workload.clusterAttributes(ClusterAttributes.NONE);
    }
    workloads.add(workload.build());
  }

  // the environment, which is the same in all worlds

  static List<SimulatedEntity> entities() {
    List<SimulatedEntity> entities = new ArrayList<>();
    for (int i = 0; i < CLUSTERS; i++) {
      entities.add(SimulatedEntity.hostGroup("hg-" + i));
      entities.add(kubernetes(i));
      entities.add(host(i));
    }
    return entities;
  }

  static SimulatedEntity host(int cluster) {
    return SimulatedEntity.host("node-" + cluster)
        .instanceOf(SimulatedEntity.hostGroup("hg-" + cluster))
        .inKubernetesCluster(kubernetes(cluster));
  }

  private static SimulatedEntity kubernetes(int cluster) {
    return SimulatedEntity.kubernetesCluster("dynakube", uid(cluster));
  }

  private static String uid(int cluster) {
    return "uid-" + cluster;
  }

  /** Returns whether records with attributes of older agents can be assigned to a cluster. */
  boolean legacyIsTied() {
    return connected || !legacy;
  }

  SimulatedQueries queries() {
    SimulatedQueries queries =
        SimulatedQueries.DEFAULT.bytesPerDay(
            Map.of(SimulatedWorkload.DEFAULT_BUCKET, 900_000_000_000L));
    return denied ? queries.missingPermissions("storage:buckets:read") : queries;
  }

  /** Returns the workloads as they would be without permissions. */
  List<SimulatedWorkload> withoutPermissions() {
    return workloads.stream()
        .map(
            it ->
                new SimulatedWorkload(
                    it.host(),
                    it.attributes(),
                    it.pods(),
                    it.recordsPerMinute(),
                    it.bytesPerRecord(),
                    it.bucket(),
                    it.from(),
                    it.until(),
                    it.ruleDelay(),
                    it.shippingDelay(),
                    false,
                    it.dropped(),
                    it.clusterAttributes()))
        .toList();
  }

  /**
   * Returns the rules before the change as a snapshot of the simulator.
   *
   * @param connections a snapshot of the connections of the Kubernetes clusters
   */
  JsonNode rulesBefore(JsonNode connections) {
    ObjectNode snapshot = connections.deepCopy();
    ArrayNode objects = connected ? snapshot.withArray("objects") : snapshot.putArray("objects");
    for (int i = 0; i < CLUSTERS; i++) {
      // clusters that are not desired ingest everything
      Collection<String> names = i >= DESIRED ? NAMES : before.get(i);
      if (!names.isEmpty()) {
        ObjectNode rule = include(objects, SimulatedEntity.hostGroup("hg-" + i).entityId(), names);
        if (i < DESIRED) {
          rule.put("externalId", "logconfig:logconfig:hg-" + i + ":include");
        }
      }
    }
    if (everything) {
      include(objects, "environment", List.of("*"));
    }
    return snapshot;
  }

  private static ObjectNode include(
      ArrayNode objects, String scope, Collection<String> namespaces) {
    ObjectNode item =
        objects
            .addObject()
            .put("key", new UUID(0, objects.size() + 1L).toString())
            .put("schemaId", LogRule.SCHEMA_ID)
            .put("scope", scope);
    ObjectNode value =
        item.putObject("value")
            .put("enabled", true)
            .put("config-item-title", "rule")
            .put("send-to-storage", true);
    ArrayNode values =
        value
            .putArray("matchers")
            .addObject()
            .put("attribute", "k8s.namespace.name")
            .put("operator", "MATCHES")
            .putArray("values");
    namespaces.forEach(values::add);
    return item;
  }

  private Set<String> some() {
    Set<String> some = new TreeSet<>();
    NAMES.stream().filter(name -> oneIn(2)).forEach(some::add);
    return some;
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }
}
