package io.github.logconfig.plan;

import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import java.util.List;
import java.util.Optional;

/**
 * One change to one rule.
 *
 * <p>Steps of one scope that depend on each other are in successive {@linkplain #wave waves}. The
 * steps of a wave may be sent together; each of them succeeds or fails independently. A wave starts
 * when all steps of the previous one have succeeded.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param action what the step does
 * @param identity the managed rule, whose external id the rule has after the step
 * @param scope the scope of the rule, before and after the step
 * @param title the title of the rule after the step, or before it if the step deletes the rule
 * @param ruleBefore the observed rule; empty for {@link Action#CREATE} and for steps that were read
 *     from a plan document
 * @param ruleAfter the rule that the step writes; empty only for {@link Action#DELETE}
 * @param diff the difference between both rules
 * @param position the new position of the rule; empty if the rule keeps its position or is deleted
 * @param wave the number of the wave, from 0
 * @param precondition what must hold when the step is executed
 * @since 0.1.0
 */
public record PlanStep(
    Action action,
    RuleIdentity identity,
    RuleScope scope,
    String title,
    Optional<LogRule> ruleBefore,
    Optional<LogRule> ruleAfter,
    RuleDiff diff,
    Optional<Position> position,
    int wave,
    Precondition precondition) {

  /**
   * Checks that the components fit the action.
   *
   * @throws IllegalArgumentException if a component is missing that the action needs, or is present
   *     although the action has none
   */
  public PlanStep {
    boolean creates = action == Action.CREATE;
    boolean deletes = action == Action.DELETE;
    require(creates == precondition instanceof Precondition.Absent, action, "precondition");
    require(deletes == ruleAfter.isEmpty(), action, "rule after");
    require(!creates || ruleBefore.isEmpty(), action, "rule before");
    require(action == Action.UPDATE || deletes == position.isEmpty(), action, "position");
  }

  private static void require(boolean valid, Action action, String component) {
    if (!valid) {
      throw new IllegalArgumentException(
          "invalid " + component + " for a step of action " + action.name());
    }
  }

  /** Returns a step that creates a rule. */
  public static PlanStep create(
      RuleIdentity identity,
      RuleScope scope,
      LogRule rule,
      List<NamespaceName> namespaces,
      Position position,
      int wave) {
    return new PlanStep(
        Action.CREATE,
        identity,
        scope,
        rule.title(),
        Optional.empty(),
        Optional.of(rule),
        new RuleDiff(namespaces, List.of(), List.of()),
        Optional.of(position),
        wave,
        new Precondition.Absent(identity.externalId()));
  }

  /** Returns a step that updates a managed rule. */
  public static PlanStep update(
      RuleIdentity identity,
      ObservedRule before,
      LogRule after,
      Optional<Position> position,
      int wave) {
    return change(Action.UPDATE, identity, before, after, position, wave);
  }

  /** Returns a step that adopts an unmanaged rule. */
  public static PlanStep adopt(
      RuleIdentity identity, ObservedRule before, LogRule after, Position position, int wave) {
    return change(Action.ADOPT, identity, before, after, Optional.of(position), wave);
  }

  /** Returns a step that moves a managed rule. */
  public static PlanStep move(
      RuleIdentity identity, ObservedRule rule, Position position, int wave) {
    return change(Action.MOVE, identity, rule, rule.rule(), Optional.of(position), wave);
  }

  /** Returns a step that deletes a managed rule. */
  public static PlanStep delete(RuleIdentity identity, ObservedRule rule, int wave) {
    return new PlanStep(
        Action.DELETE,
        identity,
        rule.scope(),
        rule.rule().title(),
        Optional.of(rule.rule()),
        Optional.empty(),
        new RuleDiff(List.of(), List.copyOf(RuleDiff.namespaces(rule.rule())), List.of()),
        Optional.empty(),
        wave,
        Precondition.Unchanged.of(rule));
  }

  private static PlanStep change(
      Action action,
      RuleIdentity identity,
      ObservedRule before,
      LogRule after,
      Optional<Position> position,
      int wave) {
    return new PlanStep(
        action,
        identity,
        before.scope(),
        after.title(),
        Optional.of(before.rule()),
        Optional.of(after),
        action == Action.MOVE ? RuleDiff.NONE : RuleDiff.between(before.rule(), after),
        position,
        wave,
        Precondition.Unchanged.of(before));
  }

  /** Returns the namespaces that the rule names only after the step, in natural order. */
  public List<NamespaceName> namespacesAdded() {
    return diff.added();
  }

  /**
   * Returns the namespaces that the rule names only before the step, in natural order. Values that
   * are not valid namespace names are part of the {@linkplain RuleDiff#changes changed fields}.
   */
  public List<NamespaceName> namespacesRemoved() {
    return diff.removed();
  }

  /**
   * Returns the precondition of a step that changes an existing object.
   *
   * @throws IllegalStateException if the action is {@link Action#CREATE}
   */
  public Precondition.Unchanged unchanged() {
    if (precondition instanceof Precondition.Unchanged unchanged) {
      return unchanged;
    }
    throw new IllegalStateException("a step of action CREATE changes no existing object");
  }

  /** Returns the object that the step changes; empty for {@link Action#CREATE}. */
  public Optional<ObjectId> objectId() {
    return action == Action.CREATE ? Optional.empty() : Optional.of(unchanged().objectId());
  }

  /**
   * Returns the step without {@link #ruleBefore}, which a plan document does not contain. Use it to
   * compare steps with those of a document.
   */
  public PlanStep withoutRuleBefore() {
    return ruleBefore.isEmpty()
        ? this
        : new PlanStep(
            action,
            identity,
            scope,
            title,
            Optional.empty(),
            ruleAfter,
            diff,
            position,
            wave,
            precondition);
  }

  /** Returns the same step in another wave. */
  public PlanStep inWave(int other) {
    return new PlanStep(
        action, identity, scope, title, ruleBefore, ruleAfter, diff, position, other, precondition);
  }

  /**
   * Changes the rules of the scope in the same way as the service.
   *
   * @param rules all rules of the scope, in the order of evaluation
   * @throws IllegalArgumentException if a rule that the step refers to is missing
   */
  public void applyTo(List<ScopedRule> rules) {
    int from = objectId().map(id -> indexOf(id, rules)).orElse(rules.size());
    if (objectId().isPresent()) {
      rules.remove(from);
    }
    if (ruleAfter.isPresent()) {
      int to = position.map(it -> indexOf(it, rules)).orElse(from);
      rules.add(
          to,
          new ScopedRule(scope, ruleAfter.get(), objectId(), Optional.of(identity.externalId())));
    }
  }

  private static int indexOf(Position position, List<ScopedRule> rules) {
    if (position instanceof Position.After after) {
      return indexOf(after.objectId(), rules) + 1;
    }
    return position.equals(Position.FIRST) ? 0 : rules.size();
  }

  private static int indexOf(ObjectId objectId, List<ScopedRule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).objectId().equals(Optional.of(objectId))) {
        return i;
      }
    }
    throw new IllegalArgumentException("no rule " + objectId + " in this scope");
  }
}
