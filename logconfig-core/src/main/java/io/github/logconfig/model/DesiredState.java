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
 * What a fleet is to look like: environments, and the clusters that report to them.
 *
 * <p>Names are unique, every cluster's environment is there, and no two clusters of an environment
 * share a host group.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface DesiredState {

  /**
   * The environments, whether clusters report to them or not.
   *
   * @return the environments, in the order in which they were given
   */
  List<Environment> environments();

  /**
   * The clusters.
   *
   * @return the clusters, in the order in which they were given
   */
  List<DesiredCluster> clusters();

  /**
   * Checks that the parts fit together.
   *
   * @throws ConfigValidationException if they do not; it names every contradiction
   */
  @Value.Check
  default void check() {
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
                "environments", "environment " + environment.name() + " is there more than once"));
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
        violations.add(new Violation(path, "the cluster is there more than once"));
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
                      "the Kubernetes cluster "
                          + cluster
                              .kubernetesClusterUid()
                              .map(KubernetesClusterUid::value)
                              .orElse("")
                          + " is cluster "
                          + other)));
      if (holder != null) {
        violations.add(
            new Violation(
                path, "host group " + cluster.hostGroup() + " belongs to cluster " + holder));
      }
    }
  }

  /**
   * Starts a new desired state; nothing is required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds desired states. Not thread-safe. */
  final class Builder extends ImmutableDesiredState.Builder {
    Builder() {}
  }
}
