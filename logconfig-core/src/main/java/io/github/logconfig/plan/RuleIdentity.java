package io.github.logconfig.plan;

import io.github.logconfig.model.ExternalId;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Owner;
import java.util.Optional;

/**
 * Which rule of ours a rule is. It travels as the rule's external id, {@code
 * logconfig:<owner>:<host group>:<role>}, and is the only mark of ownership: a rule without it is
 * somebody else's and is never touched.
 *
 * @param owner who owns the rule
 * @param hostGroup the host group that it is for
 * @param role what it is for
 * @since 0.1.0
 */
public record RuleIdentity(Owner owner, HostGroupName hostGroup, RuleRole role) {

  private static final String PREFIX = "logconfig";

  /**
   * Reads an external id.
   *
   * @param externalId any external id
   * @return the identity; empty if the id is not one of logconfig's
   */
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

  /** What the external ids of all our rules for one host group begin with. */
  static String prefix(Owner owner, HostGroupName hostGroup) {
    return PREFIX + ":" + owner.value() + ":" + hostGroup.value() + ":";
  }

  /**
   * The external id that marks the rule.
   *
   * @return for example {@code logconfig:logconfig:prod-1:include}
   */
  public ExternalId externalId() {
    return new ExternalId(String.join(":", PREFIX, owner.value(), hostGroup.value(), role.value()));
  }

  /**
   * Returns the title that the rule has in Dynatrace. Titles are unique in a scope, so the title
   * holds the owner unless it is the default one: several owners can share a host group.
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
