package io.github.logconfig.dynatrace.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A value that is in force in a scope.
 *
 * @param origin the scope that it comes from; empty if it is a default that nobody has set
 * @param schemaId the schema of the value
 * @param externalId the key of the object that holds it, if that has one
 * @param value the value as received
 * @since 0.1.0
 */
public record EffectiveValue(
    Optional<SettingsScope> origin,
    Optional<SchemaId> schemaId,
    Optional<ExternalId> externalId,
    JsonNode value) {}
