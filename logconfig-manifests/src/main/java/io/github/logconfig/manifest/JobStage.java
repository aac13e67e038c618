package io.github.logconfig.manifest;

import io.github.logconfig.model.DesiredCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One stage of an {@linkplain LogConfigJob#stagedManifests indexed job}.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param name the name of the stage
 * @param clusters its clusters
 * @param soak how long nothing may have changed in the stage before the next one begins
 * @param arrival the limits on namespaces whose logs do not arrive, by their key in the
 *     configuration file, for example {@code maxMissing}; empty if logs are not checked
 * @since 0.1.0
 */
public record JobStage(
    String name, List<DesiredCluster> clusters, Duration soak, Map<String, Integer> arrival) {

  /** Copies the collections. */
  public JobStage {
    clusters = List.copyOf(clusters);
    arrival = Map.copyOf(arrival);
  }

  /** Returns the stage in the format of the configuration file. */
  Map<String, Object> toTree(String label) {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("name", name);
    tree.put("labels", Map.of(label, name));
    if (!soak.isZero()) {
      tree.put("soak", soak.toMillisPart() == 0 ? soak.toSeconds() + "s" : soak.toMillis() + "ms");
    }
    if (!arrival.isEmpty()) {
      tree.put("arrival", new TreeMap<>(arrival));
    }
    return tree;
  }
}
