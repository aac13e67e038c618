package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Lists monitored entities. */
final class EntityReads {

  private static final int DEFAULT_PAGE_SIZE = 50;
  private static final int MAX_PAGE_SIZE = 500;
  private static final int LONGEST_SELECTOR = 2_000;

  private final List<SimulatedEntity> entities;

  EntityReads(List<SimulatedEntity> entities) {
    this.entities = entities;
  }

  ApiResponse list(ApiRequest request) {
    PageKey key = PageKey.of(request);
    String selector = key.query().getOrDefault("entitySelector", "");
    if (selector.isEmpty() || selector.length() > LONGEST_SELECTOR) {
      throw ApiFailure.invalidParameter(
          "entitySelector", "Must have between 1 and 2000 characters");
    }
    int pageSize = pageSize(key);
    List<SimulatedEntity> matching =
        entities.stream().filter(EntitySelector.parse(selector)).toList();
    int end = Math.min(key.offset() + pageSize, matching.size());
    ObjectNode page =
        ApiResponse.JSON
            .createObjectNode()
            .put("totalCount", matching.size())
            .put("pageSize", pageSize);
    if (end < matching.size()) {
      page.put("nextPageKey", new PageKey(key.query(), end).encode());
    }
    ArrayNode items = page.putArray("entities");
    for (SimulatedEntity entity : matching.subList(Math.min(key.offset(), end), end)) {
      items
          .addObject()
          .put("entityId", entity.entityId())
          .put("type", entity.type())
          .put("displayName", entity.displayName());
    }
    return ApiResponse.json(200, page);
  }

  private static int pageSize(PageKey key) {
    try {
      int pageSize =
          Integer.parseInt(
              key.query().getOrDefault("pageSize", Integer.toString(DEFAULT_PAGE_SIZE)));
      if (pageSize >= 1 && pageSize <= MAX_PAGE_SIZE) {
        return pageSize;
      }
    } catch (NumberFormatException e) {
      // answered below like a number out of bounds
    }
    throw ApiFailure.invalidParameter("pageSize", "Must be between 1 and " + MAX_PAGE_SIZE);
  }
}
