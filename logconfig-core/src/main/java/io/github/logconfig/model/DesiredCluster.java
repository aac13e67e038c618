package io.github.logconfig.model;

import io.github.logconfig.internal.SortedArraySet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import org.immutables.value.Value;

/**
 * The desired state of one cluster: the scope of its rules, and the namespaces whose logs are
 * ingested.
 *
 * <p>A cluster without namespaces is valid: its managed include rules are deleted.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface DesiredCluster {

  /** Returns the name of the cluster, unique in a desired state. */
  ClusterName name();

  /** Returns the environment that the cluster reports to; it is part of the same desired state. */
  Environment environment();

  /**
   * Returns the name of the host group of all nodes of the cluster; by default the name of the
   * cluster. For target {@link Target#KUBERNETES_CLUSTER} the host group may not exist.
   *
   * @throws InvalidValueException if the name of the cluster is not a valid host group name
   */
  @Value.Default
  default HostGroupName hostGroup() {
    return new HostGroupName(name().value());
  }

  /**
   * Returns the kind of scope in which the rules of the cluster are managed; {@link
   * Target#HOST_GROUP} by default.
   */
  @Value.Default
  default Target target() {
    return Target.HOST_GROUP;
  }

  /** Returns the name in the external ids and titles of the managed rules of the cluster. */
  default TargetName targetName() {
    return nameIn(target());
  }

  /**
   * Returns the name in the external ids and titles that managed rules of the cluster have in the
   * scope of a target. After a change of the target, they are in both scopes for a moment.
   */
  default TargetName nameIn(Target scope) {
    return new TargetName(scope == Target.HOST_GROUP ? hostGroup().value() : name().value());
  }

  /** Returns the policy for namespaces that are not desired; {@link Policy#ADDITIVE} by default. */
  @Value.Default
  default Policy policy() {
    return Policy.ADDITIVE;
  }

  /**
   * Returns the UID of the Kubernetes cluster, if it is known. It is required to find the scope of
   * the Kubernetes cluster with certainty.
   */
  Optional<KubernetesClusterUid> kubernetesClusterUid();

  /**
   * Returns the display name of the Kubernetes cluster in Dynatrace, if it differs from {@link
   * #name()}. The name identifies a cluster only if its UID and topology are unknown, and only if
   * it is unique in the environment.
   */
  Optional<String> kubernetesClusterName();

  /** Returns the desired namespaces in natural order. */
  @Value.Default
  default SortedSet<NamespaceName> namespaces() {
    return Collections.emptySortedSet();
  }

  /**
   * Returns where the cluster and its namespaces are defined; nothing by default. Two clusters that
   * differ only in this are equal.
   */
  @Value.Auxiliary
  @Value.Default
  default SourceLocations locations() {
    return SourceLocations.NONE;
  }

  /**
   * Returns a cluster with the default host group and policy.
   *
   * @throws InvalidValueException if a name is invalid
   */
  static DesiredCluster of(String name, Environment environment, String... namespaces) {
    Builder cluster = builder().name(new ClusterName(name)).environment(environment);
    for (String namespace : namespaces) {
      cluster.addNamespace(new NamespaceName(namespace));
    }
    return cluster.build();
  }

  /** Returns a builder; {@code name} and {@code environment} are required. */
  static Builder builder() {
    return new Builder();
  }

  /** Builds clusters. Not thread-safe. */
  final class Builder extends ImmutableDesiredCluster.Builder {

    private List<NamespaceName> added = new ArrayList<>();

    Builder() {}

    /** Adds a namespace. */
    public Builder addNamespace(NamespaceName namespace) {
      added.add(Objects.requireNonNull(namespace, "namespace"));
      return this;
    }

    /** Adds namespaces. */
    public Builder addNamespaces(NamespaceName... namespaces) {
      return addAllNamespaces(List.of(namespaces));
    }

    /** Adds namespaces. */
    public Builder addAllNamespaces(Iterable<? extends NamespaceName> namespaces) {
      namespaces.forEach(this::addNamespace);
      return this;
    }

    /** Replaces all namespaces. */
    public Builder namespaces(Iterable<? extends NamespaceName> namespaces) {
      added = new ArrayList<>();
      super.namespaces(Collections.emptySortedSet());
      return addAllNamespaces(namespaces);
    }

    @Override
    public DesiredCluster build() {
      DesiredCluster cluster = super.build();
      if (added.isEmpty() && cluster.namespaces() instanceof SortedArraySet) {
        return cluster;
      }
      Collection<NamespaceName> all = added;
      if (!cluster.namespaces().isEmpty()) {
        all = new ArrayList<>(added);
        all.addAll(cluster.namespaces());
      }
      super.namespaces(SortedArraySet.of(all));
      added = new ArrayList<>();
      return super.build();
    }
  }
}
