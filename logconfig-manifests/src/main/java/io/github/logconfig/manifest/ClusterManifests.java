package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.InvalidValueException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Renders everything that a cluster needs to ship logs as desired. Equal input gives equal bytes.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param operator the operator, if it is deployed
 * @param dynaKube the agents, if they are deployed
 * @param job the job that applies the desired state
 * @param driftSchedule schedule of {@link LogConfigJob#driftCronJob}; no cron job if empty
 * @param alerts the alerts, if they are deployed; those of the loop only with the loop
 * @param loop the loop of the whole fleet with its monitor, if it runs in this cluster
 * @since 0.1.0
 */
public record ClusterManifests(
    Optional<DynatraceOperator> operator,
    Optional<DynaKube> dynaKube,
    LogConfigJob job,
    Optional<String> driftSchedule,
    Optional<LogConfigAlerts> alerts,
    Optional<LogConfigLoop> loop) {

  /** Creates the manifests of clusters that do not run the loop. */
  public ClusterManifests(
      Optional<DynatraceOperator> operator,
      Optional<DynaKube> dynaKube,
      LogConfigJob job,
      Optional<String> driftSchedule,
      Optional<LogConfigAlerts> alerts) {
    this(operator, dynaKube, job, driftSchedule, alerts, Optional.empty());
  }

  /**
   * Returns the files of one cluster: YAML by file name, in the order of deployment.
   *
   * @throws InvalidValueException if a name is too long or otherwise invalid in Kubernetes
   */
  public SortedMap<String, String> files(DesiredCluster cluster) {
    SortedMap<String, String> files = new TreeMap<>();
    objects(cluster).forEach((name, group) -> files.put(name + ".yaml", ManifestYaml.of(group)));
    return files;
  }

  /**
   * Returns the objects of one cluster by file name without extension, in the order of deployment.
   *
   * @throws InvalidValueException if a name is too long or otherwise invalid in Kubernetes
   */
  public SortedMap<String, List<HasMetadata>> objects(DesiredCluster cluster) {
    SortedMap<String, List<HasMetadata>> groups = new TreeMap<>();
    operator.ifPresent(it -> groups.put("10-operator", it.manifests()));
    dynaKube.ifPresent(it -> groups.put("20-dynakube", List.of(it.manifest(cluster))));
    List<HasMetadata> jobs = new ArrayList<>(job.manifests(cluster));
    driftSchedule.ifPresent(schedule -> jobs.add(job.driftCronJob(cluster, schedule)));
    groups.put("30-log-config", jobs);
    LogConfigAlerts.Metrics metrics =
        loop.map(LogConfigAlerts.Metrics::of).orElse(LogConfigAlerts.Metrics.OF_JOBS);
    alerts.ifPresent(it -> groups.put("40-alerts", List.of(it.manifest(metrics))));
    loop.ifPresent(it -> groups.put("50-loop", loop(it)));
    return groups;
  }

  private static List<HasMetadata> loop(LogConfigLoop loop) {
    List<HasMetadata> objects = new ArrayList<>(loop.manifests());
    objects.add(loop.podMonitor());
    return objects;
  }

  /**
   * Returns the files of several clusters: YAML by path {@code CLUSTER/FILE}.
   *
   * @throws InvalidValueException if a cluster is listed twice, also with another environment, or
   *     if a name is invalid in Kubernetes
   */
  public SortedMap<String, String> files(Collection<DesiredCluster> clusters) {
    requireOneEnvironmentEach(clusters);
    SortedMap<String, String> files = new TreeMap<>();
    for (DesiredCluster cluster : clusters) {
      files(cluster).forEach((name, text) -> files.put(cluster.name() + "/" + name, text));
    }
    return files;
  }

  private static void requireOneEnvironmentEach(Collection<DesiredCluster> clusters) {
    Map<ClusterName, DesiredCluster> seen = new TreeMap<>();
    for (DesiredCluster cluster : clusters) {
      DesiredCluster other = seen.putIfAbsent(cluster.name(), cluster);
      if (other != null && !other.environment().equals(cluster.environment())) {
        throw new InvalidValueException(
            "environment of cluster " + cluster.name(),
            cluster.environment().name().value(),
            "that of the cluster, which is "
                + other.environment().name()
                + ": a host runs one OneAgent, and that reports to one environment");
      }
      if (other != null) {
        throw new InvalidValueException(
            "cluster", cluster.name().value(), "listed once: there can be one DynaKube");
      }
    }
  }
}
