package io.github.logconfig.plan;

import io.github.logconfig.model.ExternalId;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Owner;
import java.util.Optional;

/**
 * The identity of a managed rule. It is encoded in the external id, {@code logconfig:<owner>:<host
 * group>:<role>}. A rule without such an external id is unmanaged and never changed.
 *
 * @param owner the owner of the rule
 * @param hostGroup the host group whose logs the rule is for
 * @param role the role of the rule among the managed rules of the host group
 * @since 0.1.0
 */
public record RuleIdentity(Owner owner, HostGroupName hostGroup, RuleRole role) {

  private static final String PREFIX = "logconfig";

  /** Parses an external id; empty if it is not one of logconfig. */
  public static Optional<RuleIdentity> parse(ExternalId externalId) {
    String[] parts = externalId.value().split(":", -1);
    if (parts.length != 4 || !parts[0].equals(PREFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RuleIdentity(
              new Owner(parts[1]), new HostGroupName(parts[2]), new RuleRole(parts[3])));
    } catch (InvalidValueException foreign) {
      return Optional.empty();
    }
  }

  /**
   * Returns the role of a rule that an owner manages for a host group; empty if the rule is
   * unmanaged, or managed by another owner or for another host group.
   */
  public static Optional<RuleRole> roleOf(
      ExternalId externalId, Owner owner, HostGroupName hostGroup) {
    String prefix = PREFIX + ":" + owner.value() + ":" + hostGroup.value() + ":";
    return externalId.value().startsWith(prefix)
        ? RuleRole.parse(externalId.value().substring(prefix.length()))
        : Optional.empty();
  }

  /** Returns the external id, for example {@code logconfig:logconfig:prod-1:include}. */
  public ExternalId externalId() {
    return new ExternalId(String.join(":", PREFIX, owner.value(), hostGroup.value(), role.value()));
  }

  /**
   * Returns the title of the rule. Titles are unique in a scope and several owners may share a host
   * group, so the title contains the owner unless it is the default one.
   */
  public String title() {
    String ofOwner = owner.equals(Owner.DEFAULT) ? "" : " (" + owner + ")";
    return PREFIX + " " + hostGroup + role.titleSuffix() + ofOwner;
  }

  @Override
  public String toString() {
    return externalId().value();
  }
}
