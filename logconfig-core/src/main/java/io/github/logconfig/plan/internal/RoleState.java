package io.github.logconfig.plan.internal;

import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.rule.ObservedRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The desired rule of a role, and the objects that have the role now.
 *
 * @param identity the identity of the managed rule
 * @param desired the desired rule; empty if there must be none
 * @param kept the object that is kept; empty if one has to be created
 * @param isUpToDate whether {@code kept} is as desired; computed once because it is most of the
 *     work for a cluster without changes
 * @param adopted whether {@code kept} is an unmanaged rule
 * @param surplus the objects to delete
 */
record RoleState(
    RuleIdentity identity,
    Optional<DesiredRule> desired,
    Optional<ObservedRule> kept,
    boolean isUpToDate,
    boolean adopted,
    List<ObservedRule> surplus) {

  static RoleState of(RuleIdentity identity, Optional<DesiredRule> desired, ManagedRules owned) {
    List<ObservedRule> observed = owned.of(identity.role());
    if (desired.isEmpty()) {
      return new RoleState(identity, desired, Optional.empty(), false, false, observed);
    }
    Optional<ObservedRule> kept = owned.kept(identity.role(), identity.title());
    List<ObservedRule> surplus =
        observed.size() < 2
            ? List.of()
            : observed.stream()
                .filter(rule -> !rule.objectId().equals(kept.orElseThrow().objectId()))
                .toList();
    return new RoleState(identity, desired, kept, isUpToDate(desired, kept), false, surplus);
  }

  /** Returns the role with unmanaged rules: the first is kept if none is yet, others deleted. */
  RoleState adopting(List<ObservedRule> rules) {
    List<ObservedRule> deleted = new ArrayList<>(surplus);
    deleted.addAll(kept.isPresent() ? rules : rules.subList(1, rules.size()));
    boolean keepsFirst = kept.isEmpty();
    return new RoleState(
        identity,
        desired,
        keepsFirst ? Optional.of(rules.get(0)) : kept,
        !keepsFirst && isUpToDate,
        keepsFirst,
        deleted);
  }

  /** Returns whether an unmanaged rule is kept or merged. */
  boolean isAdopting(ObservedRule rule) {
    return (adopted && kept.equals(Optional.of(rule))) || surplus.contains(rule);
  }

  RoleState titled(String title) {
    Optional<DesiredRule> titled = desired.map(rule -> rule.titled(title));
    return new RoleState(identity, titled, kept, isUpToDate(titled, kept), adopted, surplus);
  }

  boolean isCatchAll() {
    return identity.role().equals(RuleRole.CATCH_ALL);
  }

  /** Returns whether the content of the kept object has to change. */
  boolean needsUpdate() {
    return adopted || (desired.isPresent() && kept.isPresent() && !isUpToDate);
  }

  boolean needsCreation() {
    return desired.isPresent() && kept.isEmpty();
  }

  boolean isUnchanged() {
    return !needsUpdate() && !needsCreation() && surplus.isEmpty();
  }

  private static boolean isUpToDate(Optional<DesiredRule> desired, Optional<ObservedRule> kept) {
    return desired.isPresent() && kept.isPresent() && desired.get().isSameAs(kept.get().rule());
  }
}
