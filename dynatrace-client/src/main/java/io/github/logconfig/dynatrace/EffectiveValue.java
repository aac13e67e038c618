package io.github.logconfig.dynatrace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.logconfig.dynatrace.internal.generated.EffectiveSettingsValueDto;
import java.util.List;
import java.util.Objects;
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
    JsonNode value) {

  static final String FIELDS = "origin,schemaId,externalId,value";

  static List<EffectiveValue> all(List<EffectiveSettingsValueDto> items) {
    return items.stream().filter(Objects::nonNull).map(EffectiveValue::of).toList();
  }

  private static EffectiveValue of(EffectiveSettingsValueDto dto) {
    return new EffectiveValue(
        SettingsMapping.filled(dto.getOrigin()).map(SettingsScope::new),
        SettingsMapping.filled(dto.getSchemaId()).map(SchemaId::new),
        SettingsMapping.filled(dto.getExternalId()).map(ExternalId::new),
        Objects.requireNonNullElse(dto.getValue(), MissingNode.getInstance()));
  }
}
