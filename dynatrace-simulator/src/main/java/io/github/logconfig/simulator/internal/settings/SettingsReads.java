package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.PageKey;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Lists and reads settings objects. */
public final class SettingsReads {

  private static final List<String> DEFAULT_FIELDS = List.of("objectId", "value");
  private static final int DEFAULT_PAGE_SIZE = 100;
  static final int MAX_PAGE_SIZE = 500;
  private static final int MAX_EXTERNAL_ID = 500;

  private final SettingsState state;
  private final SettingsSchemas schemas;
  private final ObjectRendering rendering;
  private final RecentLists recentLists = new RecentLists();

  public SettingsReads(SettingsState state, SettingsSchemas schemas, ObjectRendering rendering) {
    this.state = state;
    this.schemas = schemas;
    this.rendering = rendering;
  }

  public ApiResponse list(ApiRequest request) {
    PageKey key = PageKey.of(request);
    ApiRequest query = request.with(key.query());
    List<String> schemaIds = query.list("schemaIds");
    List<String> scopes = query.list("scopes");
    if (schemaIds.isEmpty() && scopes.isEmpty()) {
      throw ApiFailure.invalidParameter(
          "schemaIds", "Either schemaIds or scopes has to be specified.");
    }
    schemaIds.forEach(schemas::get);
    int pageSize = query.integer("pageSize", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
    List<String> fields = query.fields(DEFAULT_FIELDS, ObjectRendering.FIELDS);
    Predicate<StoredObject> filter = filter(query, fields);
    Optional<Comparator<StoredObject>> order = order(query, fields);
    Set<Scope> wantedScopes = scopes(scopes);
    return state.read(
        store -> {
          List<StoredObject> matching =
              recentLists.get(
                  key.query(),
                  store.version(),
                  () -> matching(store, Set.copyOf(schemaIds), wantedScopes, filter, order));
          int end = (int) Math.min((long) key.offset() + pageSize, matching.size());
          ObjectNode page = ApiResponse.JSON.createObjectNode();
          ArrayNode items = page.putArray("items");
          for (StoredObject object : matching.subList(Math.min(key.offset(), end), end)) {
            items.add(rendering.node(object, fields, store));
          }
          page.put("totalCount", matching.size()).put("pageSize", pageSize);
          if (end < matching.size()) {
            page.put("nextPageKey", new PageKey(key.query(), end).encode());
          }
          return ApiResponse.json(200, page);
        });
  }

  public ApiResponse get(String objectId) {
    return state.read(
        store ->
            ApiResponse.json(
                200,
                rendering.node(
                    store
                        .find(objectId)
                        .orElseThrow(() -> new ApiFailure(404, "Settings not found")),
                    ObjectRendering.FIELDS_OF_ONE,
                    store)));
  }

  private static List<StoredObject> matching(
      SettingsStore store,
      Set<String> schemaIds,
      Set<Scope> scopes,
      Predicate<StoredObject> filter,
      Optional<Comparator<StoredObject>> order) {
    List<StoredObject> matching = new ArrayList<>();
    for (SchemaScope key : store.keys()) {
      if ((schemaIds.isEmpty() || schemaIds.contains(key.schemaId()))
          && (scopes.isEmpty() || scopes.contains(key.scope()))) {
        store.siblings(key).stream().filter(filter).forEach(matching::add);
      }
    }
    order.ifPresent(matching::sort);
    return matching;
  }

  private Predicate<StoredObject> filter(ApiRequest query, List<String> fields) {
    Set<String> externalIds = new HashSet<>(query.list("externalIds"));
    for (String id : externalIds) {
      if (id.length() > MAX_EXTERNAL_ID) {
        throw ApiFailure.invalidParameter(
            "externalIds", "An external id must not be longer than 500 characters");
      }
    }
    Predicate<StoredObject> byExternalId =
        externalIds.isEmpty()
            ? object -> true
            : object -> object.externalId().filter(externalIds::contains).isPresent();
    String text = query.query().getOrDefault("filter", "");
    return text.isEmpty()
        ? byExternalId
        : byExternalId.and(ObjectFilter.parse(text, fields, rendering));
  }

  private Optional<Comparator<StoredObject>> order(ApiRequest query, List<String> fields) {
    Comparator<StoredObject> order = null;
    for (String key : query.list("sort")) {
      boolean descending = key.startsWith("-");
      String field = descending || key.startsWith("+") ? key.substring(1) : key;
      ObjectFilter.requireField("sort", field, fields);
      Comparator<StoredObject> next =
          Comparator.comparing(object -> rendering.at(object, field), FieldOrder.INSTANCE);
      next = descending ? next.reversed() : next;
      order = order == null ? next : order.thenComparing(next);
    }
    return Optional.ofNullable(order);
  }

  private static Set<Scope> scopes(List<String> texts) {
    Set<Scope> scopes = new HashSet<>();
    for (String text : texts) {
      scopes.add(
          Scope.parse(text)
              .orElseThrow(
                  () -> new ApiFailure(404, "Scope '" + Quoted.text(text) + "' does not exist.")));
    }
    return scopes;
  }
}
