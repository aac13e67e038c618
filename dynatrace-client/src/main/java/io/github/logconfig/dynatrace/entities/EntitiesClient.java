package io.github.logconfig.dynatrace.entities;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.settings.SettingsClient;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the monitored entities of one environment. All methods need the token scope {@code
 * entities.read}, change nothing, and are retried as described by {@link RetryPolicy}. They throw
 * what {@link SettingsClient} throws.
 *
 * <p>Lists are read in pages of 4,000 entities. If the service rejects that page size (status 400),
 * the client uses pages of 500 from then on. A list has the bounds described at {@link
 * SettingsClient#list}.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public interface EntitiesClient {

  /**
   * Lists entities that were seen within the last year. Pages are read while the stream is read.
   *
   * @param selector which entities
   * @return the entities, without relations; the stream need not be closed
   */
  default Stream<Entity> list(EntitySelector selector) {
    throw new UnsupportedOperationException("list");
  }

  /**
   * Lists entities that were seen within the last year. Pages are read while the stream is read.
   *
   * @param selector the entity selector, for example {@code type("HOST_GROUP")}, at most 2,000
   *     characters
   * @return the entities, without relations; the stream need not be closed
   * @throws InvalidArgumentException if the selector is blank or too long
   */
  default Stream<Entity> list(String selector) {
    throw new UnsupportedOperationException("list");
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
  default Stream<Entity> list(EntitySelector selector, Collection<String> fields) {
    throw new UnsupportedOperationException("list");
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
  default List<Entity> hostsOfKubernetesClusters(Collection<String> clusterIds) {
    throw new UnsupportedOperationException("hostsOfKubernetesClusters");
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
  default List<Entity> hosts(Collection<String> hostIds) {
    throw new UnsupportedOperationException("hosts");
  }

  /**
   * Finds host groups by their exact names, including case.
   *
   * @param names the names; repeated ones count once
   * @return which names are found, unknown, and ambiguous
   * @throws InvalidArgumentException if a name is empty or longer than a selector can hold
   */
  default EntitiesByName findHostGroups(Collection<String> names) {
    throw new UnsupportedOperationException("findHostGroups");
  }

  /**
   * Finds entities of one type by their exact names, including case. Entities whose name differs
   * only in case are in {@link EntitiesByName#ignoringCase}.
   *
   * <p>Names that fit into one selector take one request. Otherwise the first page of all entities
   * of the type shows how many there are. Then either the other pages are read, or the names are
   * looked up with as few selectors as possible, whichever takes fewer requests.
   *
   * @param type for example {@code HOST_GROUP}
   * @param names the names; repeated ones count once
   * @return which names are found, unknown, and ambiguous
   * @throws InvalidArgumentException if the type is malformed, or a name is empty or longer than a
   *     selector can hold
   */
  default EntitiesByName findByName(String type, Collection<String> names) {
    throw new UnsupportedOperationException("findByName");
  }
}
