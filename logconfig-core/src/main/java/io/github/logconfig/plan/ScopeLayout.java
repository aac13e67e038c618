package io.github.logconfig.plan;

import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.RuleAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the place of each of our rules in the order of a scope.
 *
 * <p>Rules of others keep their places and their say; a rule of ours is put elsewhere only where a
 * rule before it would keep all logs of a wanted namespace out: an include rule right before the
 * first rule that does so, the closing rule behind the include rules.
 */
final class ScopeLayout {

  /** One rule of the scope; rules that will be deleted keep their slot until then. */
  private static final class Slot {
    final Optional<ObservedRule> observed;
    final Optional<RoleState> role;
    final boolean deleted;
    final RuleChain alone;
    final RuleAction action;
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
      this.alone = new RuleChain(List.of(new ScopedRule(rules.scope(), rule)));
      this.action = rule.action();
    }

    boolean isClosing() {
      return role.map(RoleState::isClosing).orElse(false);
    }

    /** Whether it keeps logs out, as a closing rule of ours or as any other rule. */
    boolean excludes(boolean closing) {
      return action == RuleAction.EXCLUDE && isClosing() == closing;
    }

    boolean isInclude() {
      return role.isPresent() && !isClosing() && !deleted;
    }

    boolean isMovable() {
      return observed.map(ObservedRule::movable).orElse(true);
    }

    /** Whether other rules can be put behind it, whenever that is done. */
    boolean isAnchor() {
      return observed.isPresent() && !moved && !deleted && isMovable();
    }

    boolean takesAll(NamespaceName namespace) {
      return RuleEvaluator.verdict(alone, namespace).catchAll().isPresent();
    }
  }

  private final ClusterRules rules;
  private final boolean coverageIsTakenAway;
  private final List<Slot> slots = new ArrayList<>();
  private final SortedSet<RuleRole> stuck = new TreeSet<>();

  /**
   * @param rules the rules as they stand
   * @param roles what becomes of our rules
   * @param coverageIsTakenAway whether a rule of ours stops taking in a wanted namespace that
   *     another one has to take over; then the closing rule must not be in the way meanwhile
   */
  ScopeLayout(ClusterRules rules, Collection<RoleState> roles, boolean coverageIsTakenAway) {
    this.rules = rules;
    this.coverageIsTakenAway = coverageIsTakenAway;
    fill(roles);
    placeIncludes();
    placeClosing();
  }

  /** Where a rule is to be put; empty if it stands and stays. */
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

  /** The rules that should be moved and that the service does not let be moved. */
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
          kept.filter(RoleState::isToBeRewritten)
              .flatMap(RoleState::wanted)
              .map(WantedRule::rule)
              .orElse(rule.rule());
      slots.add(
          new Slot(rules, Optional.of(rule), kept.or(() -> surplus), surplus.isPresent(), after));
    }
    for (RoleState role : roles) {
      if (role.isToBeCreated()) {
        LogRule rule = role.wanted().orElseThrow().rule();
        int at = role.isClosing() ? slots.size() : firstClosing().orElse(slots.size());
        slots.add(at, new Slot(rules, Optional.empty(), Optional.of(role), false, rule));
      }
    }
  }

  private OptionalInt firstClosing() {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (slot.isClosing() && slot.observed.isPresent()) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private void placeIncludes() {
    for (Slot include : slots.stream().filter(Slot::isInclude).toList()) {
      int at = slots.indexOf(include);
      OptionalInt foreign = firstBlocker(include, at, false);
      OptionalInt closing = firstBlocker(include, at, true);
      boolean inFrontOfClosing = closing.isPresent() && (coverageIsTakenAway || !closingCanMove());
      if (foreign.isEmpty() && !inFrontOfClosing) {
        continue;
      }
      int target = Math.min(foreign.orElse(at), firstClosing().orElse(at));
      if (foreign.isPresent() || target < at) {
        move(include, at, target);
      }
    }
  }

  private boolean closingCanMove() {
    return slots.stream()
        .filter(slot -> slot.isClosing() && !slot.deleted)
        .allMatch(Slot::isMovable);
  }

  private void placeClosing() {
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
      if (slot.isClosing() && !slot.deleted && slot.observed.isPresent()) {
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
  }

  /** The first rule before an include rule that keeps all logs of one of its namespaces out. */
  private OptionalInt firstBlocker(Slot include, int before, boolean closing) {
    if (slots.subList(0, before).stream().noneMatch(slot -> slot.excludes(closing))) {
      return OptionalInt.empty();
    }
    int first = before;
    SortedSet<NamespaceName> namespaces =
        include.role.flatMap(RoleState::wanted).map(WantedRule::namespaces).orElseThrow();
    for (NamespaceName namespace : namespaces) {
      if (first > 0 && !rules.isDecidedByNarrowerScopes(namespace)) {
        first = blockerOf(namespace, first, closing).orElse(first);
      }
    }
    return first < before ? OptionalInt.of(first) : OptionalInt.empty();
  }

  private OptionalInt blockerOf(NamespaceName namespace, int before, boolean closing) {
    for (int i = 0; i < before; i++) {
      Slot slot = slots.get(i);
      boolean counts =
          slot.isClosing() ? closing && (!slot.deleted || coverageIsTakenAway) : !slot.deleted;
      if (counts && slot.takesAll(namespace)) {
        return slot.excludes(closing) ? OptionalInt.of(i) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /** The place of a slot, told by a rule that stays where it is. */
  private Position position(int at) {
    boolean last =
        slots.stream().skip(at + 1L).noneMatch(slot -> slot.observed.isPresent() && !slot.moved);
    if (last) {
      return Position.LAST;
    }
    for (int i = at - 1; i >= 0; i--) {
      if (slots.get(i).isAnchor()) {
        return new Position.After(slots.get(i).observed.orElseThrow().objectId());
      }
    }
    return Position.FIRST;
  }
}
