package io.github.logconfig.rule;

import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.RuleScope;

/**
 * The host group of a cluster in Dynatrace: all hosts of the cluster.
 *
 * @param name the name that the agents of the cluster are installed with
 * @param id the id of the entity
 * @since 0.1.0
 */
public record HostGroup(HostGroupName name, EntityId id) {

  /** The entity type of host groups. */
  public static final String ENTITY_TYPE = "HOST_GROUP";

  /**
   * Checks the type of the entity.
   *
   * @throws InvalidValueException if {@code id} is not the id of a host group
   */
  public HostGroup {
    if (!id.type().equals(ENTITY_TYPE)) {
      throw new InvalidValueException("entity id", id.value(), "the id of a host group");
    }
  }

  /**
   * Returns a host group.
   *
   * @throws InvalidValueException if the name or the id is invalid
   */
  public static HostGroup of(String name, String id) {
    return new HostGroup(new HostGroupName(name), new EntityId(id));
  }

  /** Returns the scope of the host group. */
  public RuleScope scope() {
    return RuleScope.of(id);
  }
}
