package io.github.logconfig.examples;

import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.ExternalId;
import io.github.logconfig.model.LogRuleCodec;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.UpdateToken;
import java.util.List;
import java.util.Map;

/** Turns settings objects that any JSON library has parsed into the observed state. */
public final class SettingsDump {

  private SettingsDump() {}

  // tag::dump[]
  static ObservedState observed(EnvironmentName environment, List<Map<String, Object>> objects) {
    ObservedState.Builder state = ObservedState.builder().environment(environment);
    for (Map<String, Object> object : objects) {
      ObservedRule.Builder rule =
          ObservedRule.builder()
              .objectId(new ObjectId(String.valueOf(object.get("objectId"))))
              .updateToken(new UpdateToken(String.valueOf(object.get("updateToken"))))
              .scope(RuleScope.parse(String.valueOf(object.get("scope"))))
              .rule(LogRuleCodec.decode(object.get("value")));
      if (object.get("externalId") instanceof String externalId) {
        rule.externalId(new ExternalId(externalId));
      }
      state.addRule(rule.build());
    }
    return state.build();
  }
  // end::dump[]
}
