package io.github.logconfig.reconcile;

import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.Precondition;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The removal of the orphans of one host group or cluster in one scope.
 *
 * @param plan the steps and their effects
 * @param orphans the rules
 * @since 0.1.0
 */
public record OrphanRemoval(LogConfigPlan plan, List<Orphan> orphans) {

  /** Copies the list. */
  public OrphanRemoval {
    orphans = List.copyOf(orphans);
  }

  /** Returns one removal for each host group or cluster and scope. */
  public static List<OrphanRemoval> of(List<Orphan> orphans, ObservedState observed, Owner owner) {
    Map<List<Object>, List<Orphan>> byScope = new LinkedHashMap<>();
    for (Orphan orphan : orphans) {
      byScope
          .computeIfAbsent(
              List.of(orphan.environment(), orphan.targetName(), orphan.scope()),
              key -> new ArrayList<>())
          .add(orphan);
    }
    return byScope.values().stream().map(group -> ofScope(group, observed, owner)).toList();
  }

  /** Returns the removals that a document has; their effects are not known. */
  public static List<OrphanRemoval> ofDocument(List<Orphan> orphans) {
    Map<RuleScope, List<Orphan>> byScope = new LinkedHashMap<>();
    orphans.forEach(
        orphan -> byScope.computeIfAbsent(orphan.scope(), key -> new ArrayList<>()).add(orphan));
    List<OrphanRemoval> removals = new ArrayList<>();
    byScope.forEach(
        (scope, ofScope) -> {
          Orphan first = ofScope.get(0);
          ObservedState.Builder observed =
              ObservedState.builder().environment(first.environment().name());
          ofScope.forEach(orphan -> observed.addRule(orphan.asObserved()));
          removals.add(ofScope(ofScope, observed.build(), first.identity().owner()));
        });
    return removals;
  }

  private static OrphanRemoval ofScope(List<Orphan> orphans, ObservedState observed, Owner owner) {
    Orphan first = orphans.get(0);
    Set<ObjectId> ids = orphans.stream().map(Orphan::objectId).collect(Collectors.toSet());
    return new OrphanRemoval(
        LogConfigPlanner.planRemoval(
            first.environment(),
            first.targetName(),
            observed.rulesIn(first.scope()).stream()
                .filter(rule -> ids.contains(rule.objectId()))
                .toList(),
            observed,
            owner),
        orphans);
  }

  /** Returns what must still hold of an orphan when it is removed. */
  public static Precondition.Unchanged unchanged(Orphan orphan) {
    return new Precondition.Unchanged(orphan.objectId(), orphan.updateToken());
  }
}
