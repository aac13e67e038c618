package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings schemas that the environment knows, and the answers about them. */
public final class SettingsSchemas {

  public static final String LOG_RULES = "builtin:logmonitoring.log-storage-settings";

  /** Schema of the connection settings of Kubernetes clusters. */
  public static final String KUBERNETES = "builtin:cloud.kubernetes";

  private static final List<String> DEFAULT_FIELDS =
      List.of("schemaId", "displayName", "latestSchemaVersion");
  private static final List<String> FIELDS =
      List.of(
          "schemaId",
          "displayName",
          "latestSchemaVersion",
          "multiObject",
          "ordered",
          "ownerBasedAccessControl",
          "maturity");

  private final Map<String, SettingsSchema> byId = new TreeMap<>();

  /** The schemas of the list, and those that every environment has unless they are in the list. */
  public SettingsSchemas(List<SettingsSchema> schemas) {
    for (String resource : List.of("log-storage-settings.json", "cloud-kubernetes.json")) {
      SettingsSchema schema = read(resource);
      byId.put(schema.schemaId(), schema);
    }
    schemas.forEach(schema -> byId.put(schema.schemaId(), schema));
  }

  public SettingsSchema get(String schemaId) {
    SettingsSchema schema = byId.get(schemaId);
    if (schema == null) {
      throw new ApiFailure(404, "No schema with topic identifier '" + Quoted.text(schemaId) + "'");
    }
    return schema;
  }

  List<String> ids() {
    return List.copyOf(byId.keySet());
  }

  public ApiResponse list(ApiRequest request) {
    List<String> fields = request.fields(DEFAULT_FIELDS, FIELDS);
    ObjectNode page = ApiResponse.JSON.createObjectNode();
    ArrayNode items = page.putArray("items");
    for (SettingsSchema schema : byId.values()) {
      ObjectNode item = items.addObject();
      for (String field : fields) {
        item.set(field, stub(schema, field));
      }
    }
    return ApiResponse.json(200, page.put("totalCount", byId.size()));
  }

  public ApiResponse get(ApiRequest request) {
    SettingsSchema schema = get(request.lastSegment());
    String version = request.parameter("schemaVersion").orElse(schema.version());
    if (!version.equals(schema.version())) {
      throw new ApiFailure(
          404,
          "Configuration schema "
              + schema.schemaId()
              + " version "
              + Quoted.text(version)
              + " does not exist.");
    }
    return ApiResponse.json(200, schema.definition());
  }

  private static JsonNode stub(SettingsSchema schema, String field) {
    ObjectNode definition = schema.definition();
    return switch (field) {
      case "latestSchemaVersion" -> definition.path("version");
      case "ordered", "ownerBasedAccessControl" ->
          definition.booleanNode(definition.path(field).asBoolean(false));
      case "maturity" -> definition.textNode(definition.path(field).asText("GENERAL_AVAILABILITY"));
      default -> definition.path(field);
    };
  }

  private static SettingsSchema read(String resource) {
    try (InputStream json = SettingsSchemas.class.getResourceAsStream(resource)) {
      return SettingsSchema.of(ApiResponse.JSON.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + resource + " cannot be read", e);
    }
  }
}
