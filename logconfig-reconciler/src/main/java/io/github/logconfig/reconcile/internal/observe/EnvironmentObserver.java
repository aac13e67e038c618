package io.github.logconfig.reconcile.internal.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.logconfig.arrival.ClusterIdentities;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.entities.EntitiesByName;
import io.github.logconfig.dynatrace.entities.Entity;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.ClusterTies;
import io.github.logconfig.rule.HostGroup;
import io.github.logconfig.rule.ObservedHost;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * Reads what one environment holds: the ids of host groups, and all log rules and all connections
 * of Kubernetes clusters in one paged list. If no host group is a target, host groups are looked up
 * only if some have rules. Hosts are read only for Kubernetes clusters {@linkplain
 * ClusterTies#scopesThatNeedTopology that need it}, and for hosts that have rules.
 */
public final class EnvironmentObserver {

  private static final SchemaId KUBERNETES = new SchemaId("builtin:cloud.kubernetes");
  private static final Pattern KUBERNETES_CLUSTER =
      Pattern.compile("KUBERNETES_CLUSTER-[0-9A-F]{16}");
  private static final Pattern HOST = Pattern.compile("HOST-[0-9A-F]{16}");
  private static final String IN_HOST_GROUP = "isInstanceOf";
  private static final String OF_KUBERNETES_CLUSTER = "isClusterOfHost";

  private static final Set<String> FIELDS =
      Set.of(
          "objectId",
          "schemaId",
          "scope",
          "externalId",
          "value",
          "updateToken",
          "modified",
          "author",
          "modificationInfo");

  private static final SettingsQuery EVERYTHING =
      SettingsQuery.builder()
          .addSchemaId(RuleMapper.SCHEMA)
          .addSchemaId(KUBERNETES)
          .fields(FIELDS)
          .build();

  private final DynatraceClient client;

  public EnvironmentObserver(DynatraceClient client) {
    this.client = client;
  }

  /**
   * Reads an environment.
   *
   * @param clusters the clusters to be planned
   * @param all all desired clusters of the environment: those too may be what an entity is tied to
   * @param identifies whether to read also what {@linkplain ClusterIdentities#needingTopology
   *     identifies the log records} of the clusters
   */
  public ObservedState observe(
      Environment environment,
      Collection<DesiredCluster> clusters,
      Collection<DesiredCluster> all,
      boolean identifies) {
    Map<HostGroupName, Set<EntityId>> hostGroups = new LinkedHashMap<>();
    Settings settings;
    if (clusters.stream().anyMatch(cluster -> cluster.target() == Target.HOST_GROUP)) {
      settings =
          ConcurrentReads.run(() -> resolveHostGroups(clusters, hostGroups), this::readSettings);
    } else {
      settings = readSettings();
      if (settings.rules.stream()
          .anyMatch(rule -> rule.scope().kind() == RuleScope.Kind.HOST_GROUP)) {
        resolveHostGroups(clusters, hostGroups);
      }
    }
    Map<EntityId, ObservedKubernetesCluster> kubernetes = settings.kubernetes;
    ObservedState.Builder observed =
        ObservedState.builder().environment(environment.name()).rules(settings.rules);
    ObservedState withoutTopology =
        observed.hostGroups(hostGroups).kubernetesClusters(kubernetes.values()).build();
    Set<EntityId> needing =
        new LinkedHashSet<>(ClusterTies.scopesThatNeedTopology(all, withoutTopology));
    if (identifies) {
      needing.addAll(ClusterIdentities.needingTopology(all, withoutTopology));
    }
    Set<String> hosts = ids(withoutTopology.scopesWithRules(RuleScope.Kind.HOST), HOST);
    if (needing.isEmpty() && hosts.isEmpty()) {
      return withoutTopology;
    }
    resolveHostGroups(all, hostGroups);
    readHostGroupsOf(needing, kubernetes);
    return observed
        .hostGroups(hostGroups)
        .kubernetesClusters(kubernetes.values())
        .hosts(client.entities().hosts(hosts).stream().map(EnvironmentObserver::host).toList())
        .build();
  }

  /**
   * Reads an environment completely: also the names of all host groups, if a host group has rules,
   * and the host groups of all Kubernetes clusters.
   *
   * @param desired the desired clusters of the environment
   */
  public ObservedState observeAll(Environment environment, Collection<DesiredCluster> desired) {
    Settings read = readSettings();
    Map<EntityId, ObservedKubernetesCluster> kubernetes = read.kubernetes;
    ObservedState.Builder observed =
        ObservedState.builder().environment(environment.name()).rules(read.rules);
    ObservedState settings = observed.kubernetesClusters(kubernetes.values()).build();
    Set<EntityId> clusters = new LinkedHashSet<>(kubernetes.keySet());
    settings
        .scopesWithRules(RuleScope.Kind.KUBERNETES_CLUSTER)
        .forEach(scope -> scope.entity().ifPresent(clusters::add));
    if (!clusters.isEmpty()) {
      readHostGroupsOf(clusters, kubernetes);
    }
    Map<HostGroupName, Set<EntityId>> hostGroups = new LinkedHashMap<>();
    if (!clusters.isEmpty()
        || !desired.isEmpty()
        || !settings.scopesWithRules(RuleScope.Kind.HOST_GROUP).isEmpty()) {
      client
          .entities()
          .list("type(\"" + HostGroup.ENTITY_TYPE + "\")")
          .forEach(entity -> add(entity, hostGroups));
    }
    Set<String> hosts = ids(settings.scopesWithRules(RuleScope.Kind.HOST), HOST);
    return observed
        .hostGroups(hostGroups)
        .kubernetesClusters(kubernetes.values())
        .hosts(
            hosts.isEmpty()
                ? List.of()
                : client.entities().hosts(hosts).stream().map(EnvironmentObserver::host).toList())
        .build();
  }

  /** The rules and connections of Kubernetes clusters of one list. */
  private static final class Settings {

    private final List<ObservedRule> rules = new ArrayList<>();
    private final Map<EntityId, ObservedKubernetesCluster> kubernetes = new LinkedHashMap<>();

    void add(SettingsObject object) {
      if (object.schemaId().filter(KUBERNETES::equals).isPresent()) {
        kubernetesCluster(object).ifPresent(it -> kubernetes.put(it.id(), it));
      } else {
        rules.add(RuleMapper.observed(object, rules.size()));
      }
    }
  }

  private Settings readSettings() {
    return client
        .settings()
        .collect(
            EVERYTHING,
            Collector.of(
                Settings::new,
                Settings::add,
                (one, other) -> {
                  throw new IllegalStateException("a list is read by one thread");
                }));
  }

  private void resolveHostGroups(
      Collection<DesiredCluster> clusters, Map<HostGroupName, Set<EntityId>> hostGroups) {
    List<String> names =
        clusters.stream()
            .map(DesiredCluster::hostGroup)
            .filter(name -> !hostGroups.containsKey(name))
            .map(HostGroupName::value)
            .distinct()
            .toList();
    if (names.isEmpty()) {
      return;
    }
    EntitiesByName found = client.entities().findByName(HostGroup.ENTITY_TYPE, names);
    Map<HostGroupName, Set<EntityId>> otherwise = new LinkedHashMap<>();
    for (String name : names) {
      hostGroups.put(
          new HostGroupName(name),
          found.of(name).stream()
              .map(entity -> new EntityId(entity.entityId()))
              .collect(Collectors.toSet()));
      found.ignoringCase(name).forEach(entity -> add(entity, otherwise));
    }
    otherwise.forEach(hostGroups::putIfAbsent);
  }

  /** Adds a host group unless no cluster can have its name. */
  private static void add(Entity entity, Map<HostGroupName, Set<EntityId>> hostGroups) {
    try {
      hostGroups
          .computeIfAbsent(new HostGroupName(entity.displayName()), it -> new LinkedHashSet<>())
          .add(new EntityId(entity.entityId()));
    } catch (InvalidValueException e) {
      // no cluster can have that name
    }
  }

  private static Optional<ObservedKubernetesCluster> kubernetesCluster(SettingsObject object) {
    JsonNode value = object.value().orElse(MissingNode.getInstance());
    return object
        .scope()
        .flatMap(scope -> RuleScope.parse(scope.value()).entity())
        .map(
            id ->
                ObservedKubernetesCluster.builder()
                    .id(id)
                    .label(text(value, "label"))
                    .uid(text(value, "clusterId").flatMap(EnvironmentObserver::uid))
                    .build());
  }

  private static Optional<String> text(JsonNode value, String field) {
    return Optional.of(value.path(field).asText("")).filter(text -> !text.isEmpty());
  }

  private static Optional<KubernetesClusterUid> uid(String text) {
    try {
      return Optional.of(new KubernetesClusterUid(text));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  private void readHostGroupsOf(
      Set<EntityId> ids, Map<EntityId, ObservedKubernetesCluster> kubernetes) {
    Set<String> known =
        ids.stream()
            .map(EntityId::value)
            .filter(id -> KUBERNETES_CLUSTER.matcher(id).matches())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Map<EntityId, Set<EntityId>> hostGroups = new LinkedHashMap<>();
    Set<EntityId> withHostsWithoutGroup = new LinkedHashSet<>();
    known.forEach(id -> hostGroups.put(new EntityId(id), new LinkedHashSet<>()));
    for (Entity host : client.entities().hostsOfKubernetesClusters(known)) {
      for (EntityId cluster : related(host.toRelationships(), OF_KUBERNETES_CLUSTER)) {
        Set<EntityId> ofCluster = hostGroups.get(cluster);
        Set<EntityId> ofHost = related(host.fromRelationships(), IN_HOST_GROUP);
        if (ofCluster != null) {
          ofCluster.addAll(ofHost);
        }
        if (ofHost.isEmpty()) {
          withHostsWithoutGroup.add(cluster);
        }
      }
    }
    hostGroups.forEach(
        (id, groups) ->
            kubernetes.put(
                id,
                ObservedKubernetesCluster.builder()
                    .from(
                        kubernetes.getOrDefault(
                            id, ObservedKubernetesCluster.builder().id(id).build()))
                    .hostGroups(groups)
                    .hasHostsWithoutGroup(withHostsWithoutGroup.contains(id))
                    .build()));
  }

  private static ObservedHost host(Entity entity) {
    return new ObservedHost(
        new EntityId(entity.entityId()),
        related(entity.fromRelationships(), IN_HOST_GROUP),
        related(entity.toRelationships(), OF_KUBERNETES_CLUSTER));
  }

  private static Set<EntityId> related(Map<String, List<String>> relations, String name) {
    return relations.getOrDefault(name, List.of()).stream()
        .flatMap(id -> RuleScope.parse(id).entity().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> ids(Set<RuleScope> scopes, Pattern form) {
    return scopes.stream()
        .map(RuleScope::id)
        .filter(id -> form.matcher(id).matches())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
