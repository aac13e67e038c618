package io.github.logconfig.examples.programs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.dynatrace.ConcurrentModificationConflict;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsClient;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;

/** Reads a setting of another schema, changes one property, and writes it back. */
final class ChangeSetting {

  private ChangeSetting() {}

  /**
   * @throws ConcurrentModificationConflict if the object has changed since it was read
   */
  static void rename(SettingsClient settings, String from, String to) {
    SettingsObject connection =
        settings
            .list(SettingsQuery.ofSchema(SchemaId.of("builtin:cloud.kubernetes")))
            .filter(it -> it.value().orElseThrow().path("label").asText().equals(from))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no cluster is named " + from));
    ObjectNode value = connection.value().orElseThrow().deepCopy();
    value.put("label", to);
    settings.update(SettingsUpdate.of(connection).withValue(value));
  }
}
