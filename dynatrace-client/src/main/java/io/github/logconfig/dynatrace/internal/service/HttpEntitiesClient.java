package io.github.logconfig.dynatrace.internal.service;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.InvalidRequestException;
import io.github.logconfig.dynatrace.entities.EntitiesByName;
import io.github.logconfig.dynatrace.entities.EntitiesClient;
import io.github.logconfig.dynatrace.entities.Entity;
import io.github.logconfig.dynatrace.entities.EntitySelector;
import io.github.logconfig.dynatrace.internal.generated.EntityDto;
import io.github.logconfig.dynatrace.internal.generated.EntityPageDto;
import io.github.logconfig.dynatrace.internal.generated.MonitoredEntitiesApi;
import io.github.logconfig.dynatrace.internal.generated.RelatedEntityDto;
import io.github.logconfig.dynatrace.internal.mapping.SettingsMapping;
import io.github.logconfig.dynatrace.internal.retry.Deadline;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Monitored entities over HTTP. */
public final class HttpEntitiesClient implements EntitiesClient {

  private static final String LIST = "GET /entities";
  private static final String HOST = "HOST";
  private static final String HOST_GROUP = "HOST_GROUP";
  private static final String KUBERNETES_CLUSTER = "KUBERNETES_CLUSTER";
  private static final String CLUSTER_OF_HOST = "toRelationships.isClusterOfHost";
  private static final String HOST_TOPOLOGY = "+fromRelationships.isInstanceOf,+" + CLUSTER_OF_HOST;
  private static final Pattern RELATION =
      Pattern.compile("(from|to)Relationships(\\.[A-Za-z0-9_]+)?");

  /** The service documents no maximum, and the vendor's Terraform provider always sends this. */
  private static final int LARGE_PAGE = 4_000;

  /** Never rejected, and more than the names that fit into one selector. */
  private static final int SMALL_PAGE = 500;

  /** The service lists only entities seen in the time frame; it keeps them for a year. */
  private static final String LAST_YEAR = "now-1y";

  /** Nodes of a cluster come and go: a year of them can be a hundred times those that exist. */
  private static final String LAST_DAYS = "now-3d";

  private final Exchange exchange;
  private final MonitoredEntitiesApi api;
  private volatile int largestPage = LARGE_PAGE;

  public HttpEntitiesClient(Exchange exchange) {
    this.exchange = exchange;
    this.api = exchange.create(MonitoredEntitiesApi.class);
  }

  /** The first request of a list. */
  private record Query(String selector, String from, @Nullable String fields, int pageSize) {

    Query withPageSize(int size) {
      return new Query(selector, from, fields, size);
    }
  }

  @Override
  public Stream<Entity> list(EntitySelector selector) {
    return list(selector.toString());
  }

  @Override
  public Stream<Entity> list(String selector) {
    if (selector.isBlank() || selector.length() > EntitySelector.MAX_LENGTH) {
      throw new InvalidArgumentException(
          "entity selector", selector, "1 to " + EntitySelector.MAX_LENGTH + " characters");
    }
    return stream(
        new Query(selector, LAST_YEAR, null, largestPage), null, exchange.suspendedDeadline());
  }

  @Override
  public Stream<Entity> list(EntitySelector selector, Collection<String> fields) {
    for (String field : fields) {
      if (!RELATION.matcher(field).matches()) {
        throw new InvalidArgumentException(
            "entity field", field, "a relation such as fromRelationships.isInstanceOf");
      }
    }
    String added =
        fields.stream().distinct().map(field -> "+" + field).collect(Collectors.joining(","));
    return stream(
        new Query(selector.toString(), LAST_YEAR, added.isEmpty() ? null : added, largestPage),
        null,
        exchange.suspendedDeadline());
  }

  @Override
  public List<Entity> hostsOfKubernetesClusters(Collection<String> clusterIds) {
    return hosts(
        EntitySelectors.forRelated(HOST, CLUSTER_OF_HOST, KUBERNETES_CLUSTER, clusterIds),
        LAST_DAYS);
  }

  @Override
  public List<Entity> hosts(Collection<String> hostIds) {
    return hosts(EntitySelectors.forIds(HOST, hostIds), LAST_YEAR);
  }

  private List<Entity> hosts(List<EntitySelector> selectors, String from) {
    return readAll(
        selectors,
        selector -> new Query(selector.toString(), from, HOST_TOPOLOGY, largestPage),
        exchange.suspendedDeadline());
  }

  @Override
  public EntitiesByName findHostGroups(Collection<String> names) {
    return findByName(HOST_GROUP, names);
  }

  @Override
  public EntitiesByName findByName(String type, Collection<String> names) {
    Set<String> distinct = new LinkedHashSet<>(names);
    List<EntitySelector> selectors = EntitySelectors.forNames(type, distinct);
    Deadline deadline = exchange.suspendedDeadline();
    List<Entity> candidates =
        selectors.size() > 1
            ? cheapest(EntitySelector.ofType(type), selectors, deadline)
            : named(selectors, deadline);
    return EntitiesByName.of(distinct, candidates);
  }

  private List<Entity> cheapest(
      EntitySelector all, List<EntitySelector> selectors, Deadline deadline) {
    Query query = new Query(all.toString(), LAST_YEAR, null, largestPage);
    deadline.resume();
    EntityPageDto first = fetch(query, null, deadline);
    deadline.suspend();
    long total = Objects.requireNonNullElse(first.getTotalCount(), Long.MAX_VALUE);
    long furtherPages = (total - 1) / largestPage;
    return furtherPages <= selectors.size()
        ? stream(query, first, deadline).toList()
        : named(selectors, deadline);
  }

  private List<Entity> named(List<EntitySelector> selectors, Deadline deadline) {
    return readAll(
        selectors,
        selector -> new Query(selector.toString(), LAST_YEAR, null, SMALL_PAGE),
        deadline);
  }

  /** An entity that several selectors find comes once. */
  private List<Entity> readAll(
      List<EntitySelector> selectors, Function<EntitySelector, Query> query, Deadline deadline) {
    return selectors.stream()
        .flatMap(selector -> stream(query.apply(selector), null, deadline))
        .distinct()
        .toList();
  }

  /**
   * @param first the first page if it was read already
   */
  private Stream<Entity> stream(Query query, @Nullable EntityPageDto first, Deadline deadline) {
    EntityPageDto[] known = {first};
    return new PagedIterator<>(
            LIST,
            (key, until) -> {
              EntityPageDto dto = key == null ? known[0] : null;
              known[0] = null;
              return page(dto == null ? fetch(query, key, until) : dto);
            },
            DeliveredItems.byId(HttpEntitiesClient::idOf),
            exchange::pause,
            deadline,
            true)
        .stream();
  }

  private EntityPageDto fetch(Query query, @Nullable String key, Deadline deadline) {
    if (key != null) {
      return exchange.send(
          Operation.read(LIST),
          deadline,
          () -> api.listEntities(null, null, null, null, null, null, key));
    }
    try {
      return firstPage(query, deadline);
    } catch (InvalidRequestException rejected) {
      if (query.pageSize() == SMALL_PAGE || !isAboutPageSize(rejected)) {
        throw rejected;
      }
      largestPage = SMALL_PAGE;
      return firstPage(query.withPageSize(SMALL_PAGE), deadline);
    }
  }

  private EntityPageDto firstPage(Query query, Deadline deadline) {
    return exchange.send(
        Operation.read(LIST),
        deadline,
        () ->
            api.listEntities(
                query.selector(),
                query.from(),
                null,
                query.fields(),
                null,
                query.pageSize(),
                null));
  }

  private static boolean isAboutPageSize(InvalidRequestException rejected) {
    return rejected.error().toString().toLowerCase(Locale.ROOT).contains("pagesize");
  }

  private static PagedIterator.Page<Entity> page(EntityPageDto dto) {
    if (dto.getEntities() == null) {
      Long unused = Exchange.required(LIST, "entities or totalCount", dto.getTotalCount());
    }
    return new PagedIterator.Page<>(
        Objects.requireNonNullElse(dto.getEntities(), List.<EntityDto>of()).stream()
            .filter(Objects::nonNull)
            .map(HttpEntitiesClient::toEntity)
            .toList(),
        dto.getTotalCount(),
        SettingsMapping.filled(dto.getNextPageKey()).orElse(null));
  }

  private static @Nullable String idOf(Entity entity) {
    return entity.entityId().isEmpty() ? null : entity.entityId();
  }

  private static Entity toEntity(EntityDto dto) {
    return new Entity(
        Objects.requireNonNullElse(dto.getEntityId(), ""),
        Objects.requireNonNullElse(dto.getDisplayName(), ""),
        relations(dto.getFromRelationships()),
        relations(dto.getToRelationships()));
  }

  private static Map<String, List<String>> relations(
      @Nullable Map<String, @Nullable List<RelatedEntityDto>> dto) {
    if (dto == null) {
      return Map.of();
    }
    Map<String, List<String>> relations = new LinkedHashMap<>();
    dto.forEach(
        (relation, related) -> {
          if (related != null) {
            relations.put(
                relation,
                related.stream()
                    .filter(Objects::nonNull)
                    .map(RelatedEntityDto::getId)
                    .filter(Objects::nonNull)
                    .toList());
          }
        });
    return relations;
  }
}
