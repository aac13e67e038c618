package io.github.logconfig.simulator.internal.entities;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.PageKey;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Lists and reads monitored entities. */
public final class EntityReads {

  private static final int DEFAULT_PAGE_SIZE = 50;

  /** The service documents no maximum; its own clients ask for up to 4,000. */
  private static final int MAX_PAGE_SIZE = Integer.MAX_VALUE;

  private static final int LONGEST_SELECTOR = 2_000;

  private final Supplier<Entities> current;
  private final Clock clock;

  public EntityReads(Supplier<Entities> current, Clock clock) {
    this.current = current;
    this.clock = clock;
  }

  public ApiResponse list(ApiRequest request) {
    PageKey key = PageKey.of(request);
    ApiRequest query = request.with(key.query());
    String selector = key.query().getOrDefault("entitySelector", "");
    if (selector.isBlank() || selector.length() > LONGEST_SELECTOR) {
      throw ApiFailure.invalidParameter(
          "entitySelector", "Must have between 1 and 2000 characters");
    }
    int pageSize = query.integer("pageSize", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
    EntityFields fields = EntityFields.of(query);
    Entities entities = current.get();
    EntityRendering rendering = new EntityRendering(entities);
    List<SimulatedEntity> matching =
        entities.all().stream()
            .filter(EntitySelector.parse(selector, entities, clock.millis()))
            .filter(seen(key))
            .sorted(order(query))
            .toList();
    int end = (int) Math.min((long) key.offset() + pageSize, matching.size());
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
      items.add(rendering.node(entity, fields, clock.millis()));
    }
    return ApiResponse.json(200, page);
  }

  public ApiResponse get(ApiRequest request) {
    String id = request.lastSegment();
    Entities entities = current.get();
    SimulatedEntity entity =
        entities
            .find(id)
            .orElseThrow(() -> new ApiFailure(404, "Entity '" + Quoted.text(id) + "' not found"));
    return ApiResponse.json(
        200, new EntityRendering(entities).node(entity, EntityFields.ALL, clock.millis()));
  }

  private Predicate<SimulatedEntity> seen(PageKey key) {
    long now = clock.millis();
    long from = TimeExpression.millis("from", key.query().getOrDefault("from", "now-3d"), now);
    long to = TimeExpression.millis("to", key.query().getOrDefault("to", "now"), now);
    if (from > to) {
      throw ApiFailure.invalidParameter("from", "Must not be after to");
    }
    return entity -> entity.lastSeenMillis(now) >= from && entity.firstSeenMillis() <= to;
  }

  private static Comparator<SimulatedEntity> order(ApiRequest query) {
    Comparator<SimulatedEntity> byName =
        Comparator.comparing(entity -> entity.displayName().toLowerCase(Locale.ROOT));
    return switch (query.query().getOrDefault("sort", "").strip()) {
      case "" -> Comparator.comparing(entity -> 0);
      case "name", "+name" -> byName;
      case "-name" -> byName.reversed();
      default -> throw ApiFailure.invalidParameter("sort", "Entities are sorted by name only");
    };
  }
}
