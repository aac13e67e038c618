package io.github.logconfig.simulator.internal.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Entities in JSON, as the option {@code --entities}, the control path {@code
 * /__simulator/entities} and {@code entities} of the builder read them.
 */
public final class EntityJson {

  private static final String HOST = "HOST";
  private static final String HOST_GROUP = "HOST_GROUP";
  private static final Set<String> REFERRING = Set.of(HOST, SimulatedEntity.KUBERNETES_NAMESPACE);
  private static final Set<String> KEYS =
      Set.of(
          "type",
          "name",
          "id",
          "uid",
          "hostGroup",
          "kubernetesCluster",
          "lastSeen",
          "tags",
          "properties");

  private EntityJson() {}

  /**
   * Reads a list of entities.
   *
   * @param known entities that hosts and namespaces may refer to, beside those of the list
   * @throws IllegalArgumentException if the list is invalid
   */
  public static List<SimulatedEntity> read(JsonNode json, List<SimulatedEntity> known) {
    if (!json.isArray()) {
      throw new IllegalArgumentException("entities: expected a JSON list of objects");
    }
    List<SimulatedEntity> all = new ArrayList<>(known);
    List<SimulatedEntity> read = new ArrayList<>();
    // hosts and namespaces come last: they refer to entities that may follow them in the list
    for (boolean referring : List.of(false, true)) {
      for (int i = 0; i < json.size(); i++) {
        if (REFERRING.contains(json.get(i).path("type").asText()) == referring) {
          try {
            SimulatedEntity entity = readOne(json.get(i), all);
            all.add(entity);
            read.add(entity);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("entity " + i + ": " + e.getMessage(), e);
          }
        }
      }
    }
    return read;
  }

  public static ArrayNode write(Entities entities) {
    ArrayNode list = ApiResponse.JSON.createArrayNode();
    for (SimulatedEntity entity : entities.all()) {
      ObjectNode node =
          list.addObject()
              .put("type", entity.type())
              .put("name", entity.displayName())
              .put("id", entity.entityId());
      entity.kubernetesUid().ifPresent(uid -> node.put("uid", uid));
      entity.related(Relation.INSTANCE_OF.key()).forEach(id -> node.put("hostGroup", id));
      entity
          .related(Relation.CLUSTER_OF_HOST.key())
          .forEach(id -> node.put("kubernetesCluster", id));
      entity
          .related(Relation.CLUSTER_OF_NAMESPACE.key())
          .forEach(id -> node.put("kubernetesCluster", id));
      entity.lastSeen().ifPresent(time -> node.put("lastSeen", time.toString()));
      if (!entity.tags().isEmpty()) {
        entity.tags().forEach(node.putArray("tags")::add);
      }
      ObjectNode properties = ApiResponse.JSON.createObjectNode();
      entity.properties().forEach(properties::put);
      properties.remove(SimulatedEntity.UID_PROPERTY);
      if (!properties.isEmpty()) {
        node.set("properties", properties);
      }
    }
    return list;
  }

  /**
   * Returns a host.
   *
   * @param hostGroup name or id of its host group; empty for none
   * @param kubernetesCluster UID, id or unique name of its Kubernetes cluster; empty for none
   * @param known the entities to find them in
   * @throws IllegalArgumentException if one of them is unknown, or the name is not unique
   */
  public static SimulatedEntity host(
      String name, String hostGroup, String kubernetesCluster, List<SimulatedEntity> known) {
    SimulatedEntity host = SimulatedEntity.host(name);
    if (!hostGroup.isEmpty()) {
      host = host.instanceOf(find(known, HOST_GROUP, hostGroup));
    }
    if (!kubernetesCluster.isEmpty()) {
      host =
          host.inKubernetesCluster(
              find(known, SimulatedEntity.KUBERNETES_CLUSTER, kubernetesCluster));
    }
    return host;
  }

  private static SimulatedEntity readOne(JsonNode json, List<SimulatedEntity> known) {
    json.fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(
                    "unknown key \"" + Quoted.text(key) + "\"; expected one of " + sorted(KEYS));
              }
            });
    String type = text(json, "type");
    String name = text(json, "name");
    if (type.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("\"type\" and \"name\" are required");
    }
    String uid = text(json, "uid");
    if (!uid.isEmpty() && !type.equals(SimulatedEntity.KUBERNETES_CLUSTER)) {
      throw new IllegalArgumentException("only a KUBERNETES_CLUSTER has a \"uid\"");
    }
    String hostGroup = text(json, "hostGroup");
    String cluster = text(json, "kubernetesCluster");
    boolean isNamespace = type.equals(SimulatedEntity.KUBERNETES_NAMESPACE);
    if (!type.equals(HOST) && !(hostGroup + (isNamespace ? "" : cluster)).isEmpty()) {
      throw new IllegalArgumentException(
          "only a HOST has a \"hostGroup\", and only a HOST or a"
              + " CLOUD_APPLICATION_NAMESPACE a \"kubernetesCluster\"");
    }
    SimulatedEntity entity =
        type.equals(HOST)
            ? host(name, hostGroup, cluster, known)
            : isNamespace && !cluster.isEmpty()
                ? SimulatedEntity.kubernetesNamespace(
                    name, find(known, SimulatedEntity.KUBERNETES_CLUSTER, cluster))
                : uid.isEmpty()
                    ? SimulatedEntity.of(type, name)
                    : SimulatedEntity.kubernetesCluster(name, uid);
    String id = text(json, "id");
    entity = id.isEmpty() ? entity : entity.withId(id);
    String lastSeen = text(json, "lastSeen");
    entity = lastSeen.isEmpty() ? entity : entity.lastSeen(instant(lastSeen));
    for (JsonNode tag : json.path("tags")) {
      entity = entity.tag(tag.asText());
    }
    for (var property : json.path("properties").properties()) {
      entity = entity.property(property.getKey(), property.getValue().asText());
    }
    return entity;
  }

  /** Finds an entity by id, by the UID of a Kubernetes cluster, or by a name that is unique. */
  public static SimulatedEntity find(List<SimulatedEntity> known, String type, String reference) {
    List<SimulatedEntity> named = new ArrayList<>();
    for (SimulatedEntity entity : new Entities(known).all()) {
      if (entity.type().equals(type)) {
        if (entity.entityId().equals(reference)
            || entity.kubernetesUid().filter(reference::equals).isPresent()) {
          return entity;
        }
        if (entity.displayName().equals(reference)) {
          named.add(entity);
        }
      }
    }
    if (named.size() != 1) {
      throw new IllegalArgumentException(
          type
              + " \""
              + Quoted.text(reference)
              + "\" "
              + (named.isEmpty() ? "is unknown" : "is the name of " + named.size() + " entities"));
    }
    return named.get(0);
  }

  private static String text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
      throw new IllegalArgumentException("\"" + key + "\" is not a text");
    }
    return value.asText("");
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "\"lastSeen\" is not a time such as 2026-01-31T12:00:00Z: " + Quoted.text(text), e);
    }
  }

  private static List<String> sorted(Set<String> keys) {
    return keys.stream().sorted().toList();
  }
}
