package io.github.logconfig.examples;

import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.rule.LogRuleCodec;
import io.github.logconfig.rule.ObservedState;
import java.util.List;
import java.util.Map;

/** Turns settings objects that any JSON library has parsed into the observed state. */
public final class SettingsDump {

  private SettingsDump() {}

  // tag::dump[]
  static ObservedState observed(EnvironmentName environment, List<Map<String, Object>> objects) {
    return ObservedState.builder()
        .environment(environment)
        .addAllRules(objects.stream().map(LogRuleCodec::decodeObject).toList())
        .build();
  }
  // end::dump[]
}
