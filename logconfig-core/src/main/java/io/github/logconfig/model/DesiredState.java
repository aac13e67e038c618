package io.github.logconfig.model;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/**
 * The desired state of a fleet: its environments and clusters.
 *
 * <p>Names are unique, the environment of every cluster is part of the state, and no two clusters
 * of an environment share a host group.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface DesiredState {

  /** Returns the environments, including those without clusters, in their original order. */
  List<Environment> environments();

  /** Returns the clusters in their original order. */
  List<DesiredCluster> clusters();

  private void check() {
    List<Violation> violations = new ArrayList<>();
    checkEnvironments(violations);
    checkClusters(violations);
    if (!violations.isEmpty()) {
      throw new ConfigValidationException(violations);
    }
  }

  private void checkEnvironments(List<Violation> violations) {
    Set<EnvironmentName> names = new HashSet<>();
    Map<URI, EnvironmentName> identities = new HashMap<>();
    for (Environment environment : environments()) {
      if (!names.add(environment.name())) {
        violations.add(
            new Violation(
                "environments",
                "environment " + environment.name() + " is defined more than once"));
        continue;
      }
      EnvironmentName same = identities.putIfAbsent(environment.identity(), environment.name());
      if (same != null) {
        violations.add(
            new Violation(
                "environments",
                "environments "
                    + same
                    + " and "
                    + environment.name()
                    + " have the same URL "
                    + environment.identity()
                    + "; expected one name for one environment"));
      }
    }
  }

  private void checkClusters(List<Violation> violations) {
    Set<Environment> known = Set.copyOf(environments());
    Set<ClusterName> names = new HashSet<>();
    Map<EnvironmentName, Map<HostGroupName, ClusterName>> hostGroups = new HashMap<>();
    Map<EnvironmentName, Map<KubernetesClusterUid, ClusterName>> uids = new HashMap<>();
    for (DesiredCluster cluster : clusters()) {
      String path = "clusters/" + cluster.name();
      EnvironmentName environment = cluster.environment().name();
      if (!known.contains(cluster.environment())) {
        violations.add(new Violation(path, "unknown environment " + environment));
      }
      if (!names.add(cluster.name())) {
        violations.add(new Violation(path, "the cluster is defined more than once"));
        continue;
      }
      ClusterName holder =
          hostGroups
              .computeIfAbsent(environment, name -> new HashMap<>())
              .putIfAbsent(cluster.hostGroup(), cluster.name());
      Optional<ClusterName> twin =
          cluster
              .kubernetesClusterUid()
              .map(
                  uid ->
                      uids.computeIfAbsent(environment, name -> new HashMap<>())
                          .putIfAbsent(uid, cluster.name()));
      twin.ifPresent(
          other ->
              violations.add(
                  new Violation(
                      path,
                      "Kubernetes cluster "
                          + cluster
                              .kubernetesClusterUid()
                              .map(KubernetesClusterUid::value)
                              .orElse("")
                          + " already belongs to cluster "
                          + other)));
      if (holder != null) {
        violations.add(
            new Violation(
                path,
                "host group " + cluster.hostGroup() + " already belongs to cluster " + holder));
      }
    }
  }

  /** Returns a builder; nothing is required. */
  static Builder builder() {
    return new Builder();
  }

  /** Builds desired states. Not thread-safe. */
  final class Builder extends ImmutableDesiredState.Builder {
    Builder() {}

    /**
     * Returns the state.
     *
     * @throws ConfigValidationException if it is inconsistent; it lists all violations
     */
    @Override
    public DesiredState build() {
      DesiredState state = super.build();
      state.check();
      return state;
    }
  }
}
