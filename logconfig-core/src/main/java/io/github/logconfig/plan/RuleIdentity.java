package io.github.logconfig.plan;

import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.rule.ExternalId;
import java.util.Optional;

/**
 * The identity of a managed rule. It is encoded in the external id, {@code logconfig:<owner>:<host
 * group or cluster>:<role>}. A rule without such an external id is unmanaged and never changed.
 *
 * @param owner the owner of the rule
 * @param targetName the host group or the cluster whose logs the rule is for; the scope of the rule
 *     decides which of the two
 * @param role the role of the rule among the managed rules of that host group or cluster
 * @since 0.1.0
 */
public record RuleIdentity(Owner owner, TargetName targetName, RuleRole role) {

  private static final String PREFIX = "logconfig";

  /** Parses an external id; empty if it is not one of logconfig. */
  public static Optional<RuleIdentity> parse(ExternalId externalId) {
    String[] parts = externalId.value().split(":", -1);
    if (parts.length != 4 || !parts[0].equals(PREFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RuleIdentity(new Owner(parts[1]), new TargetName(parts[2]), new RuleRole(parts[3])));
    } catch (InvalidValueException foreign) {
      return Optional.empty();
    }
  }

  /**
   * Returns the role of a rule that an owner manages for a host group or cluster; empty if the rule
   * is unmanaged, or managed by another owner or under another name.
   */
  public static Optional<RuleRole> roleOf(
      ExternalId externalId, Owner owner, TargetName targetName) {
    String prefix = PREFIX + ":" + owner.value() + ":" + targetName.value() + ":";
    return externalId.value().startsWith(prefix)
        ? RuleRole.parse(externalId.value().substring(prefix.length()))
        : Optional.empty();
  }

  /** Returns the external id, for example {@code logconfig:logconfig:prod-1:include}. */
  public ExternalId externalId() {
    return new ExternalId(
        String.join(":", PREFIX, owner.value(), targetName.value(), role.value()));
  }

  /**
   * Returns the title of the rule. Titles are unique in a scope and several owners may share a
   * scope, so the title contains the owner unless it is the default one.
   */
  public String title() {
    String ofOwner = owner.equals(Owner.DEFAULT) ? "" : " (" + owner + ")";
    return PREFIX + " " + targetName + role.titleSuffix() + ofOwner;
  }

  @Override
  public String toString() {
    return externalId().value();
  }
}
