package io.github.logconfig.model;

/**
 * All hosts of one cluster, as Dynatrace knows them.
 *
 * @param name the name that the cluster's agents were installed with
 * @param id the entity that stands for it; log rules of the cluster hang there
 * @since 0.1.0
 */
public record HostGroup(HostGroupName name, EntityId id) {

  /** The type of the entities that are host groups. */
  public static final String ENTITY_TYPE = "HOST_GROUP";

  /**
   * Checks the type of the entity.
   *
   * @param name as told above
   * @param id as told above
   * @throws InvalidValueException if {@code id} is not the id of a host group
   */
  public HostGroup {
    if (!id.type().equals(ENTITY_TYPE)) {
      throw new InvalidValueException("entity id", id.value(), "the id of a host group");
    }
  }

  /**
   * The host group of a name and an id.
   *
   * @param name its name
   * @param id the id of its entity
   * @return the host group
   * @throws InvalidValueException if one of them cannot be what it is meant to be
   */
  public static HostGroup of(String name, String id) {
    return new HostGroup(new HostGroupName(name), new EntityId(id));
  }

  /**
   * Where the rules of this host group hang.
   *
   * @return the scope
   */
  public RuleScope scope() {
    return RuleScope.of(id);
  }
}
