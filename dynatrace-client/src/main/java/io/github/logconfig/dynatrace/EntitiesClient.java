package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.Deadline;
import io.github.logconfig.dynatrace.internal.Operation;
import io.github.logconfig.dynatrace.internal.generated.EntityDto;
import io.github.logconfig.dynatrace.internal.generated.EntityPageDto;
import io.github.logconfig.dynatrace.internal.generated.MonitoredEntitiesApi;
import io.github.logconfig.dynatrace.internal.generated.RelatedEntityDto;
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

/**
 * Monitored entities of one environment. All methods need the token scope {@code entities.read},
 * change nothing, and are retried as described by {@link RetryPolicy}. They throw what {@link
 * SettingsClient} throws.
 *
 * <p>Lists are read in pages of 4,000 entities. If the service rejects that page size (status 400),
 * the client uses pages of 500 from then on. A list has the bounds described at {@link
 * SettingsClient#list(SettingsQuery)}.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public final class EntitiesClient {

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

  EntitiesClient(Exchange exchange) {
    this.exchange = exchange;
    this.api = exchange.create(MonitoredEntitiesApi.class);
  }

  /** The first request of a list. */
  private record Query(String selector, String from, @Nullable String fields, int pageSize) {

    Query withPageSize(int size) {
      return new Query(selector, from, fields, size);
    }
  }

  /**
   * Lists entities that were seen within the last year. Pages are read while the stream is read.
   *
   * @param selector which entities
   * @return the entities, without relations; the stream need not be closed
   */
  public Stream<Entity> list(EntitySelector selector) {
    return list(selector.toString());
  }

  /**
   * Lists entities that were seen within the last year. Pages are read while the stream is read.
   *
   * @param selector the entity selector, for example {@code type("HOST_GROUP")}, at most 2,000
   *     characters
   * @return the entities, without relations; the stream need not be closed
   * @throws InvalidArgumentException if the selector is blank or too long
   */
  public Stream<Entity> list(String selector) {
    if (selector.isBlank() || selector.length() > EntitySelector.MAX_LENGTH) {
      throw new InvalidArgumentException(
          "entity selector", selector, "1 to " + EntitySelector.MAX_LENGTH + " characters long");
    }
    return stream(
        new Query(selector, LAST_YEAR, null, largestPage), null, exchange.suspendedDeadline());
  }

  /**
   * Lists entities that were seen within the last year, with relations. Pages are read while the
   * stream is read.
   *
   * @param selector which entities
   * @param fields the relations to read: {@code fromRelationships} or {@code toRelationships} for
   *     all, or for example {@code fromRelationships.isInstanceOf} for one
   * @return the entities; the stream need not be closed
   * @throws InvalidArgumentException if a field is no relation
   */
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

  /**
   * Returns the hosts of Kubernetes clusters that were seen within the last three days, with their
   * host group ({@code fromRelationships().get("isInstanceOf")}) and Kubernetes cluster ({@code
   * toRelationships().get("isClusterOfHost")}). A host without host group has no such key. One
   * request reads the hosts of about 50 clusters, up to 4,000 hosts.
   *
   * @param clusterIds ids of Kubernetes cluster entities; repeated ones count once
   * @return the hosts of all clusters; empty if there are none
   * @throws InvalidArgumentException if an id is not {@code KUBERNETES_CLUSTER-} followed by 16
   *     upper-case hex digits; nothing has been sent then
   */
  public List<Entity> hostsOfKubernetesClusters(Collection<String> clusterIds) {
    return hosts(
        EntitySelector.forRelated(HOST, CLUSTER_OF_HOST, KUBERNETES_CLUSTER, clusterIds),
        LAST_DAYS);
  }

  /**
   * Returns hosts that were seen within the last year, with their host group and Kubernetes cluster
   * as in {@link #hostsOfKubernetesClusters}. One request reads about 80 hosts.
   *
   * @param hostIds ids of host entities; repeated ones count once
   * @return the hosts that exist; an id that the service does not know has none
   * @throws InvalidArgumentException if an id is not {@code HOST-} followed by 16 upper-case hex
   *     digits; nothing has been sent then
   */
  public List<Entity> hosts(Collection<String> hostIds) {
    return hosts(EntitySelector.forIds(HOST, hostIds), LAST_YEAR);
  }

  private List<Entity> hosts(List<EntitySelector> selectors, String from) {
    return readAll(
        selectors,
        selector -> new Query(selector.toString(), from, HOST_TOPOLOGY, largestPage),
        exchange.suspendedDeadline());
  }

  /**
   * Finds host groups by their exact names, including case.
   *
   * @param names the names; repeated ones count once
   * @return which names are found, unknown, and ambiguous
   * @throws InvalidArgumentException if a name is empty or longer than a selector can hold
   */
  public EntitiesByName findHostGroups(Collection<String> names) {
    return findByName(HOST_GROUP, names);
  }

  /**
   * Finds entities of one type by their exact names, including case. Entities whose name differs
   * only in case are in {@link EntitiesByName#ignoringCase}.
   *
   * <p>Names that fit into one selector take one request. Otherwise the first page of all entities
   * of the type shows how many there are. Then either the other pages are read, or the names are
   * asked for by the fewest selectors, whichever takes fewer requests.
   *
   * @param type for example {@code HOST_GROUP}
   * @param names the names; repeated ones count once
   * @return which names are found, unknown, and ambiguous
   * @throws InvalidArgumentException if the type is malformed, or a name is empty or longer than a
   *     selector can hold
   */
  public EntitiesByName findByName(String type, Collection<String> names) {
    Set<String> distinct = new LinkedHashSet<>(names);
    List<EntitySelector> selectors = EntitySelector.forNames(type, distinct);
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
            Identity.byId(EntitiesClient::idOf),
            exchange::pause,
            deadline)
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
    } catch (InvalidRequestException refused) {
      if (query.pageSize() == SMALL_PAGE || !isAboutPageSize(refused)) {
        throw refused;
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

  private static boolean isAboutPageSize(InvalidRequestException refused) {
    return refused.error().toString().toLowerCase(Locale.ROOT).contains("pagesize");
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
