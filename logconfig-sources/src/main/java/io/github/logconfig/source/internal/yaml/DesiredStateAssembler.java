package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceRevision;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Builds a desired state from environments and clusters. An entry that contradicts an earlier one
 * is left out and reported as a problem.
 */
public final class DesiredStateAssembler {

  private final Problems problems;
  private final Map<EnvironmentName, Environment> environments = new LinkedHashMap<>();
  private final Map<EnvironmentName, SourceLocation> environmentLocations = new HashMap<>();
  private final Map<URI, Environment> identities = new HashMap<>();
  private final Map<ClusterName, DesiredCluster> clusters = new LinkedHashMap<>();
  private final Map<ClusterName, Map<String, String>> labels = new HashMap<>();
  private final Map<ClusterName, SourceLocation> clusterLocations = new HashMap<>();
  private final Map<EnvironmentName, Map<HostGroupName, ClusterName>> hostGroups = new HashMap<>();
  private final Map<EnvironmentName, Map<KubernetesClusterUid, ClusterName>> uids = new HashMap<>();

  public DesiredStateAssembler(Problems problems) {
    this.problems = problems;
  }

  /** Adds an environment. Returns false if it contradicts an earlier one. */
  public boolean add(Environment environment, SourceLocation location) {
    SourceLocation sameName = environmentLocations.get(environment.name());
    if (sameName != null) {
      problems.add(
          location, "environment " + environment.name() + " is already defined at " + sameName);
      return false;
    }
    Environment sameUrl = identities.get(environment.identity());
    if (sameUrl != null) {
      problems.add(
          location,
          "environment "
              + environment.name()
              + " has the same URL as environment "
              + sameUrl.name()
              + " at "
              + environmentLocations.get(sameUrl.name())
              + " ("
              + environment.identity()
              + "); expected one name for one environment");
      return false;
    }
    environmentLocations.put(environment.name(), location);
    identities.put(environment.identity(), environment);
    environments.put(environment.name(), environment);
    return true;
  }

  /** Returns whether an environment can be added without a problem. */
  public boolean accepts(Environment environment) {
    return !environmentLocations.containsKey(environment.name())
        && !identities.containsKey(environment.identity());
  }

  public void add(DesiredCluster cluster, Map<String, String> ofCluster, SourceLocation location) {
    SourceLocation earlier = clusterLocations.putIfAbsent(cluster.name(), location);
    if (earlier != null) {
      problem(cluster, location, "cluster " + cluster.name() + " is already defined at " + earlier);
      return;
    }
    Map<HostGroupName, ClusterName> ofHostGroups =
        hostGroups.computeIfAbsent(cluster.environment().name(), name -> new HashMap<>());
    ClusterName holder = ofHostGroups.putIfAbsent(cluster.hostGroup(), cluster.name());
    if (holder != null) {
      belongsToOther(cluster, location, "host group " + cluster.hostGroup(), holder);
      return;
    }
    Optional<KubernetesClusterUid> uid = cluster.kubernetesClusterUid();
    Map<KubernetesClusterUid, ClusterName> ofUids =
        uids.computeIfAbsent(cluster.environment().name(), name -> new HashMap<>());
    ClusterName twin = uid.isPresent() ? ofUids.putIfAbsent(uid.get(), cluster.name()) : null;
    if (twin != null) {
      ofHostGroups.remove(cluster.hostGroup());
      belongsToOther(cluster, location, "Kubernetes cluster " + uid.get(), twin);
      return;
    }
    clusters.put(cluster.name(), cluster);
    if (!ofCluster.isEmpty()) {
      labels.put(cluster.name(), Map.copyOf(ofCluster));
    }
  }

  private void belongsToOther(
      DesiredCluster cluster, SourceLocation location, String what, ClusterName holder) {
    problem(
        cluster,
        location,
        what
            + " of cluster "
            + cluster.name()
            + " already belongs to cluster "
            + holder
            + " at "
            + clusterLocations.get(holder));
  }

  private void problem(DesiredCluster cluster, SourceLocation location, String message) {
    Problems own = new Problems();
    own.add(location, message);
    problems.addAllForCluster(cluster.name(), Optional.of(cluster.hostGroup()), own);
  }

  public Optional<Environment> environment(EnvironmentName name) {
    return Optional.ofNullable(environments.get(name));
  }

  public LoadedState assemble() {
    return new LoadedState(
        DesiredState.builder()
            .addAllEnvironments(environments.values())
            .addAllClusters(clusters.values())
            .build(),
        problems.inOrder(),
        problems.warnings(),
        SourceRevision.UNKNOWN,
        labels);
  }
}
