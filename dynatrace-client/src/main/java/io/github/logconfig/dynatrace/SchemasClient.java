package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.HttpTransport;
import io.github.logconfig.dynatrace.internal.Operation;
import io.github.logconfig.dynatrace.internal.generated.SettingsSchemaDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsSchemaListDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsSchemaStubDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsSchemasApi;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of settings objects. Everything here needs the token scope {@code settings.read}, changes
 * nothing, and is sent again as {@link RetryPolicy} says. Failures are those of {@link
 * SettingsClient}.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class SchemasClient {

  private static final Operation LIST = Operation.read("GET /settings/schemas");
  private static final Operation GET = Operation.read("GET /settings/schemas/{schemaId}");
  private static final String FIELDS =
      "schemaId,displayName,latestSchemaVersion,multiObject,ordered";

  private final Exchange exchange;
  private final SettingsSchemasApi api;

  SchemasClient(Exchange exchange) {
    this.exchange = exchange;
    this.api = exchange.create(SettingsSchemasApi.class);
  }

  /**
   * Lists all schemas of the environment, in one request.
   *
   * @return the schemas
   */
  public List<SchemaSummary> list() {
    SettingsSchemaListDto dto = exchange.send(LIST, () -> api.listSettingsSchemas(FIELDS));
    List<SettingsSchemaStubDto> stubs = Exchange.required(LIST.name(), "items", dto.getItems());
    return exchange.read(
        LIST.name(),
        () ->
            stubs.stream()
                .filter(
                    stub -> stub != null && SettingsMapping.filled(stub.getSchemaId()).isPresent())
                .map(SchemasClient::toSummary)
                .toList());
  }

  /**
   * Reads the newest version of a schema.
   *
   * @param schemaId the schema
   * @return its definition
   * @throws ObjectNotFoundException if the environment does not know the schema
   */
  public SettingsSchema get(SchemaId schemaId) {
    return read(schemaId, null);
  }

  /**
   * Reads one version of a schema.
   *
   * @param schemaId the schema
   * @param version for example {@code 1.0.18}
   * @return its definition
   * @throws ObjectNotFoundException if the environment does not know the schema in that version
   */
  public SettingsSchema get(SchemaId schemaId, String version) {
    return read(schemaId, version);
  }

  private SettingsSchema read(SchemaId schemaId, @Nullable String version) {
    SettingsSchemaDto dto =
        exchange.send(GET, () -> api.getSettingsSchema(schemaId.value(), version));
    String unused = Exchange.required(GET.name(), "schemaId", dto.getSchemaId());
    return new SettingsSchema(
        schemaId,
        Objects.requireNonNullElse(dto.getDisplayName(), ""),
        Objects.requireNonNullElse(dto.getVersion(), ""),
        Objects.requireNonNullElse(dto.getAllowedScopes(), List.<String>of()).stream()
            .filter(Objects::nonNull)
            .toList(),
        Boolean.TRUE.equals(dto.getMultiObject()),
        Boolean.TRUE.equals(dto.getOrdered()),
        Objects.requireNonNullElse(dto.getMaxObjects(), 0),
        HttpTransport.JSON.valueToTree(dto));
  }

  private static SchemaSummary toSummary(SettingsSchemaStubDto stub) {
    return new SchemaSummary(
        new SchemaId(String.valueOf(stub.getSchemaId())),
        Objects.requireNonNullElse(stub.getDisplayName(), ""),
        Optional.ofNullable(stub.getLatestSchemaVersion()),
        Boolean.TRUE.equals(stub.getMultiObject()),
        Boolean.TRUE.equals(stub.getOrdered()));
  }
}
