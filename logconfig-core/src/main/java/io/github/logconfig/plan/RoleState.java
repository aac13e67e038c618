package io.github.logconfig.plan;

import io.github.logconfig.model.ObservedRule;
import java.util.List;
import java.util.Optional;

/**
 * One role of our rules: what is wanted, and which objects stand for it now.
 *
 * @param identity which rule
 * @param wanted what it is to say; empty if there is to be none
 * @param kept the object that says it, or is to; empty if one has to be created
 * @param isMet whether {@code kept} says what is wanted; looked at once, since it is the most that
 *     is to be done for a cluster where nothing changes
 * @param adopted whether {@code kept} is a rule that was made by hand
 * @param surplus objects that have to go
 */
record RoleState(
    RuleIdentity identity,
    Optional<WantedRule> wanted,
    Optional<ObservedRule> kept,
    boolean isMet,
    boolean adopted,
    List<ObservedRule> surplus) {

  static RoleState of(RuleIdentity identity, Optional<WantedRule> wanted, OwnedRules owned) {
    List<ObservedRule> observed = owned.of(identity.role());
    if (wanted.isEmpty()) {
      return new RoleState(identity, wanted, Optional.empty(), false, false, observed);
    }
    Optional<ObservedRule> kept = owned.kept(identity.role(), identity.title());
    List<ObservedRule> surplus =
        observed.size() < 2
            ? List.of()
            : observed.stream()
                .filter(rule -> !rule.objectId().equals(kept.orElseThrow().objectId()))
                .toList();
    return new RoleState(identity, wanted, kept, isMet(wanted, kept), false, surplus);
  }

  RoleState adopting(ObservedRule rule) {
    return new RoleState(identity, wanted, Optional.of(rule), false, true, surplus);
  }

  RoleState titled(String title) {
    Optional<WantedRule> titled = wanted.map(rule -> rule.titled(title));
    return new RoleState(identity, titled, kept, isMet(titled, kept), adopted, surplus);
  }

  boolean isClosing() {
    return identity.role().equals(RuleRole.EXCLUDE_REST);
  }

  /** Whether what the kept object says has to change. */
  boolean isToBeRewritten() {
    return adopted || (wanted.isPresent() && kept.isPresent() && !isMet);
  }

  boolean isToBeCreated() {
    return wanted.isPresent() && kept.isEmpty();
  }

  boolean isAsWanted() {
    return !isToBeRewritten() && !isToBeCreated() && surplus.isEmpty();
  }

  private static boolean isMet(Optional<WantedRule> wanted, Optional<ObservedRule> kept) {
    return wanted.isPresent() && kept.isPresent() && wanted.get().isMetBy(kept.get().rule());
  }
}
