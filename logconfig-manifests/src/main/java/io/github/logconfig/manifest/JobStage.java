package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.github.logconfig.model.DesiredCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * How a job checks the arrival of logs for the limits of its stages.
   *
   * @param kubeconfig key of a secret with a kubeconfig. Its contexts with the names of the
   *     clusters are used to read running pods: without it, no namespace can be missing
   * @param seesAllRecords whether no permission hides log records from the token; otherwise
   *     namespaces cannot be missing
   * @since 0.1.0
   */
  public record Checks(Optional<PodConnection.KeyReference> kubeconfig, boolean seesAllRecords) {

    /** Counts records only. */
    public static final Checks NONE = new Checks(Optional.empty(), false);

    private static final String VOLUME = "kubeconfig";

    List<String> args() {
      List<String> args = new ArrayList<>();
      kubeconfig.ifPresent(
          it ->
              args.addAll(
                  List.of("--check-workloads", "--kubeconfig", "/" + VOLUME + "/" + it.key())));
      if (seesAllRecords) {
        args.add("--sees-all-records");
      }
      return args;
    }

    Optional<Volume> volume() {
      return kubeconfig.map(
          it ->
              new VolumeBuilder()
                  .withName(VOLUME)
                  .withNewSecret()
                  .withSecretName(it.name())
                  .endSecret()
                  .build());
    }
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
