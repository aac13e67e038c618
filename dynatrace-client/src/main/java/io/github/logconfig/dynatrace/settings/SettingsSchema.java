package io.github.logconfig.dynatrace.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The definition of a schema.
 *
 * @param schemaId its id
 * @param displayName its name; empty if there is none
 * @param version its version; empty if there is none
 * @param allowedScopes the scopes that objects can have, for example {@code environment} or {@code
 *     HOST_GROUP}
 * @param multiObject whether there can be several objects in one scope
 * @param ordered whether the order of objects counts
 * @param maxObjects the most objects in one scope; 0 if there is none
 * @param definition the whole definition, with {@code properties}, {@code types}, {@code enums} and
 *     constraints
 * @since 0.1.0
 */
public record SettingsSchema(
    SchemaId schemaId,
    String displayName,
    String version,
    List<String> allowedScopes,
    boolean multiObject,
    boolean ordered,
    int maxObjects,
    JsonNode definition) {

  public SettingsSchema {
    allowedScopes = List.copyOf(allowedScopes);
  }
}
