package io.github.logconfig.model;

import java.util.Optional;
import java.util.SortedSet;
import org.immutables.value.Value;

/**
 * What one cluster is to look like: its host group in its environment, and the namespaces whose
 * logs are wanted.
 *
 * <p>A cluster without namespaces is a statement too: none of its logs are wanted through us any
 * more.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface DesiredCluster {

  /**
   * The cluster.
   *
   * @return its name, unique in a desired state
   */
  ClusterName name();

  /**
   * The environment that the cluster reports to.
   *
   * @return an environment of the same desired state
   */
  Environment environment();

  /**
   * The host group that all nodes of the cluster belong to.
   *
   * @return its name; by default the cluster's
   * @throws InvalidValueException if it defaults to a cluster name that cannot be a host group's
   */
  @Value.Default
  default HostGroupName hostGroup() {
    return new HostGroupName(name().value());
  }

  /**
   * What happens to namespaces that are not listed.
   *
   * @return the policy, additive by default
   */
  @Value.Default
  default Policy policy() {
    return Policy.ADDITIVE;
  }

  /**
   * Returns the UID of the Kubernetes cluster, if it is known. With it, the rules at the scope of
   * the Kubernetes cluster are found for certain.
   */
  Optional<KubernetesClusterUid> kubernetesClusterUid();

  /**
   * Returns the display name that Dynatrace has for the Kubernetes cluster, if it differs from
   * {@link #name()}. A name identifies a cluster only if nothing better is known, and only while no
   * other cluster of the environment has the same one.
   */
  Optional<String> kubernetesClusterName();

  /**
   * The namespaces whose logs are wanted.
   *
   * @return their names in natural order
   */
  @Value.NaturalOrder
  SortedSet<NamespaceName> namespaces();

  /**
   * A cluster of these facts, with the default host group and policy.
   *
   * @param name its name, and that of its host group
   * @param environment the environment that it reports to
   * @param namespaces the namespaces whose logs are wanted
   * @return the cluster
   * @throws InvalidValueException if a name cannot be what it is meant to be
   */
  static DesiredCluster of(String name, Environment environment, String... namespaces) {
    Builder cluster = builder().name(new ClusterName(name)).environment(environment);
    for (String namespace : namespaces) {
      cluster.addNamespace(new NamespaceName(namespace));
    }
    return cluster.build();
  }

  /**
   * Starts a new cluster; {@code name} and {@code environment} are required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds clusters. Not thread-safe. */
  final class Builder extends ImmutableDesiredCluster.Builder {
    Builder() {}
  }
}
