package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.generated.EntityDto;
import io.github.logconfig.dynatrace.internal.generated.EntityPageDto;
import io.github.logconfig.dynatrace.internal.generated.MonitoredEntitiesApi;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Monitored entities of one environment. Failures are those of {@link SettingsClient}.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class EntitiesClient {

  private static final String LIST = "GET /entities";
  private static final int LONGEST_SELECTOR = 2_000;
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
   * Lists entities that were seen within the last year, page by page as the stream is read. Needs
   * the token scope {@code entities.read}. Idempotent.
   *
   * @param selector the entity selector, for example {@code type("HOST_GROUP")}, at most 2,000
   *     characters
   * @return the entities; the stream need not be closed, and throws what {@link SettingsClient}
   *     throws
   * @throws InvalidArgumentException if the selector is blank or too long
   */
  public Stream<Entity> list(String selector) {
    if (selector.isBlank() || selector.length() > LONGEST_SELECTOR) {
      throw new InvalidArgumentException(
          "entity selector", selector, "1 to " + LONGEST_SELECTOR + " characters long");
    }
    return new PagedIterator<>(LIST, key -> page(selector, key)).stream();
  }

  private PagedIterator.Page<Entity> page(String selector, @Nullable String key) {
    EntityPageDto dto =
        exchange.send(
            LIST,
            key == null
                ? api.listEntities(selector, WIDEST_TIME_FRAME, null, null, null, PAGE_SIZE, null)
                : api.listEntities(null, null, null, null, null, null, key));
    return new PagedIterator.Page<>(
        Objects.requireNonNullElse(dto.getEntities(), List.<EntityDto>of()).stream()
            .map(EntitiesClient::toEntity)
            .toList(),
        dto.getNextPageKey());
  }

  private static Entity toEntity(EntityDto dto) {
    return new Entity(
        Objects.requireNonNullElse(dto.getEntityId(), ""),
        Objects.requireNonNullElse(dto.getDisplayName(), ""));
  }
}
