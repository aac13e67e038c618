package io.github.logconfig.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.logconfig.dynatrace.SettingsObject;
import io.github.logconfig.dynatrace.SettingsScope;
import io.github.logconfig.model.ExternalId;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.UpdateToken;
import java.util.Optional;

/** Settings objects as observed rules. */
final class ObservedRules {

  private ObservedRules() {}

  /** Empty for an object that lacks what every object has, and that nothing can be done with. */
  static Optional<ObservedRule> read(SettingsObject object) {
    Optional<ObjectId> objectId = object.objectId().map(id -> new ObjectId(id.value()));
    Optional<UpdateToken> token =
        object.updateToken().map(updateToken -> new UpdateToken(updateToken.value()));
    if (objectId.isEmpty() || token.isEmpty()) {
      return Optional.empty();
    }
    JsonNode may = object.modificationInfo().orElse(MissingNode.getInstance());
    return Optional.of(
        ObservedRule.builder()
            .objectId(objectId.get())
            .updateToken(token.get())
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
            .movable(may.path("movable").asBoolean(true))
            .modifiable(
                may.path("modifiable").asBoolean(true) && may.path("nonModifiablePaths").isEmpty())
            .deletable(may.path("deletable").asBoolean(true))
            .build());
  }
}
