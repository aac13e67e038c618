package io.github.logconfig.model;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The scope of a rule: the object that it is attached to. Rules of narrower scopes are evaluated
 * first: host, Kubernetes cluster, host group, environment.
 *
 * @param kind the kind of the scope
 * @param id the scope in the notation of the service: {@code environment} or the id of an entity
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

  /** The kinds of scopes, in the order of evaluation. */
  public enum Kind {
    /** One host. */
    HOST,
    /** One Kubernetes cluster; the Dynatrace Operator may create a rule here. */
    KUBERNETES_CLUSTER,
    /** All hosts of one host group. */
    HOST_GROUP,
    /** The whole environment. */
    ENVIRONMENT,
    /** An unknown kind of scope. */
    OTHER
  }

  /** Checks that nothing is null. */
  public RuleScope {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
  }

  /**
   * Returns the scope of an entity; of kind {@link Kind#OTHER} if the type of the entity is
   * unknown.
   */
  public static RuleScope of(EntityId entity) {
    Kind kind = KIND_BY_ENTITY_TYPE.getOrDefault(entity.type(), Kind.OTHER);
    return new RuleScope(kind, entity.value());
  }

  /**
   * Parses a scope in the notation of the service. Never fails: an unknown scope is kept.
   *
   * @param text {@code environment}, {@code tenant}, or the id of an entity
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
