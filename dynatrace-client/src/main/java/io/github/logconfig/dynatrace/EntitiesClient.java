package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.Operation;
import io.github.logconfig.dynatrace.internal.generated.EntityDto;
import io.github.logconfig.dynatrace.internal.generated.EntityPageDto;
import io.github.logconfig.dynatrace.internal.generated.MonitoredEntitiesApi;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Monitored entities of one environment. Everything here needs the token scope {@code
 * entities.read}, changes nothing, and is sent again as {@link RetryPolicy} says. Failures are
 * those of {@link SettingsClient}.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class EntitiesClient {

  private static final String LIST = "GET /entities";
  private static final String HOST_GROUP = "HOST_GROUP";
  private static final int PAGE_SIZE = 500;

  /** The service lists only what it has seen lately; this is as far back as it keeps entities. */
  private static final String WIDEST_TIME_FRAME = "now-1y";

  private final Exchange exchange;
  private final MonitoredEntitiesApi api;

  EntitiesClient(Exchange exchange) {
    this.exchange = exchange;
    this.api = exchange.create(MonitoredEntitiesApi.class);
  }

  /**
   * Lists entities that were seen within the last year, page by page as the stream is read.
   *
   * @param selector which entities
   * @return the entities; the stream need not be closed, and throws what {@link SettingsClient}
   *     throws
   */
  public Stream<Entity> list(EntitySelector selector) {
    return list(selector.toString());
  }

  /**
   * Lists entities that were seen within the last year, page by page as the stream is read.
   *
   * @param selector the entity selector, for example {@code type("HOST_GROUP")}, at most 2,000
   *     characters
   * @return the entities; the stream need not be closed, and throws what {@link SettingsClient}
   *     throws
   * @throws InvalidArgumentException if the selector is blank or too long
   */
  public Stream<Entity> list(String selector) {
    if (selector.isBlank() || selector.length() > EntitySelector.MAX_LENGTH) {
      throw new InvalidArgumentException(
          "entity selector", selector, "1 to " + EntitySelector.MAX_LENGTH + " characters long");
    }
    return stream(selector, null);
  }

  /**
   * Finds host groups by their exact names, case included.
   *
   * @param names the names; repeated ones count once
   * @return which are found, unknown, and ambiguous
   * @throws InvalidArgumentException if a name is empty or longer than a selector can hold
   */
  public EntitiesByName findHostGroups(Collection<String> names) {
    return findByName(HOST_GROUP, names);
  }

  /**
   * Finds entities of one type by their exact names, case included.
   *
   * <p>If the names fit into one selector, that is one request. Otherwise the first page of all
   * entities of the type tells how many there are, and then either the other pages are read, or the
   * names are asked for by as few selectors as they fit into, whatever takes fewer requests.
   *
   * @param type for example {@code HOST_GROUP}
   * @param names the names; repeated ones count once
   * @return which are found, unknown, and ambiguous
   * @throws InvalidArgumentException if the type is malformed, or a name is empty or longer than a
   *     selector can hold
   */
  public EntitiesByName findByName(String type, Collection<String> names) {
    Set<String> distinct = new LinkedHashSet<>(names);
    List<EntitySelector> selectors = EntitySelector.forNames(type, distinct);
    List<Entity> candidates =
        selectors.size() > 1
            ? cheapest(EntitySelector.ofType(type).toString(), selectors)
            : selectors.stream().flatMap(this::list).toList();
    return EntitiesByName.of(distinct, candidates);
  }

  private List<Entity> cheapest(String all, List<EntitySelector> selectors) {
    EntityPageDto first = fetch(all, null);
    long total = Objects.requireNonNullElse(first.getTotalCount(), Long.MAX_VALUE);
    long furtherPages = (total - 1) / PAGE_SIZE;
    return furtherPages <= selectors.size()
        ? stream(all, first).toList()
        : selectors.stream().flatMap(this::list).toList();
  }

  /**
   * @param first the first page, if it was read already
   */
  private Stream<Entity> stream(String selector, @Nullable EntityPageDto first) {
    EntityPageDto[] known = {first};
    return new PagedIterator<>(
            LIST,
            key -> {
              EntityPageDto dto = key == null ? known[0] : null;
              known[0] = null;
              return page(dto == null ? fetch(selector, key) : dto);
            },
            Identity.byId(EntitiesClient::idOf),
            exchange::pause)
        .stream();
  }

  private EntityPageDto fetch(String selector, @Nullable String key) {
    return exchange.send(
        Operation.read(LIST),
        () ->
            key == null
                ? api.listEntities(selector, WIDEST_TIME_FRAME, null, null, null, PAGE_SIZE, null)
                : api.listEntities(null, null, null, null, null, null, key));
  }

  private static PagedIterator.Page<Entity> page(EntityPageDto dto) {
    if (dto.getEntities() == null) {
      Long unused = Exchange.required(LIST, "entities or totalCount", dto.getTotalCount());
    }
    return new PagedIterator.Page<>(
        Objects.requireNonNullElse(dto.getEntities(), List.<EntityDto>of()).stream()
            .filter(Objects::nonNull)
            .map(EntitiesClient::toEntity)
            .toList(),
        SettingsMapping.filled(dto.getNextPageKey()).orElse(null));
  }

  private static @Nullable String idOf(Entity entity) {
    return entity.entityId().isEmpty() ? null : entity.entityId();
  }

  private static Entity toEntity(EntityDto dto) {
    return new Entity(
        Objects.requireNonNullElse(dto.getEntityId(), ""),
        Objects.requireNonNullElse(dto.getDisplayName(), ""));
  }
}
