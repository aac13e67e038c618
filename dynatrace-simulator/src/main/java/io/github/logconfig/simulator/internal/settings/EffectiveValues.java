package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.internal.entities.Entities;
import io.github.logconfig.simulator.internal.entities.Relation;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.PageKey;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values that hold at a scope: those of schemas with many objects from the narrow scope to the
 * wide one, that of a schema with one object from the narrowest scope that has it, or its defaults.
 */
public final class EffectiveValues {

  private static final List<String> DEFAULT_FIELDS = List.of("origin", "value");
  private static final List<String> FIELDS =
      List.of(
          "summary",
          "searchSummary",
          "created",
          "modified",
          "createdBy",
          "modifiedBy",
          "author",
          "origin",
          "schemaId",
          "schemaVersion",
          "value",
          "externalId");
  private static final int DEFAULT_PAGE_SIZE = 100;

  private final SettingsState state;
  private final SettingsSchemas schemas;
  private final ObjectRendering rendering;
  private final Supplier<Entities> current;

  public EffectiveValues(
      SettingsState state,
      SettingsSchemas schemas,
      ObjectRendering rendering,
      Supplier<Entities> current) {
    this.state = state;
    this.schemas = schemas;
    this.rendering = rendering;
    this.current = current;
  }

  /** A value that holds: of an object, or the default of a schema. */
  private record Effective(SettingsSchema schema, Optional<StoredObject> object) {}

  public ApiResponse list(ApiRequest request) {
    PageKey key = PageKey.of(request);
    ApiRequest query = request.with(key.query());
    String scopeText = key.query().getOrDefault("scope", "");
    if (scopeText.isBlank()) {
      throw ApiFailure.invalidParameter("scope", "may not be null");
    }
    Scope scope =
        Scope.parse(scopeText)
            .orElseThrow(
                () ->
                    new ApiFailure(404, "Scope '" + Quoted.text(scopeText) + "' does not exist."));
    List<String> schemaIds = query.list("schemaIds");
    int pageSize = query.integer("pageSize", DEFAULT_PAGE_SIZE, SettingsReads.MAX_PAGE_SIZE);
    List<String> fields = query.fields(DEFAULT_FIELDS, FIELDS);
    List<Effective> effective = new ArrayList<>();
    for (String schemaId : schemaIds.isEmpty() ? schemas.ids() : schemaIds) {
      effective.addAll(effective(schemas.get(schemaId), chain(scope)));
    }
    int end = (int) Math.min((long) key.offset() + pageSize, effective.size());
    ObjectNode page = ApiResponse.JSON.createObjectNode();
    ArrayNode items = page.putArray("items");
    for (Effective value : effective.subList(Math.min(key.offset(), end), end)) {
      items.add(node(value, fields));
    }
    page.put("totalCount", effective.size()).put("pageSize", pageSize);
    if (end < effective.size()) {
      page.put("nextPageKey", new PageKey(key.query(), end).encode());
    }
    return ApiResponse.json(200, page);
  }

  private List<Effective> effective(SettingsSchema schema, List<Scope> chain) {
    return state.read(
        store -> {
          List<Effective> found = new ArrayList<>();
          for (Scope scope : chain) {
            for (StoredObject object : store.siblings(new SchemaScope(schema.schemaId(), scope))) {
              found.add(new Effective(schema, Optional.of(object)));
            }
            if (!schema.multiObject() && !found.isEmpty()) {
              return found;
            }
          }
          if (!schema.multiObject()) {
            found.add(new Effective(schema, Optional.empty()));
          }
          return found;
        });
  }

  /** The scopes that hold for a scope, narrow to wide. */
  private List<Scope> chain(Scope scope) {
    List<Scope> chain = new ArrayList<>();
    chain.add(scope);
    Entities entities = current.get();
    entities
        .find(scope.id())
        .ifPresent(
            entity -> {
              addAll(chain, entities.toRelationships(entity).get(Relation.CLUSTER_OF_HOST.key()));
              addAll(chain, entities.fromRelationships(entity).get(Relation.INSTANCE_OF.key()));
            });
    if (!scope.isEnvironment()) {
      chain.add(Scope.ENVIRONMENT);
    }
    return chain;
  }

  private static void addAll(List<Scope> chain, @Nullable List<SimulatedEntity> entities) {
    if (entities != null) {
      entities.forEach(entity -> chain.add(new Scope(entity.entityId())));
    }
  }

  private ObjectNode node(Effective effective, List<String> fields) {
    ObjectNode node = ApiResponse.JSON.createObjectNode();
    for (String field : fields) {
      JsonNode shown =
          effective
              .object()
              .map(object -> rendering.at(object, field.equals("origin") ? "scope" : field))
              .orElseGet(() -> ofDefaults(effective.schema(), field));
      if (!shown.isMissingNode()) {
        node.set(field, shown);
      }
    }
    return node;
  }

  private static JsonNode ofDefaults(SettingsSchema schema, String field) {
    ObjectNode node = ApiResponse.JSON.createObjectNode();
    switch (field) {
      case "origin" -> node.put(field, Scope.ENVIRONMENT.id());
      case "schemaId" -> node.put(field, schema.schemaId());
      case "schemaVersion" -> node.put(field, schema.version());
      case "value" -> node.set(field, schema.defaults());
      default -> {
        // a default value has no author
      }
    }
    return node.path(field);
  }
}
