package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.Placement;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.dynatrace.settings.UpdateToken;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import io.github.logconfig.plan.Precondition;
import io.github.logconfig.reconcile.internal.observe.RuleMapper;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;

/** Converts steps to requests. */
public final class StepRequests {

  private StepRequests() {}

  /** Returns the request for a step that is posted at its own position. */
  static NewSettingsObject post(PlanStep step) {
    return post(step, step.position().orElseThrow());
  }

  /**
   * Returns the request for a step that is posted. The position is required because the service
   * moves an object that is posted without one to the end of its scope.
   */
  static NewSettingsObject post(PlanStep step, Position position) {
    NewSettingsObject.Builder object = NewSettingsObject.builder();
    object
        .schemaId(RuleMapper.SCHEMA)
        .scope(new SettingsScope(step.scope().id()))
        .externalId(new ExternalId(step.identity().externalId().value()))
        .placement(placement(position))
        .value(RuleMapper.write(step.ruleAfter().orElseThrow()));
    step.objectId().ifPresent(id -> object.objectId(id(id)));
    return object.build();
  }

  /** Returns the request for a step that changes an object under its update token. */
  static SettingsUpdate update(PlanStep step) {
    return change(
        step.unchanged(),
        step.ruleAfter().orElseThrow(),
        step.position().map(StepRequests::placement).orElse(Placement.UNCHANGED));
  }

  /** Writes a rule as it is, under its update token. */
  static SettingsUpdate unchanged(ObservedRule rule) {
    return change(Precondition.Unchanged.of(rule), rule.rule(), Placement.UNCHANGED);
  }

  static SettingsObjectId id(Precondition.Unchanged precondition) {
    return id(precondition.objectId());
  }

  static UpdateToken token(Precondition.Unchanged precondition) {
    return new UpdateToken(precondition.updateToken().value());
  }

  private static SettingsObjectId id(ObjectId objectId) {
    return new SettingsObjectId(objectId.value());
  }

  private static SettingsUpdate change(
      Precondition.Unchanged precondition, LogRule rule, Placement placement) {
    return SettingsUpdate.builder()
        .objectId(id(precondition))
        .updateToken(token(precondition))
        .placement(placement)
        .value(RuleMapper.write(rule))
        .build();
  }

  private static Placement placement(Position position) {
    if (position instanceof Position.First) {
      return Placement.FIRST;
    }
    return position instanceof Position.After after
        ? new Placement.After(id(after.objectId()))
        : Placement.LAST;
  }
}
