package io.github.logconfig.simulator.internal.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.PageKey;
import io.github.logconfig.simulator.internal.settings.OpaqueIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Changes the pages of lists as faults say. Answers that are not pages stay as they are. */
public final class FaultedPages {

  private static final String NEXT_PAGE_KEY = "nextPageKey";
  private static final List<String> LISTS = List.of("items", "entities");

  /** Makes page keys differ; no operation has a parameter of this name. */
  private static final String NONCE = "simulator-nonce";

  private FaultedPages() {}

  /** Returns a follow-up page that contains the key of its own request. */
  static ApiResponse repeated(ApiRequest request, ApiResponse response) {
    Optional<String> key = request.parameter(NEXT_PAGE_KEY);
    if (key.isPresent()) {
      page(response).ifPresent(page -> page.put(NEXT_PAGE_KEY, key.get()));
    }
    return response;
  }

  /** Returns an empty page; its page key leads to the requested page. */
  static ApiResponse emptied(ApiRequest request, ApiResponse response) {
    page(response)
        .ifPresent(
            page -> {
              LISTS.stream().filter(page::has).forEach(page::putArray);
              page.put(
                  NEXT_PAGE_KEY,
                  request
                      .parameter(NEXT_PAGE_KEY)
                      .orElseGet(() -> new PageKey(request.query(), 0).encode()));
            });
    return response;
  }

  /**
   * Returns a page with a new key that leads to the requested page again.
   *
   * @param newObjects whether the objects of every page get new ids
   */
  static ApiResponse endless(ApiRequest request, ApiResponse response, boolean newObjects) {
    page(response)
        .ifPresent(
            page -> {
              PageKey key = PageKey.of(request);
              Map<String, String> query = new LinkedHashMap<>(key.query());
              query.put(NONCE, UUID.randomUUID().toString());
              page.put(NEXT_PAGE_KEY, new PageKey(query, key.offset()).encode());
              if (newObjects) {
                elements(page).forEach(FaultedPages::giveNewIds);
              }
            });
    return response;
  }

  /** Returns a page in which objects lack their object id and update token. */
  static ApiResponse withoutIds(ApiResponse response, String text) {
    page(response)
        .ifPresent(
            page ->
                chosen(page, text)
                    .forEach(object -> object.remove(List.of("objectId", "updateToken"))));
    return response;
  }

  /** Returns a page in which the values of objects are a text instead of an object. */
  static ApiResponse withUnreadableValues(ApiResponse response, String text) {
    page(response)
        .ifPresent(page -> chosen(page, text).forEach(object -> object.put("value", "unreadable")));
    return response;
  }

  private static void giveNewIds(ObjectNode element) {
    String uuid = UUID.randomUUID().toString();
    if (element.path("objectId").isTextual()) {
      element.put("objectId", OpaqueIds.withKey(element.path("objectId").asText(), uuid));
    }
    String entityId = element.path("entityId").asText();
    if (!entityId.isEmpty()) {
      String hash = uuid.replace("-", "").substring(0, 16).toUpperCase(Locale.ROOT);
      element.put("entityId", entityId.substring(0, entityId.indexOf('-') + 1) + hash);
    }
  }

  /** Returns the elements that contain a text; the first one if the text is empty. */
  private static List<ObjectNode> chosen(ObjectNode page, String text) {
    List<ObjectNode> elements = elements(page);
    return text.isEmpty()
        ? elements.subList(0, Math.min(1, elements.size()))
        : elements.stream().filter(element -> element.toString().contains(text)).toList();
  }

  /** Returns the elements of a page as copies that can be changed, which replace the originals. */
  private static List<ObjectNode> elements(ObjectNode page) {
    List<ObjectNode> copies = new ArrayList<>();
    for (String list : LISTS) {
      JsonNode elements = page.path(list);
      if (elements.isArray()) {
        var replaced = page.putArray(list);
        for (JsonNode element : elements) {
          ObjectNode copy = element.deepCopy();
          replaced.add(copy);
          copies.add(copy);
        }
      }
    }
    return copies;
  }

  private static Optional<ObjectNode> page(ApiResponse response) {
    return response
        .body()
        .filter(body -> response.status() == 200)
        .filter(body -> LISTS.stream().anyMatch(list -> body.path(list).isArray()))
        .map(ObjectNode.class::cast);
  }
}
