package io.github.logconfig.model;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a rule hangs. Rules of narrower scopes are tried first: host, Kubernetes cluster, host
 * group, environment.
 *
 * @param kind how wide the scope is
 * @param id the scope as the service writes it: {@code environment} or the id of an entity
 * @since 0.1.0
 */
public record RuleScope(Kind kind, String id) {

  /** The scope of a whole environment. */
  public static final RuleScope ENVIRONMENT = new RuleScope(Kind.ENVIRONMENT, "environment");

  private static final Map<String, Kind> KIND_BY_ENTITY_TYPE =
      Map.of(
          "HOST", Kind.HOST,
          "KUBERNETES_CLUSTER", Kind.KUBERNETES_CLUSTER,
          "HOST_GROUP", Kind.HOST_GROUP);

  /** How wide a scope is, from narrow to wide: the order in which rules are tried. */
  public enum Kind {
    /** One host. */
    HOST,
    /** One Kubernetes cluster; the operator may put a rule here. */
    KUBERNETES_CLUSTER,
    /** All hosts of one host group. */
    HOST_GROUP,
    /** Everything. */
    ENVIRONMENT,
    /** A kind of scope that this version does not know. */
    OTHER
  }

  /**
   * Refuses what is missing.
   *
   * @param kind as told above
   * @param id as told above
   */
  public RuleScope {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
  }

  /**
   * The scope of one entity.
   *
   * @param entity the entity that rules hang from
   * @return its scope; of kind {@link Kind#OTHER} if log rules are not known to hang from such
   *     entities
   */
  public static RuleScope of(EntityId entity) {
    Kind kind = KIND_BY_ENTITY_TYPE.getOrDefault(entity.type(), Kind.OTHER);
    return new RuleScope(kind, entity.value());
  }

  /**
   * Reads a scope as the service writes it. Never fails: what is not known is kept.
   *
   * @param text {@code environment}, {@code tenant}, or the id of an entity
   * @return the scope
   */
  public static RuleScope parse(String text) {
    if (text.equals("environment") || text.equals("tenant")) {
      return ENVIRONMENT;
    }
    return EntityId.isValid(text) ? of(new EntityId(text)) : new RuleScope(Kind.OTHER, text);
  }

  /** Returns the entity whose scope this is; empty for the environment and for unknown scopes. */
  public Optional<EntityId> entity() {
    return EntityId.isValid(id) ? Optional.of(new EntityId(id)) : Optional.empty();
  }

  @Override
  public String toString() {
    return id;
  }
}
