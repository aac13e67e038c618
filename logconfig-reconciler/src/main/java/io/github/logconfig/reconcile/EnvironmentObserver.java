package io.github.logconfig.reconcile;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.EntitiesByName;
import io.github.logconfig.dynatrace.Entity;
import io.github.logconfig.dynatrace.SettingsQuery;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroup;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.Owner;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what one environment holds: the ids of the host groups that are asked for, then all log
 * rules in one paged list. Rules that play no part for these clusters are passed over page by page,
 * so that they take no memory. The Kubernetes clusters are looked up only if some rule hangs from
 * one.
 */
final class EnvironmentObserver {

  private static final String KUBERNETES_CLUSTER = "KUBERNETES_CLUSTER";

  private static final Set<String> FIELDS =
      Set.of(
          "objectId",
          "scope",
          "externalId",
          "value",
          "updateToken",
          "modified",
          "author",
          "modificationInfo");

  private static final SettingsQuery ALL_RULES =
      SettingsQuery.builder().addSchemaId(StepRequests.SCHEMA).fields(FIELDS).build();

  private final DynatraceClient client;
  private final Owner owner;

  /**
   * @param owner whose rules are told of wherever they hang
   */
  EnvironmentObserver(DynatraceClient client, Owner owner) {
    this.client = client;
    this.owner = owner;
  }

  ObservedState observe(Environment environment, Collection<DesiredCluster> clusters) {
    ObservedState.Builder observed = ObservedState.builder().environment(environment.name());
    Set<EntityId> hostGroups = resolveHostGroups(clusters, observed);
    RulesOfInterest rules =
        new RulesOfInterest(owner, hostGroups, () -> resolveKubernetesClusters(clusters, observed));
    client
        .settings()
        .list(ALL_RULES)
        .flatMap(object -> ObservedRules.read(object).stream())
        .flatMap(rule -> rules.asFarAsOfInterest(rule).stream())
        .forEach(observed::addRule);
    return observed.build();
  }

  private Set<EntityId> resolveHostGroups(
      Collection<DesiredCluster> clusters, ObservedState.Builder observed) {
    Map<String, Set<EntityId>> found =
        idsByName(
            HostGroup.ENTITY_TYPE,
            clusters.stream().map(cluster -> cluster.hostGroup().value()).toList());
    Set<EntityId> all = new LinkedHashSet<>();
    for (DesiredCluster cluster : clusters) {
      Set<EntityId> ids = found.getOrDefault(cluster.hostGroup().value(), Set.of());
      observed.putHostGroup(cluster.hostGroup(), ids);
      all.addAll(ids);
    }
    return all;
  }

  private Set<EntityId> resolveKubernetesClusters(
      Collection<DesiredCluster> clusters, ObservedState.Builder observed) {
    Map<String, Set<EntityId>> found =
        idsByName(
            KUBERNETES_CLUSTER, clusters.stream().map(cluster -> cluster.name().value()).toList());
    Set<EntityId> all = new LinkedHashSet<>();
    for (DesiredCluster cluster : clusters) {
      Set<EntityId> ids = found.getOrDefault(cluster.name().value(), Set.of());
      observed.putKubernetesCluster(cluster.name(), ids);
      all.addAll(ids);
    }
    return all;
  }

  /** The ids of the entities that have exactly one of the names, case included. */
  private Map<String, Set<EntityId>> idsByName(String type, List<String> names) {
    EntitiesByName entities = client.entities().findByName(type, names);
    return names.stream()
        .distinct()
        .collect(Collectors.toMap(name -> name, name -> ids(entities.of(name))));
  }

  private static Set<EntityId> ids(List<Entity> entities) {
    return entities.stream()
        .map(entity -> new EntityId(entity.entityId()))
        .collect(Collectors.toSet());
  }
}
