package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.InvalidValueException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The job that brings one cluster's desired state to Dynatrace, and the config map that it reads
 * the state from.
 *
 * <p>The job runs {@code logconfig apply} as an ordinary user on a read-only file system, takes the
 * token from a secret that is mounted as a file, and gives up after ten minutes, which the alert on
 * failed jobs then tells of.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace the Kubernetes namespace to deploy to, usually {@code dynatrace}
 * @param namePrefix what the names of job and config map begin with, at most 52 characters
 * @param image the container image with the {@code logconfig} command
 * @param tokenSecret the secret that holds the API token
 * @param tokenKey the key of the token in the secret
 * @param endpoints the addresses by which environments are reached that are no Dynatrace SaaS: a
 *     job sends its token to no other address than SaaS, unless it is told so here
 * @since 0.1.0
 */
public record LogConfigJob(
    String namespace,
    String namePrefix,
    String image,
    String tokenSecret,
    String tokenKey,
    Map<EnvironmentName, URI> endpoints) {

  private static final long GIVE_UP_AFTER_SECONDS = 600;
  private static final int TRIES = 6;

  /** Two tries of five minutes for each cluster of a fleet. */
  private static final long GIVE_UP_ONE_TRY_AFTER_SECONDS = 300;

  private static final int TRIES_PER_CLUSTER = 1;

  /** A failure of the cron job is shown for two hours, unless the next run fails, too. */
  private static final int FORGET_AFTER_SECONDS = 7_200;

  private static final String DESIRED_STATE_FILE = "desired.yaml";
  private static final String DRIFT_SUFFIX = "-drift";
  private static final int LONGEST_CRON_JOB_NAME = 52;
  private static final int LARGEST_CONFIG_MAP = 1_000_000;
  private static final Pattern ENDPOINT =
      Pattern.compile("https?://[A-Za-z0-9._\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?");
  private static final Pattern SCHEDULE = Pattern.compile("[0-9A-Za-z*/,-]+( [0-9A-Za-z*/,-]+){4}");

  /**
   * Checks what goes into names and paths.
   *
   * @param namespace as told above
   * @param namePrefix as told above
   * @param image as told above
   * @param tokenSecret as told above
   * @param tokenKey as told above
   * @param endpoints as told above
   * @throws InvalidValueException if one of them, but for the prefix, cannot be such a name, or an
   *     address is no http or https URL
   */
  public LogConfigJob {
    KubernetesNames.requireLabel("namespace to deploy to", namespace);
    KubernetesNames.requireImage(image);
    KubernetesNames.requireObjectName("token secret", tokenSecret);
    KubernetesNames.requireKey("token key", tokenKey);
    endpoints = Map.copyOf(endpoints);
    endpoints
        .values()
        .forEach(
            url ->
                KubernetesNames.require(
                    ENDPOINT, "endpoint", url.toString(), "an http or https URL"));
  }

  /**
   * A job for environments of Dynatrace SaaS.
   *
   * @param namespace the Kubernetes namespace to deploy to, usually {@code dynatrace}
   * @param namePrefix what the names of job and config map begin with, at most 52 characters
   * @param image the container image with the {@code logconfig} command
   * @param tokenSecret the secret that holds the API token
   * @param tokenKey the key of the token in the secret
   * @throws InvalidValueException if one of them, but for the prefix, cannot be such a name
   */
  public LogConfigJob(
      String namespace, String namePrefix, String image, String tokenSecret, String tokenKey) {
    this(namespace, namePrefix, image, tokenSecret, tokenKey, Map.of());
  }

  /**
   * The objects to deploy for a cluster, in the order in which they have to be created.
   *
   * @param cluster what the cluster is to look like
   * @return a config map and a job of the same name
   * @throws InvalidValueException if the name prefix cannot be part of a name, or the desired state
   *     does not fit into a config map (1 MB, some 15,000 namespaces with the longest of names)
   */
  public List<HasMetadata> manifests(DesiredCluster cluster) {
    String name = name(cluster);
    Job job =
        new JobBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withLabels(LogConfigPod.LABELS)
            .withAnnotations(annotations(cluster))
            .endMetadata()
            .withSpec(once(cluster))
            .build();
    return List.of(configMap(cluster), job);
  }

  /**
   * A cron job that undoes drift: it applies the same desired state again and again, and so notices
   * rules that somebody has changed in Dynatrace. It reads the config map of {@link #manifests}.
   *
   * @param cluster what the cluster is to look like
   * @param schedule five fields as of cron, for example {@code 17 * * * *}
   * @return the cron job, named by the prefix and {@code -drift}
   * @throws InvalidValueException if the name prefix has more than 46 characters or cannot be part
   *     of a name, or the schedule has another form
   */
  public CronJob driftCronJob(DesiredCluster cluster, String schedule) {
    KubernetesNames.require(SCHEDULE, "schedule", schedule, "a cron schedule of five fields");
    String name = namePrefix + DRIFT_SUFFIX;
    if (name.length() > LONGEST_CRON_JOB_NAME) {
      throw new InvalidValueException(
          "job name prefix", namePrefix, "short enough for a cron job: at most 46 characters");
    }
    return new CronJobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .withLabels(LogConfigPod.LABELS)
        .withAnnotations(annotations(cluster))
        .endMetadata()
        .withNewSpec()
        .withSchedule(schedule)
        .withConcurrencyPolicy("Forbid")
        .withStartingDeadlineSeconds(GIVE_UP_AFTER_SECONDS)
        .withSuccessfulJobsHistoryLimit(1)
        .withFailedJobsHistoryLimit(1)
        .withNewJobTemplate()
        .withNewMetadata()
        .withLabels(LogConfigPod.LABELS)
        .endMetadata()
        .withSpec(
            new JobSpecBuilder(once(cluster))
                .withTtlSecondsAfterFinished(FORGET_AFTER_SECONDS)
                .build())
        .endJobTemplate()
        .endSpec()
        .build();
  }

  /**
   * One indexed job for many clusters of one environment, run from one place: index <i>i</i>
   * applies the <i>i</i>-th cluster, and one cluster's failure does not stop the others.
   *
   * @param clusters what the clusters are to look like; at least one
   * @param parallelism how many clusters are applied at the same time, at least 1
   * @return a config map and a job of the same name, which changes with any of the clusters
   * @throws InvalidValueException if there is no cluster, the clusters report to several
   *     environments, the parallelism is below 1, the name prefix cannot be part of a name, or the
   *     desired states do not fit into one config map (1 MB)
   */
  public List<HasMetadata> fleetManifests(List<DesiredCluster> clusters, int parallelism) {
    requireOneEnvironment(clusters);
    if (parallelism < 1) {
      throw new InvalidValueException("parallelism", String.valueOf(parallelism), "at least 1");
    }
    Map<String, String> files = new LinkedHashMap<>();
    for (int i = 0; i < clusters.size(); i++) {
      files.put(i + ".yaml", DesiredStateYaml.of(clusters.get(i)));
    }
    String name = LogConfigJobName.of(namePrefix, FleetFingerprint.of(clusters)).value();
    Job job =
        new JobBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withLabels(LogConfigPod.LABELS)
            .endMetadata()
            .withNewSpec()
            .withCompletionMode("Indexed")
            .withCompletions(clusters.size())
            .withParallelism(Math.min(parallelism, clusters.size()))
            .withBackoffLimitPerIndex(TRIES_PER_CLUSTER)
            .withActiveDeadlineSeconds(rounds(clusters.size(), parallelism) * GIVE_UP_AFTER_SECONDS)
            .withTemplate(
                new PodTemplateSpecBuilder(
                        pod(
                            name,
                            "$(JOB_COMPLETION_INDEX).yaml",
                            clusters.get(0).environment(),
                            List.of()))
                    .editSpec()
                    .withActiveDeadlineSeconds(GIVE_UP_ONE_TRY_AFTER_SECONDS)
                    .endSpec()
                    .build())
            .endSpec()
            .build();
    return List.of(configMap(name, Map.of(), files), job);
  }

  private String name(DesiredCluster cluster) {
    return LogConfigJobName.of(namePrefix, fingerprint(cluster)).value();
  }

  private static Fingerprint fingerprint(DesiredCluster cluster) {
    return Fingerprint.of(cluster.environment(), cluster);
  }

  private JobSpec once(DesiredCluster cluster) {
    return new JobSpecBuilder()
        .withBackoffLimit(TRIES)
        .withActiveDeadlineSeconds(GIVE_UP_AFTER_SECONDS)
        .withTemplate(
            pod(
                name(cluster),
                DESIRED_STATE_FILE,
                cluster.environment(),
                List.of("--cluster", cluster.name().value())))
        .build();
  }

  private PodTemplateSpec pod(
      String configMap, String file, Environment environment, List<String> selection) {
    Volume state =
        new VolumeBuilder()
            .withName("desired-state")
            .withNewConfigMap()
            .withName(configMap)
            .endConfigMap()
            .build();
    List<String> args = new ArrayList<>();
    args.addAll(List.of("apply", "--file", LogConfigPod.inputPath(state) + "/" + file));
    args.addAll(selection);
    args.addAll(List.of("--token-file", LogConfigPod.TOKEN_PATH + "/" + tokenKey));
    if (endpoints.containsKey(environment.name())) {
      args.addAll(
          List.of("--endpoint", environment.name() + "=" + endpoints.get(environment.name())));
    }
    args.add("--yes");
    return new LogConfigPod(image, tokenSecret, state, args).template(LogConfigPod.LABELS, "Never");
  }

  /** How often the same number of clusters has to be taken up until all have been. */
  private static long rounds(int clusters, int parallelism) {
    return ((long) clusters + parallelism - 1) / parallelism;
  }

  private ConfigMap configMap(DesiredCluster cluster) {
    return configMap(
        name(cluster),
        annotations(cluster),
        Map.of(DESIRED_STATE_FILE, DesiredStateYaml.of(cluster)));
  }

  private ConfigMap configMap(
      String name, Map<String, String> annotations, Map<String, String> files) {
    int bytes =
        files.values().stream()
            .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
            .sum();
    if (bytes > LARGEST_CONFIG_MAP) {
      throw new InvalidValueException(
          "desired state",
          bytes + " bytes",
          "small enough for a config map of " + LARGEST_CONFIG_MAP + " bytes; split it");
    }
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .withLabels(LogConfigPod.LABELS)
        .withAnnotations(annotations)
        .endMetadata()
        .withData(files)
        .build();
  }

  private static Map<String, String> annotations(DesiredCluster cluster) {
    return Map.of(
        "logconfig.io/cluster",
        cluster.name().value(),
        "logconfig.io/fingerprint",
        fingerprint(cluster).hex());
  }

  private static void requireOneEnvironment(List<DesiredCluster> clusters) {
    List<Environment> environments =
        clusters.stream().map(DesiredCluster::environment).distinct().toList();
    if (environments.size() != 1) {
      throw new InvalidValueException(
          "fleet",
          environments.stream()
              .map(environment -> environment.name().value())
              .collect(Collectors.toCollection(TreeSet::new))
              .toString(),
          "one environment: an indexed job has one token");
    }
  }
}
