package io.github.logconfig.simulator;

import io.github.logconfig.simulator.internal.entities.Relation;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A monitored entity: a host group, a host, a Kubernetes cluster or anything else with a name. Its
 * id is derived from its type and name, or from the UID of a Kubernetes cluster.
 *
 * <p><b>Thread safety:</b> immutable; every change returns a copy.
 *
 * @since 0.1.0
 */
public final class SimulatedEntity {

  public static final String KUBERNETES_CLUSTER = "KUBERNETES_CLUSTER";

  /** Type of a Kubernetes namespace. */
  public static final String KUBERNETES_NAMESPACE = "CLOUD_APPLICATION_NAMESPACE";

  /** Property of a Kubernetes cluster that holds its UID. */
  public static final String UID_PROPERTY = "kubernetesClusterId";

  private static final int ID_BYTES = 8;
  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z_]*");
  private static final Pattern ID = Pattern.compile("[A-Z][A-Z_]*-[0-9A-F]{16}");

  private final String type;
  private final String entityId;
  private final String name;
  private final Instant firstSeen;
  private final Optional<Instant> lastSeen;
  private final List<String> tags;
  private final Map<String, String> properties;
  private final Map<String, List<String>> relations;

  private SimulatedEntity(
      String type,
      String entityId,
      String name,
      Instant firstSeen,
      Optional<Instant> lastSeen,
      List<String> tags,
      Map<String, String> properties,
      Map<String, List<String>> relations) {
    this.type = type;
    this.entityId = entityId;
    this.name = name;
    this.firstSeen = firstSeen;
    this.lastSeen = lastSeen;
    this.tags = List.copyOf(tags);
    this.properties = Map.copyOf(properties);
    this.relations = Map.copyOf(relations);
  }

  /**
   * An entity that has been seen since 2026-01-01 and is seen all the time.
   *
   * @param type for example {@code HOST_GROUP}
   * @param name its display name
   * @return the entity, without tags
   * @throws IllegalArgumentException if the type is not in capitals
   */
  public static SimulatedEntity of(String type, String name) {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException(
          "entity type \"" + Quoted.text(type) + "\" is not in capitals such as HOST_GROUP");
    }
    return new SimulatedEntity(
        type,
        type + "-" + hash(type + "/" + name),
        name,
        Instant.parse("2026-01-01T00:00:00Z"),
        Optional.empty(),
        List.of(),
        Map.of(),
        Map.of());
  }

  /**
   * A host.
   *
   * @param name its display name
   * @return the host, in no host group
   */
  public static SimulatedEntity host(String name) {
    return of("HOST", name);
  }

  /**
   * A host group.
   *
   * @param name its name
   * @return the host group
   */
  public static SimulatedEntity hostGroup(String name) {
    return of("HOST_GROUP", name);
  }

  /**
   * A Kubernetes cluster with a UID that is derived from its name.
   *
   * @param name its display name
   * @return the cluster
   */
  public static SimulatedEntity kubernetesCluster(String name) {
    String uid =
        UUID.nameUUIDFromBytes(("kube-system/" + name).getBytes(StandardCharsets.UTF_8)).toString();
    return of(KUBERNETES_CLUSTER, name).property(UID_PROPERTY, uid);
  }

  /**
   * A Kubernetes cluster. Several clusters may have the same display name; the id is derived from
   * the UID. An environment that holds the cluster also holds its connection settings ({@code
   * builtin:cloud.kubernetes}); use {@link #of of("KUBERNETES_CLUSTER", name)} for a cluster
   * without connection settings.
   *
   * @param name its display name
   * @param uid the UID of its namespace {@code kube-system}
   * @return the cluster
   */
  public static SimulatedEntity kubernetesCluster(String name, String uid) {
    return of(KUBERNETES_CLUSTER, name)
        .withId(KUBERNETES_CLUSTER + "-" + hash(KUBERNETES_CLUSTER + "/uid/" + uid))
        .property(UID_PROPERTY, uid);
  }

  /**
   * A namespace of a Kubernetes cluster.
   *
   * @param name its name
   * @param cluster the Kubernetes cluster
   * @return the namespace
   */
  public static SimulatedEntity kubernetesNamespace(String name, SimulatedEntity cluster) {
    return of(KUBERNETES_NAMESPACE, name)
        .withId(KUBERNETES_NAMESPACE + "-" + hash(cluster.entityId() + "/" + name))
        .related(Relation.CLUSTER_OF_NAMESPACE.key(), cluster.entityId());
  }

  /**
   * The same with another id.
   *
   * @param id type, a hyphen and 16 upper-case hex digits
   * @return a copy
   * @throws IllegalArgumentException if the id has another form or another type
   */
  public SimulatedEntity withId(String id) {
    if (!ID.matcher(id).matches() || !id.startsWith(type + "-")) {
      throw new IllegalArgumentException(
          "entity id \"" + Quoted.text(id) + "\" is not " + type + "-<16 hex digits>");
    }
    return new SimulatedEntity(type, id, name, firstSeen, lastSeen, tags, properties, relations);
  }

  /**
   * The same, seen for the last time then. The service lists what was seen in the last three days.
   *
   * @param time when it was seen for the last time
   * @return a copy
   */
  public SimulatedEntity lastSeen(Instant time) {
    Instant first = firstSeen.isAfter(time) ? time : firstSeen;
    return new SimulatedEntity(
        type, entityId, name, first, Optional.of(time), tags, properties, relations);
  }

  /**
   * The same with one more tag.
   *
   * @param tag {@code key}, {@code key:value}, or {@code [context]key:value}
   * @return a copy
   */
  public SimulatedEntity tag(String tag) {
    List<String> more = new ArrayList<>(tags);
    more.add(tag);
    return new SimulatedEntity(
        type, entityId, name, firstSeen, lastSeen, more, properties, relations);
  }

  /**
   * The same with one more property.
   *
   * @param key name of the property
   * @param value its value
   * @return a copy
   */
  public SimulatedEntity property(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(properties);
    more.put(key, value);
    return new SimulatedEntity(type, entityId, name, firstSeen, lastSeen, tags, more, relations);
  }

  /**
   * Returns a copy that is an instance of a group, as a host is of its host group.
   *
   * @param group the group
   * @return a copy
   */
  public SimulatedEntity instanceOf(SimulatedEntity group) {
    return related(Relation.INSTANCE_OF.key(), group.entityId());
  }

  /**
   * Returns a copy that belongs to a Kubernetes cluster, as a node's host does.
   *
   * @param cluster the Kubernetes cluster
   * @return a copy
   */
  public SimulatedEntity inKubernetesCluster(SimulatedEntity cluster) {
    return related(Relation.CLUSTER_OF_HOST.key(), cluster.entityId());
  }

  /**
   * Its type.
   *
   * @return for example {@code HOST_GROUP}
   */
  public String type() {
    return type;
  }

  /**
   * Its id.
   *
   * @return type, a hyphen and 16 upper-case hex digits
   */
  public String entityId() {
    return entityId;
  }

  /**
   * Its display name.
   *
   * @return the name as it was given
   */
  public String displayName() {
    return name;
  }

  /** Returns when the entity was first seen, in milliseconds since 1970. */
  public long firstSeenMillis() {
    return firstSeen.toEpochMilli();
  }

  /**
   * Returns when the entity was last seen, in milliseconds since 1970; {@code now} if it is alive.
   */
  public long lastSeenMillis(long now) {
    return lastSeen.map(Instant::toEpochMilli).orElse(now);
  }

  /** Returns the properties by name. */
  public Map<String, String> properties() {
    return properties;
  }

  /**
   * Returns the ids of the related entities.
   *
   * @param relation the name of the relationship: {@code isInstanceOf}, {@code isClusterOfHost} or
   *     {@code isClusterOfNamespace}
   */
  public List<String> related(String relation) {
    return relations.getOrDefault(relation, List.of());
  }

  /** Returns the UID of a connected Kubernetes cluster; empty for other entities. */
  public Optional<String> kubernetesUid() {
    return type.equals(KUBERNETES_CLUSTER)
        ? Optional.ofNullable(properties.get(UID_PROPERTY))
        : Optional.empty();
  }

  Instant firstSeen() {
    return firstSeen;
  }

  /** Returns when the entity was last seen; empty if it is alive. */
  public Optional<Instant> lastSeen() {
    return lastSeen;
  }

  /** Returns the tags, for example {@code [Kubernetes]env:stage}. */
  public List<String> tags() {
    return tags;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SimulatedEntity that && entityId.equals(that.entityId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(entityId);
  }

  @Override
  public String toString() {
    return entityId + " \"" + Quoted.text(name) + "\"";
  }

  private SimulatedEntity related(String relation, String other) {
    Map<String, List<String>> more = new LinkedHashMap<>();
    more.putAll(relations);
    more.put(relation, Stream.concat(related(relation).stream(), Stream.of(other)).toList());
    return new SimulatedEntity(type, entityId, name, firstSeen, lastSeen, tags, properties, more);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES).toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
