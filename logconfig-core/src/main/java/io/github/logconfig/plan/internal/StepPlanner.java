package io.github.logconfig.plan.internal;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObservedRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates the steps for the planned roles and orders them in waves, so that in every intermediate
 * state all desired namespaces stay covered and nothing undesired is let in.
 */
final class StepPlanner {

  /** A step without its wave. */
  private record Draft(
      RoleState role, Optional<ObservedRule> object, boolean deletes, Optional<Position> place) {

    boolean writes(RoleState other) {
      return !deletes && role.identity().equals(other.identity());
    }

    /** Returns the title that must be free before the step. */
    Optional<String> titleNeeded() {
      if (deletes) {
        return Optional.empty();
      }
      return role.desired()
          .map(DesiredRule::title)
          .filter(title -> !object.map(it -> it.rule().title().equals(title)).orElse(false));
    }

    boolean holds(String title) {
      return object.map(it -> it.rule().title().equals(title)).orElse(false);
    }
  }

  private final RuleScope scope;
  private final List<RoleState> roles;
  private final Coverage coverage;
  private final List<Draft> drafts = new ArrayList<>();
  private final ScopeLayout layout;

  StepPlanner(RuleScope scope, List<RoleState> roles, Coverage coverage, ScopeLayout layout) {
    this.scope = scope;
    this.roles = roles;
    this.coverage = coverage;
    this.layout = layout;
    roles.forEach(this::draft);
  }

  /**
   * Returns the roles whose title is used by another managed rule that cannot release it earlier,
   * each with a temporary title.
   */
  Map<RuleRole, String> heldTitles() {
    Map<RuleRole, String> held = new HashMap<>();
    order(held);
    return held;
  }

  /** Returns the steps in the order of their waves. */
  List<PlanStep> steps() {
    List<Integer> waves = order(new HashMap<>()).waves();
    List<PlanStep> steps = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      steps.add(step(drafts.get(i), waves.get(i)));
    }
    steps.sort(Comparator.comparingInt(PlanStep::wave));
    return steps;
  }

  private void draft(RoleState role) {
    Optional<Position> place = layout.placeOf(role);
    boolean written = role.needsCreation() || role.needsUpdate() || place.isPresent();
    if (role.desired().isPresent() && written) {
      drafts.add(new Draft(role, role.kept(), false, place));
    }
    role.surplus()
        .forEach(rule -> drafts.add(new Draft(role, Optional.of(rule), true, Optional.empty())));
  }

  private StepOrder order(Map<RuleRole, String> held) {
    StepOrder order = new StepOrder(drafts.size());
    for (int i = 0; i < drafts.size(); i++) {
      for (int j = 0; j < drafts.size(); j++) {
        if (mustFollow(drafts.get(i), drafts.get(j))) {
          order.await(i, j);
        }
      }
    }
    for (int i = 0; i < drafts.size(); i++) {
      Optional<String> title = drafts.get(i).titleNeeded();
      if (title.isPresent() && !isFreed(title.get(), i, order)) {
        RoleState role = drafts.get(i).role();
        held.put(role.identity().role(), meanwhile(role));
      }
    }
    return order;
  }

  /** Lets a step wait until its title is free; returns false if that is not possible. */
  private boolean isFreed(String title, int step, StepOrder order) {
    for (RoleState role : roles) {
      boolean keepsIt =
          role.kept().map(kept -> kept.rule().title().equals(title)).orElse(false)
              && role.desired().map(desired -> desired.title().equals(title)).orElse(false);
      if (keepsIt) {
        return false;
      }
    }
    for (int j = 0; j < drafts.size(); j++) {
      if (step != j && drafts.get(j).holds(title) && !order.await(step, j)) {
        return false;
      }
    }
    return true;
  }

  private static String meanwhile(RoleState role) {
    return role.kept()
        .map(rule -> rule.rule().title())
        .orElse(role.identity().title() + " (to be renamed)");
  }

  private boolean mustFollow(Draft step, Draft other) {
    if (step.deletes() && step.role().isCatchAll() && other.writes(step.role())) {
      return true; // the scope always has a catch-all rule
    }
    if (step.role().isCatchAll() != other.role().isCatchAll()) {
      return step.role().isCatchAll(); // the catch-all rule changes after the include rules
    }
    return step.object()
        .filter(
            object ->
                coverage.successorsOf(object).stream()
                    .filter(other::writes)
                    .anyMatch(
                        role -> other.place().isPresent() || !coverage.alreadyCovers(role, object)))
        .isPresent();
  }

  private PlanStep step(Draft draft, int wave) {
    RoleState role = draft.role();
    RuleIdentity identity = role.identity();
    if (draft.deletes()) {
      return PlanStep.delete(identity, draft.object().orElseThrow(), wave);
    }
    DesiredRule desired = role.desired().orElseThrow();
    LogRule rule = desired.rule(role.kept().map(ObservedRule::rule));
    Position place = draft.place().orElse(Position.LAST);
    if (role.kept().isEmpty()) {
      List<NamespaceName> namespaces = List.copyOf(desired.namespaces());
      return PlanStep.create(identity, scope, rule, namespaces, place, wave);
    }
    ObservedRule kept = role.kept().get();
    if (role.adopted()) {
      return PlanStep.adopt(identity, kept, rule, place, wave);
    }
    return role.needsUpdate()
        ? PlanStep.update(identity, kept, rule, draft.place(), wave)
        : PlanStep.move(identity, kept, place, wave);
  }
}
