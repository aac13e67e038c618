package io.github.logconfig.examples.programs;

import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsClient;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.rule.LogRule;

/** Finds the managed rule of a cluster by its external id. */
final class FindRule {

  private FindRule() {}

  static String titleOfRule(SettingsClient settings, String hostGroupId, String hostGroup) {
    return settings
        .findByExternalId(
            SchemaId.of(LogRule.SCHEMA_ID),
            SettingsScope.of(hostGroupId),
            ExternalId.of("logconfig:logconfig:" + hostGroup + ":include"))
        .flatMap(rule -> rule.value())
        .map(value -> value.path("config-item-title").asText())
        .orElse("no rule");
  }
}
