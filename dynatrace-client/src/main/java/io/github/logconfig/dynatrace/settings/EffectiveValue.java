package io.github.logconfig.dynatrace.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A value that is effective in a scope.
 *
 * @param origin the scope that defines it; empty for a default
 * @param schemaId the schema of the value
 * @param externalId the external id of the object that contains it, if it has one
 * @param value the value as received
 * @since 0.1.0
 */
public record EffectiveValue(
    Optional<SettingsScope> origin,
    Optional<SchemaId> schemaId,
    Optional<ExternalId> externalId,
    JsonNode value) {}
