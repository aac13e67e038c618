package io.github.logconfig.reconcile;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.logconfig.dynatrace.DynatraceClient;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what one environment holds: all log rules in one paged list, and the ids of the host groups
 * that are asked for.
 */
final class EnvironmentObserver {

  private static final SchemaId SCHEMA = new SchemaId(LogRule.SCHEMA_ID);
  private static final String KUBERNETES_CLUSTER = "KUBERNETES_CLUSTER";
  private static final int LONGEST_SELECTOR = 2_000;

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
    Map<String, Set<EntityId>> ids = new LinkedHashMap<>();
    Set<String> wanted = Set.copyOf(names);
    for (String selector : selectors(type, names)) {
      client
          .entities()
          .list(selector)
          .filter(entity -> wanted.contains(entity.displayName()))
          .forEach(entity -> add(ids, entity));
    }
    return ids;
  }

  private static void add(Map<String, Set<EntityId>> ids, Entity entity) {
    ids.computeIfAbsent(entity.displayName(), name -> new HashSet<>())
        .add(new EntityId(entity.entityId()));
  }

  /** As few selectors as the names fit into. None of the names can hold a quote. */
  private static List<String> selectors(String type, List<String> names) {
    String head = "type(\"" + type + "\"),caseSensitive(entityName.in(";
    String tail = "))";
    List<String> selectors = new ArrayList<>();
    StringBuilder list = new StringBuilder();
    for (String name : names) {
      String quoted = "\"" + name + "\"";
      int length = head.length() + list.length() + 1 + quoted.length() + tail.length();
      if (!list.isEmpty() && length > LONGEST_SELECTOR) {
        selectors.add(head + list + tail);
        list.setLength(0);
      }
      list.append(list.isEmpty() ? "" : ",").append(quoted);
    }
    if (!list.isEmpty()) {
      selectors.add(head + list + tail);
    }
    return selectors;
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
