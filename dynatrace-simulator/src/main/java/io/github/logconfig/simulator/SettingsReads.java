package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Lists and reads settings objects. */
final class SettingsReads {

  private static final List<String> DEFAULT_FIELDS = List.of("objectId", "value");
  private static final List<String> ALL_FIELDS =
      List.of(
          "objectId",
          "summary",
          "searchSummary",
          "created",
          "modified",
          "createdBy",
          "modifiedBy",
          "author",
          "updateToken",
          "scope",
          "modificationInfo",
          "resourceContext",
          "owner",
          "schemaId",
          "schemaVersion",
          "value",
          "externalId");
  private static final int DEFAULT_PAGE_SIZE = 100;
  private static final int MAX_PAGE_SIZE = 500;

  private final SettingsStore store;

  SettingsReads(SettingsStore store) {
    this.store = store;
  }

  ApiResponse list(ApiRequest request) {
    PageKey key = PageKey.of(request);
    ApiRequest query =
        new ApiRequest("GET", request.segments(), key.query(), request.authorization(), "");
    if (query.list("schemaIds").isEmpty() && query.list("scopes").isEmpty()) {
      throw ApiFailure.invalidParameter(
          "schemaIds", "Either schemaIds or scopes has to be specified.");
    }
    for (String schemaId : query.list("schemaIds")) {
      requireKnown(schemaId);
    }
    int pageSize = pageSize(query);
    List<String> fields = fields(query);
    List<StoredObject> matching = store.all().stream().filter(matches(query)).toList();
    int end = Math.min(key.offset() + pageSize, matching.size());
    ObjectNode page = ApiResponse.JSON.createObjectNode();
    ArrayNode items = page.putArray("items");
    for (StoredObject object : matching.subList(Math.min(key.offset(), end), end)) {
      items.add(node(object, fields));
    }
    page.put("totalCount", matching.size()).put("pageSize", pageSize);
    if (end < matching.size()) {
      page.put("nextPageKey", new PageKey(key.query(), end).encode());
    }
    return ApiResponse.json(200, page);
  }

  ApiResponse get(String objectId) {
    return ApiResponse.json(
        200,
        node(
            store.find(objectId).orElseThrow(() -> new ApiFailure(404, "Settings not found")),
            ALL_FIELDS));
  }

  static void requireKnown(String schemaId) {
    if (!schemaId.equals(LogStorageSettings.SCHEMA_ID)) {
      throw new ApiFailure(404, "No schema with topic identifier '" + schemaId + "'");
    }
  }

  static String scope(String text) {
    return text.equals("tenant") ? SettingsStore.ENVIRONMENT : text;
  }

  private static Predicate<StoredObject> matches(ApiRequest query) {
    List<String> schemaIds = query.list("schemaIds");
    List<String> scopes = query.list("scopes").stream().map(SettingsReads::scope).toList();
    List<String> externalIds = query.list("externalIds");
    return object ->
        (schemaIds.isEmpty() || schemaIds.contains(object.schemaId()))
            && (scopes.isEmpty() || scopes.contains(object.scope()))
            && (externalIds.isEmpty()
                || object.externalId().filter(externalIds::contains).isPresent());
  }

  private static int pageSize(ApiRequest query) {
    String text = query.parameter("pageSize").orElse(Integer.toString(DEFAULT_PAGE_SIZE));
    int pageSize;
    try {
      pageSize = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ApiFailure.invalidParameter("pageSize", "Must be a number");
    }
    if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw ApiFailure.invalidParameter("pageSize", "Must be between 1 and " + MAX_PAGE_SIZE);
    }
    return pageSize;
  }

  private static List<String> fields(ApiRequest query) {
    List<String> fields = query.list("fields");
    for (String field : fields) {
      if (!ALL_FIELDS.contains(field)) {
        throw ApiFailure.invalidParameter("fields", "Unknown field '" + field + "'");
      }
    }
    return fields.isEmpty() ? DEFAULT_FIELDS : fields;
  }

  static ObjectNode node(StoredObject object, List<String> fields) {
    ObjectNode node = ApiResponse.JSON.createObjectNode();
    Set<String> wanted = Set.copyOf(fields);
    putIf(wanted, node, "objectId", object.objectId());
    putIf(wanted, node, "summary", object.value().path(LogStorageSettings.TITLE).asText());
    putIf(wanted, node, "searchSummary", object.value().path(LogStorageSettings.TITLE).asText());
    if (wanted.contains("created")) {
      node.put("created", object.created());
    }
    if (wanted.contains("modified")) {
      node.put("modified", object.modified());
    }
    putIf(wanted, node, "createdBy", object.author());
    putIf(wanted, node, "modifiedBy", object.author());
    putIf(wanted, node, "author", object.author());
    putIf(wanted, node, "updateToken", object.updateToken());
    putIf(wanted, node, "scope", object.scope());
    putIf(wanted, node, "schemaId", object.schemaId());
    putIf(wanted, node, "schemaVersion", LogStorageSettings.VERSION);
    if (wanted.contains("value")) {
      node.set("value", object.value());
    }
    Optional<String> externalId = object.externalId();
    externalId.ifPresent(id -> putIf(wanted, node, "externalId", id));
    return node;
  }

  private static void putIf(Set<String> wanted, ObjectNode node, String field, String value) {
    if (wanted.contains(field)) {
      node.put(field, value);
    }
  }
}
