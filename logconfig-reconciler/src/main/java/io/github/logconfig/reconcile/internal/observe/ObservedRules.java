package io.github.logconfig.reconcile.internal.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.model.ExternalId;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.UpdateToken;

/** Converts settings objects to observed rules. */
public final class ObservedRules {

  private ObservedRules() {}

  /**
   * Returns the rule of an object. No object is left out: a rule that cannot be understood, or that
   * lacks what a write needs, is evaluated nevertheless.
   *
   * @param number makes the id of an object unique that has none
   */
  static ObservedRule read(SettingsObject object, int number) {
    boolean writable = object.objectId().isPresent() && object.updateToken().isPresent();
    JsonNode may = object.modificationInfo().orElse(MissingNode.getInstance());
    return ObservedRule.builder()
        .objectId(
            new ObjectId(
                object.objectId().map(SettingsObjectId::value).orElse("without-id-" + number)))
        .updateToken(
            new UpdateToken(
                object
                    .updateToken()
                    .map(io.github.logconfig.dynatrace.settings.UpdateToken::value)
                    .orElse("without-token")))
        .scope(
            object
                .scope()
                .map(SettingsScope::value)
                .map(RuleScope::parse)
                .orElse(RuleScope.ENVIRONMENT))
        .externalId(object.externalId().map(id -> new ExternalId(id.value())))
        .rule(LogRuleJson.read(object.value().orElse(MissingNode.getInstance())))
        .modified(object.modified())
        .author(object.author())
        .movable(writable && may.path("movable").asBoolean(true))
        .modifiable(
            writable
                && may.path("modifiable").asBoolean(true)
                && may.path("nonModifiablePaths").isEmpty())
        .deletable(writable && may.path("deletable").asBoolean(true))
        .build();
  }
}
