package io.github.logconfig.dynatrace.internal.service;

import io.github.logconfig.dynatrace.internal.generated.SettingsSchemaDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsSchemaListDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsSchemaStubDto;
import io.github.logconfig.dynatrace.internal.generated.SettingsSchemasApi;
import io.github.logconfig.dynatrace.internal.mapping.Json;
import io.github.logconfig.dynatrace.internal.mapping.SettingsMapping;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SchemaSummary;
import io.github.logconfig.dynatrace.settings.SchemasClient;
import io.github.logconfig.dynatrace.settings.SettingsSchema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Schemas over HTTP. */
public final class HttpSchemasClient implements SchemasClient {

  private static final Operation LIST = Operation.read("GET /settings/schemas");
  private static final Operation GET = Operation.read("GET /settings/schemas/{schemaId}");
  private static final String FIELDS =
      "schemaId,displayName,latestSchemaVersion,multiObject,ordered";

  private final Exchange exchange;
  private final SettingsSchemasApi api;

  public HttpSchemasClient(Exchange exchange) {
    this.exchange = exchange;
    this.api = exchange.create(SettingsSchemasApi.class);
  }

  @Override
  public List<SchemaSummary> list() {
    SettingsSchemaListDto dto = exchange.send(LIST, () -> api.listSettingsSchemas(FIELDS));
    List<SettingsSchemaStubDto> stubs = Exchange.required(LIST.name(), "items", dto.getItems());
    return exchange.read(
        LIST.name(),
        () ->
            stubs.stream()
                .filter(
                    stub -> stub != null && SettingsMapping.filled(stub.getSchemaId()).isPresent())
                .map(HttpSchemasClient::toSummary)
                .toList());
  }

  @Override
  public SettingsSchema get(SchemaId schemaId) {
    return read(schemaId, null);
  }

  @Override
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
        Json.MAPPER.valueToTree(dto));
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
