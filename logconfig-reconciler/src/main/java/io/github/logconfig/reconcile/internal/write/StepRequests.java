package io.github.logconfig.reconcile.internal.write;

import io.github.logconfig.dynatrace.ExternalId;
import io.github.logconfig.dynatrace.NewSettingsObject;
import io.github.logconfig.dynatrace.Placement;
import io.github.logconfig.dynatrace.SchemaId;
import io.github.logconfig.dynatrace.SettingsObjectId;
import io.github.logconfig.dynatrace.SettingsScope;
import io.github.logconfig.dynatrace.SettingsUpdate;
import io.github.logconfig.dynatrace.UpdateToken;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import io.github.logconfig.plan.Precondition;
import io.github.logconfig.reconcile.internal.observe.LogRuleJson;

/** What is sent for a step. */
public final class StepRequests {

  public static final SchemaId SCHEMA = new SchemaId(LogRule.SCHEMA_ID);

  private StepRequests() {}

  static NewSettingsObject create(PlanStep.CreateRule create) {
    return posted(create, create.rule(), create.position()).build();
  }

  static NewSettingsObject adopt(PlanStep.AdoptRule adopt) {
    return posted(adopt, adopt.rule(), adopt.position()).objectId(id(adopt.precondition())).build();
  }

  /**
   * An update without a lock. The place has to be told: the service takes a post without one for a
   * wish to be last.
   */
  static NewSettingsObject upsert(PlanStep.UpdateRule update, Position place) {
    return posted(update, update.rule(), place).objectId(id(update.precondition())).build();
  }

  static SettingsUpdate update(PlanStep.UpdateRule update) {
    return change(
        update.precondition(),
        update.rule(),
        update.position().map(StepRequests::placement).orElse(Placement.UNCHANGED));
  }

  static SettingsUpdate move(PlanStep.MoveRule move) {
    return change(move.precondition(), move.rule(), placement(move.position()));
  }

  /** Writes a rule as it is, under its update token. */
  static SettingsUpdate unchanged(ObservedRule rule) {
    return change(
        new Precondition.Unchanged(rule.objectId(), rule.updateToken()),
        rule.rule(),
        Placement.UNCHANGED);
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

  private static NewSettingsObject.Builder posted(PlanStep step, LogRule rule, Position place) {
    NewSettingsObject.Builder object = NewSettingsObject.builder();
    object
        .schemaId(SCHEMA)
        .scope(new SettingsScope(step.scope().id()))
        .externalId(new ExternalId(step.identity().externalId().value()))
        .placement(placement(place))
        .value(LogRuleJson.write(rule));
    return object;
  }

  private static SettingsUpdate change(
      Precondition.Unchanged precondition, LogRule rule, Placement placement) {
    return SettingsUpdate.builder()
        .objectId(id(precondition))
        .updateToken(token(precondition))
        .placement(placement)
        .value(LogRuleJson.write(rule))
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
