package io.github.logconfig.dynatrace.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.logconfig.dynatrace.ConstraintViolation;
import io.github.logconfig.dynatrace.SettingsError;
import io.github.logconfig.dynatrace.internal.generated.EffectiveSettingsValueDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectCreateDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsObjectUpdateDto;
import io.github.logconfig.dynatrace.settings.BatchResult;
import io.github.logconfig.dynatrace.settings.EffectiveValue;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.Placement;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.dynatrace.settings.UpdateToken;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Converts between the types of the API and the generated DTOs. */
public final class SettingsMapping {

  private SettingsMapping() {}

  /** The fields of an effective value that are read. */
  public static final String EFFECTIVE_VALUE_FIELDS = "origin,schemaId,externalId,value";

  public static List<EffectiveValue> toEffectiveValues(List<EffectiveSettingsValueDto> dtos) {
    return dtos.stream().filter(Objects::nonNull).map(SettingsMapping::toEffectiveValue).toList();
  }

  private static EffectiveValue toEffectiveValue(EffectiveSettingsValueDto dto) {
    return new EffectiveValue(
        filled(dto.getOrigin()).map(SettingsScope::new),
        filled(dto.getSchemaId()).map(SchemaId::new),
        filled(dto.getExternalId()).map(ExternalId::new),
        Objects.requireNonNullElse(dto.getValue(), MissingNode.getInstance()));
  }

  public static List<SettingsObject> toObjects(List<SettingsObjectDto> dtos) {
    return dtos.stream().filter(Objects::nonNull).map(SettingsMapping::toObject).toList();
  }

  public static SettingsObject toObject(SettingsObjectDto dto) {
    return SettingsObject.builder()
        .objectId(filled(dto.getObjectId()).map(SettingsObjectId::new))
        .schemaId(filled(dto.getSchemaId()).map(SchemaId::new))
        .schemaVersion(Optional.ofNullable(dto.getSchemaVersion()))
        .scope(filled(dto.getScope()).map(SettingsScope::new))
        .externalId(filled(dto.getExternalId()).map(ExternalId::new))
        .value(present(dto.getValue()))
        .updateToken(filled(dto.getUpdateToken()).map(UpdateToken::new))
        .created(Optional.ofNullable(dto.getCreated()).map(Instant::ofEpochMilli))
        .createdBy(Optional.ofNullable(dto.getCreatedBy()))
        .modified(Optional.ofNullable(dto.getModified()).map(Instant::ofEpochMilli))
        .modifiedBy(Optional.ofNullable(dto.getModifiedBy()))
        .author(Optional.ofNullable(dto.getAuthor()))
        .summary(Optional.ofNullable(dto.getSummary()))
        .searchSummary(Optional.ofNullable(dto.getSearchSummary()))
        .modificationInfo(present(dto.getModificationInfo()))
        .resourceContext(present(dto.getResourceContext()))
        .owner(present(dto.getOwner()))
        .build();
  }

  /** Returns a text unless it is blank; the service may send an empty text for an absent value. */
  public static Optional<String> filled(@Nullable String text) {
    return Optional.ofNullable(text).filter(it -> !it.isBlank());
  }

  private static Optional<JsonNode> present(@Nullable JsonNode node) {
    return Optional.ofNullable(node).filter(it -> !it.isNull());
  }

  public static SettingsObjectCreateDto toDto(NewSettingsObject object) {
    SettingsObjectCreateDto dto =
        new SettingsObjectCreateDto()
            .schemaId(object.schemaId().value())
            .scope(object.scope().value())
            .value(object.value());
    object.schemaVersion().ifPresent(dto::schemaVersion);
    object.externalId().map(ExternalId::value).ifPresent(dto::externalId);
    object.objectId().map(SettingsObjectId::value).ifPresent(dto::objectId);
    if (object.placement() instanceof Placement.First) {
      dto.insertAfter("");
    } else if (object.placement() instanceof Placement.After after) {
      dto.insertAfter(after.object().value());
    }
    return dto;
  }

  public static SettingsObjectUpdateDto toDto(SettingsUpdate update) {
    SettingsObjectUpdateDto dto = new SettingsObjectUpdateDto().value(update.value());
    update.schemaVersion().ifPresent(dto::schemaVersion);
    update.updateToken().map(UpdateToken::value).ifPresent(dto::updateToken);
    if (update.placement() instanceof Placement.First) {
      dto.insertAfter("");
    } else if (update.placement() instanceof Placement.Last) {
      dto.insertBefore("");
    } else if (update.placement() instanceof Placement.After after) {
      dto.insertAfter(after.object().value());
    }
    return dto;
  }

  /** Returns the results of a batch; DTOs and error bodies have the same JSON. */
  public static BatchResult toBatchResult(
      List<?> results, String requestId, UnaryOperator<String> redact) {
    return new BatchResult(
        results.stream()
            .map(result -> toItem(Json.MAPPER.<JsonNode>valueToTree(result), requestId, redact))
            .toList());
  }

  private static BatchResult.Item toItem(
      JsonNode result, String requestId, UnaryOperator<String> redact) {
    int code = result.path("code").asInt();
    if (code >= 200 && code < 300) {
      Optional<SettingsObjectId> objectId =
          filled(result.path("objectId").asText("")).map(SettingsObjectId::new);
      return new BatchResult.Item(objectId, Optional.empty());
    }
    SettingsError error =
        redacted(ErrorDecoder.error(code, result.path("error")), requestId, redact);
    return new BatchResult.Item(Optional.empty(), Optional.of(error));
  }

  private static SettingsError redacted(
      SettingsError error, String requestId, UnaryOperator<String> redact) {
    return new SettingsError(
        error.code(),
        redact.apply(error.message()),
        error.violations().stream()
            .map(it -> new ConstraintViolation(redact.apply(it.path()), redact.apply(it.message())))
            .toList(),
        filled(requestId));
  }
}
