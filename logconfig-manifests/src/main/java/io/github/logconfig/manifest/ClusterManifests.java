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
 * Everything that a cluster needs to ship logs as desired, as files. Equal input gives equal bytes.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param operator the operator, if it is to be installed
 * @param dynaKube the agents, if they are to be rolled out
 * @param job the job that applies the desired state
 * @param driftSchedule when a cron job undoes drift, as of {@link LogConfigJob#driftCronJob}; never
 *     if empty
 * @param alerts the alerts, if wanted
 * @param loop the loop of the whole fleet, if the cluster is the one to run it in; with its monitor
 * @since 0.1.0
 */
public record ClusterManifests(
    Optional<DynatraceOperator> operator,
    Optional<DynaKube> dynaKube,
    LogConfigJob job,
    Optional<String> driftSchedule,
    Optional<LogConfigAlerts> alerts,
    Optional<LogConfigLoop> loop) {

  /**
   * The files of clusters that run no loop.
   *
   * @param operator the operator, if it is to be installed
   * @param dynaKube the agents, if they are to be rolled out
   * @param job the job that applies the desired state
   * @param driftSchedule when a cron job undoes drift; never if empty
   * @param alerts the alerts, if wanted
   */
  public ClusterManifests(
      Optional<DynatraceOperator> operator,
      Optional<DynaKube> dynaKube,
      LogConfigJob job,
      Optional<String> driftSchedule,
      Optional<LogConfigAlerts> alerts) {
    this(operator, dynaKube, job, driftSchedule, alerts, Optional.empty());
  }

  /**
   * The files of one cluster.
   *
   * @param cluster what the cluster is to look like
   * @return YAML by file name; the order of the names is that in which they have to be deployed
   * @throws InvalidValueException if a name would be too long or of another form than Kubernetes
   *     has
   */
  public SortedMap<String, String> files(DesiredCluster cluster) {
    SortedMap<String, String> files = new TreeMap<>();
    objects(cluster).forEach((name, group) -> files.put(name + ".yaml", ManifestYaml.of(group)));
    return files;
  }

  /**
   * The objects of one cluster, in groups.
   *
   * @param cluster what the cluster is to look like
   * @return objects by the name of the file that they go to, without its ending; the order of names
   *     and objects is that in which they have to be deployed
   * @throws InvalidValueException as told at {@link #files(DesiredCluster)}
   */
  public SortedMap<String, List<HasMetadata>> objects(DesiredCluster cluster) {
    SortedMap<String, List<HasMetadata>> groups = new TreeMap<>();
    operator.ifPresent(it -> groups.put("10-operator", it.manifests()));
    dynaKube.ifPresent(it -> groups.put("20-dynakube", List.of(it.manifest(cluster))));
    List<HasMetadata> jobs = new ArrayList<>(job.manifests(cluster));
    driftSchedule.ifPresent(schedule -> jobs.add(job.driftCronJob(cluster, schedule)));
    groups.put("30-log-config", jobs);
    alerts.ifPresent(it -> groups.put("40-alerts", List.of(it.manifest())));
    loop.ifPresent(it -> groups.put("50-loop", loop(it)));
    return groups;
  }

  private static List<HasMetadata> loop(LogConfigLoop loop) {
    List<HasMetadata> objects = new ArrayList<>(loop.manifests());
    objects.add(loop.podMonitor());
    return objects;
  }

  /**
   * The files of several clusters, a folder each.
   *
   * @param clusters what the clusters are to look like
   * @return YAML by path: the cluster's name, a slash, and the file name
   * @throws InvalidValueException if a cluster is there for a second environment or a second time,
   *     or as told at {@link #files(DesiredCluster)}
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
    Map<ClusterName, DesiredCluster> known = new TreeMap<>();
    for (DesiredCluster cluster : clusters) {
      DesiredCluster other = known.putIfAbsent(cluster.name(), cluster);
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
