package io.github.logconfig.source;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.SourceRevision;
import io.github.logconfig.source.Problems.Place;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts environments and clusters together to a desired state. What contradicts something that is
 * already there is left out and noted as a problem of its place.
 */
final class DesiredStateAssembler {

  private final Problems problems;
  private final Map<EnvironmentName, Environment> environments = new LinkedHashMap<>();
  private final Map<EnvironmentName, Place> environmentPlaces = new HashMap<>();
  private final Map<ClusterName, DesiredCluster> clusters = new LinkedHashMap<>();
  private final Map<ClusterName, Map<String, String>> labels = new HashMap<>();
  private final Map<ClusterName, Place> clusterPlaces = new HashMap<>();
  private final Map<EnvironmentName, Map<HostGroupName, ClusterName>> hostGroups = new HashMap<>();

  DesiredStateAssembler(Problems problems) {
    this.problems = problems;
  }

  void add(Environment environment, Place place) {
    Place earlier = environmentPlaces.putIfAbsent(environment.name(), place);
    if (earlier == null) {
      environments.put(environment.name(), environment);
    } else {
      problems.add(
          place, "environment " + environment.name() + " is already defined at " + earlier);
    }
  }

  void add(DesiredCluster cluster, Map<String, String> ofCluster, Place place) {
    Place earlier = clusterPlaces.putIfAbsent(cluster.name(), place);
    if (earlier != null) {
      problems.add(place, "cluster " + cluster.name() + " is already defined at " + earlier);
      return;
    }
    ClusterName holder =
        hostGroups
            .computeIfAbsent(cluster.environment().name(), name -> new HashMap<>())
            .putIfAbsent(cluster.hostGroup(), cluster.name());
    if (holder == null) {
      clusters.put(cluster.name(), cluster);
      if (!ofCluster.isEmpty()) {
        labels.put(cluster.name(), Map.copyOf(ofCluster));
      }
    } else {
      problems.add(
          place,
          "host group "
              + cluster.hostGroup()
              + " of cluster "
              + cluster.name()
              + " already belongs to cluster "
              + holder
              + " at "
              + clusterPlaces.get(holder));
    }
  }

  Optional<Environment> environment(EnvironmentName name) {
    return Optional.ofNullable(environments.get(name));
  }

  LoadedState assemble() {
    return new LoadedState(
        DesiredState.builder()
            .addAllEnvironments(environments.values())
            .addAllClusters(clusters.values())
            .build(),
        problems.inOrder(),
        List.of(),
        SourceRevision.UNKNOWN,
        labels);
  }
}
