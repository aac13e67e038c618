package io.github.logconfig.reconcile;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.EntitiesByName;
import io.github.logconfig.dynatrace.Entity;
import io.github.logconfig.dynatrace.SchemaId;
import io.github.logconfig.dynatrace.SettingsObject;
import io.github.logconfig.dynatrace.SettingsQuery;
import io.github.logconfig.dynatrace.SettingsScope;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.ExternalId;
import io.github.logconfig.model.HostGroup;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.UpdateToken;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what one environment holds: all log rules in one paged list, and the ids of the host groups
 * that are asked for.
 */
final class EnvironmentObserver {

  private static final SchemaId SCHEMA = new SchemaId(LogRule.SCHEMA_ID);
  private static final String KUBERNETES_CLUSTER = "KUBERNETES_CLUSTER";

  private final DynatraceClient client;

  EnvironmentObserver(DynatraceClient client) {
    this.client = client;
  }

  ObservedState observe(Environment environment, Collection<DesiredCluster> clusters) {
    List<ObservedRule> rules =
        client.settings().list(SettingsQuery.ofSchema(SCHEMA)).flatMap(this::rule).toList();
    ObservedState.Builder observed =
        ObservedState.builder().environment(environment.name()).addAllRules(rules);
    Map<String, Set<EntityId>> hostGroups =
        idsByName(
            HostGroup.ENTITY_TYPE,
            clusters.stream().map(cluster -> cluster.hostGroup().value()).distinct().toList());
    clusters.forEach(
        cluster ->
            observed.putHostGroup(
                cluster.hostGroup(),
                hostGroups.getOrDefault(cluster.hostGroup().value(), Set.of())));
    if (rules.stream().anyMatch(EnvironmentObserver::hangsFromAKubernetesCluster)) {
      Map<String, Set<EntityId>> kubernetesClusters =
          idsByName(
              KUBERNETES_CLUSTER,
              clusters.stream().map(cluster -> cluster.name().value()).toList());
      clusters.forEach(
          cluster ->
              observed.putKubernetesCluster(
                  cluster.name(),
                  kubernetesClusters.getOrDefault(cluster.name().value(), Set.of())));
    }
    return observed.build();
  }

  private static boolean hangsFromAKubernetesCluster(ObservedRule rule) {
    return rule.scope().kind() == RuleScope.Kind.KUBERNETES_CLUSTER;
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

  private Stream<ObservedRule> rule(SettingsObject object) {
    Optional<ObjectId> objectId = object.objectId().map(id -> new ObjectId(id.value()));
    Optional<UpdateToken> token =
        object.updateToken().map(updateToken -> new UpdateToken(updateToken.value()));
    if (objectId.isEmpty() || token.isEmpty()) {
      return Stream.empty();
    }
    return Stream.of(
        ObservedRule.builder()
            .objectId(objectId.get())
            .updateToken(token.get())
            .scope(
                object
                    .scope()
                    .map(SettingsScope::value)
                    .map(RuleScope::parse)
                    .orElse(RuleScope.ENVIRONMENT))
            .externalId(object.externalId().map(id -> new ExternalId(id.value())))
            .rule(LogRuleJson.read(object.value().orElse(MissingNode.getInstance())))
            .modified(object.modified())
            .author(object.author())
            .build());
  }
}
