package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.Position;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Determines the position of each managed rule in the order of a scope.
 *
 * <p>Unmanaged rules keep their positions. A managed rule is moved only if a rule before it would
 * exclude all logs of a desired namespace: an include rule immediately before the first such rule,
 * the catch-all rule after the include rules.
 */
final class ScopeLayout {

  /** A rule of the scope. A rule that will be deleted keeps its slot until then. */
  private static final class Slot {
    final Optional<ObservedRule> observed;
    final Optional<RoleState> role;
    final boolean deleted;
    final ScopedRule rule;
    int index;
    boolean moved;

    Slot(
        ClusterRules rules,
        Optional<ObservedRule> observed,
        Optional<RoleState> role,
        boolean deleted,
        LogRule rule) {
      this.observed = observed;
      this.role = role;
      this.deleted = deleted;
      this.rule = new ScopedRule(rules.scope(), rule);
    }

    boolean isCatchAll() {
      return role.map(RoleState::isCatchAll).orElse(false);
    }

    /** Returns whether the rule excludes logs and is, or is not, the catch-all rule. */
    boolean excludes(boolean catchAll) {
      return rule.rule().action() == RuleAction.EXCLUDE && isCatchAll() == catchAll;
    }

    boolean isInclude() {
      return role.isPresent() && !isCatchAll() && !deleted;
    }

    boolean isMovable() {
      return observed.map(ObservedRule::movable).orElse(true);
    }

    /** Returns whether other rules can be positioned after the rule at any time. */
    boolean isAnchor() {
      return observed.isPresent() && !moved && !deleted && isMovable();
    }
  }

  private final ClusterRules rules;
  private final boolean coverageIsReduced;
  private final List<Slot> slots = new ArrayList<>();
  private final SortedSet<RuleRole> stuck = new TreeSet<>();
  private final RuleChain chain;
  private final IdentityHashMap<ScopedRule, Slot> byRule = new IdentityHashMap<>();
  private final Map<NamespaceName, List<Slot>> matching = new HashMap<>();

  /**
   * @param rules the observed rules
   * @param roles the planned roles
   * @param coverageIsReduced whether a managed rule stops including a desired namespace that
   *     another one takes over; the catch-all rule must not precede that one in the meantime
   */
  ScopeLayout(ClusterRules rules, Collection<RoleState> roles, boolean coverageIsReduced) {
    this.rules = rules;
    this.coverageIsReduced = coverageIsReduced;
    fill(roles);
    slots.forEach(slot -> byRule.put(slot.rule, slot));
    this.chain = new RuleChain(slots.stream().map(slot -> slot.rule).toList());
    numberSlots();
    placeIncludes();
    placeCatchAll();
  }

  /** Returns the new position of a rule; empty if the rule keeps its position. */
  Optional<Position> placeOf(RoleState role) {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      boolean itself =
          !slot.deleted && slot.role.map(it -> it.identity().equals(role.identity())).orElse(false);
      if (itself) {
        boolean stays = slot.observed.isPresent() && !slot.moved && !role.adopted();
        return stays ? Optional.empty() : Optional.of(position(i));
      }
    }
    return Optional.empty();
  }

  /** Returns the rules that have to be moved but that the service does not allow to move. */
  Set<RuleRole> stuck() {
    return stuck;
  }

  private void fill(Collection<RoleState> roles) {
    Map<ObjectId, RoleState> byKept = new HashMap<>();
    Map<ObjectId, RoleState> bySurplus = new HashMap<>();
    for (RoleState role : roles) {
      role.kept().ifPresent(rule -> byKept.put(rule.objectId(), role));
      role.surplus().forEach(rule -> bySurplus.put(rule.objectId(), role));
    }
    for (ObservedRule rule : rules.own()) {
      Optional<RoleState> kept = Optional.ofNullable(byKept.get(rule.objectId()));
      Optional<RoleState> surplus = Optional.ofNullable(bySurplus.get(rule.objectId()));
      LogRule after =
          kept.filter(RoleState::needsUpdate)
              .flatMap(RoleState::desired)
              .map(DesiredRule::rule)
              .orElse(rule.rule());
      slots.add(
          new Slot(rules, Optional.of(rule), kept.or(() -> surplus), surplus.isPresent(), after));
    }
    for (RoleState role : roles) {
      if (role.needsCreation()) {
        LogRule rule = role.desired().orElseThrow().rule();
        int at = role.isCatchAll() ? slots.size() : firstCatchAll().orElse(slots.size());
        slots.add(at, new Slot(rules, Optional.empty(), Optional.of(role), false, rule));
      }
    }
  }

  private OptionalInt firstCatchAll() {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (slot.isCatchAll() && slot.observed.isPresent()) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private void placeIncludes() {
    for (Slot include : slots.stream().filter(Slot::isInclude).toList()) {
      int at = include.index;
      OptionalInt blocker = firstBlocker(include, at, false);
      OptionalInt catchAll = firstBlocker(include, at, true);
      boolean inFrontOfCatchAll = catchAll.isPresent() && (coverageIsReduced || !catchAllCanMove());
      if (blocker.isEmpty() && !inFrontOfCatchAll) {
        continue;
      }
      int target = Math.min(blocker.orElse(at), firstCatchAll().orElse(at));
      if (blocker.isPresent() || target < at) {
        move(include, at, target);
      }
    }
  }

  private boolean catchAllCanMove() {
    return slots.stream()
        .filter(slot -> slot.isCatchAll() && !slot.deleted)
        .allMatch(Slot::isMovable);
  }

  private void placeCatchAll() {
    int last = -1;
    boolean blocks = false;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (slot.isInclude()) {
        last = i;
        blocks |= !slot.moved && firstBlocker(slot, i, true).isPresent();
      }
    }
    for (int i = 0; i < last && blocks; i++) {
      Slot slot = slots.get(i);
      if (slot.isCatchAll() && !slot.deleted && slot.observed.isPresent()) {
        move(slot, i, last);
        return;
      }
    }
  }

  private void move(Slot slot, int from, int to) {
    if (!slot.isMovable()) {
      slot.role.ifPresent(role -> stuck.add(role.identity().role()));
      return;
    }
    slots.remove(from);
    slots.add(to, slot);
    slot.moved = true;
    numberSlots();
  }

  private void numberSlots() {
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).index = i;
    }
  }

  /**
   * Returns the first rule before an include rule that excludes all logs of one of its namespaces.
   */
  private OptionalInt firstBlocker(Slot include, int before, boolean catchAll) {
    if (slots.subList(0, before).stream().noneMatch(slot -> slot.excludes(catchAll))) {
      return OptionalInt.empty();
    }
    int first = before;
    SortedSet<NamespaceName> namespaces =
        include.role.flatMap(RoleState::desired).map(DesiredRule::namespaces).orElseThrow();
    for (NamespaceName namespace : namespaces) {
      Slot decider = null;
      for (Slot slot : matching(namespace)) {
        boolean counts =
            slot.isCatchAll() ? catchAll && (!slot.deleted || coverageIsReduced) : !slot.deleted;
        if (counts && (decider == null || slot.index < decider.index)) {
          decider = slot;
        }
      }
      if (decider != null && decider.index < first && decider.excludes(catchAll)) {
        first = decider.index;
      }
    }
    return first < before ? OptionalInt.of(first) : OptionalInt.empty();
  }

  /** Returns the rules that decide for a namespace, unless narrower scopes do. */
  private List<Slot> matching(NamespaceName namespace) {
    return matching.computeIfAbsent(
        namespace,
        name ->
            rules.isDecidedByNarrowerScopes(name)
                ? List.of()
                : chain.matchingAll(name).stream().map(this::slotOf).toList());
  }

  private Slot slotOf(ScopedRule rule) {
    return Objects.requireNonNull(byRule.get(rule));
  }

  /** Returns the position of a slot, relative to a rule that is not moved. */
  private Position position(int at) {
    boolean last =
        slots.stream().skip(at + 1L).noneMatch(slot -> slot.observed.isPresent() && !slot.moved);
    if (last) {
      return Position.LAST;
    }
    for (int i = at - 1; i >= 0; i--) {
      if (slots.get(i).isAnchor()) {
        ObservedRule anchor = slots.get(i).observed.orElseThrow();
        return new Position.After(anchor.objectId(), anchor.rule().title());
      }
    }
    return Position.FIRST;
  }
}
