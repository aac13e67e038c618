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
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Target;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Job that applies the desired state of one cluster, with the config map that holds the state.
 *
 * <p>The job runs {@code logconfig apply} as any user but root on a read-only file system. It reads
 * the token from a mounted secret. It fails after ten minutes; an alert reports failed jobs.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespace the Kubernetes namespace to deploy to, usually {@code dynatrace}
 * @param namePrefix prefix of the names of job and config map, at most 52 characters
 * @param image container image with the {@code logconfig} command
 * @param tokenSecret secret with the API token
 * @param tokenKey key of the token in the secret
 * @param connection how the pods connect
 * @since 0.1.0
 */
public record LogConfigJob(
    String namespace,
    String namePrefix,
    String image,
    String tokenSecret,
    String tokenKey,
    PodConnection connection) {

  private static final long DEADLINE_SECONDS = 600;
  private static final int RETRIES = 6;

  /** A cluster of a fleet has two attempts of five minutes. */
  private static final long ATTEMPT_DEADLINE_SECONDS = 300;

  private static final int RETRIES_PER_CLUSTER = 1;

  /**
   * Limit for one request with all its retries. An attempt has few requests, and must end with a
   * message and an exit code before Kubernetes stops it.
   */
  private static final String REQUEST_TIMEOUT = "1m";

  /** A failed run of the cron job is kept for two hours, for the alert. */
  private static final int TTL_SECONDS = 7_200;

  private static final String INPUT = "/desired-state";
  private static final String DESIRED_STATE_FILE = "desired.yaml";
  private static final String CONFIGURATION_FILE = "logconfig.yaml";
  private static final String INDEX = "JOB_COMPLETION_INDEX";
  private static final String INDEX_LABEL = "logconfig.io/index";
  private static final String STAGE_LABEL = "logconfig.io/stage";

  /** The exit code of a run whose stage has to wait. */
  private static final int WAITS = 2;

  private static final String DRIFT_SUFFIX = "-drift";
  private static final int LONGEST_CRON_JOB_NAME = 52;
  private static final int LARGEST_CONFIG_MAP = 1_000_000;

  /**
   * Validates text that becomes part of names and paths. The prefix is validated when a name is
   * built.
   *
   * @throws InvalidValueException if a name is invalid
   */
  public LogConfigJob {
    KubernetesNames.requireLabel("namespace to deploy to", namespace);
    KubernetesNames.requireImage(image);
    KubernetesNames.requireObjectName("token secret", tokenSecret);
    KubernetesNames.requireKey("token key", tokenKey);
  }

  /**
   * Creates a job for environments of Dynatrace SaaS.
   *
   * @throws InvalidValueException if a name is invalid
   */
  public LogConfigJob(
      String namespace, String namePrefix, String image, String tokenSecret, String tokenKey) {
    this(namespace, namePrefix, image, tokenSecret, tokenKey, PodConnection.DIRECT);
  }

  /**
   * Returns a config map and a job of the same name, in the order of their creation.
   *
   * @throws InvalidValueException if the name prefix is invalid, or the desired state exceeds the
   *     size of a config map (1 MB, about 15,000 namespaces with names of maximum length)
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
            .withSpec(jobSpec(cluster))
            .build();
    return List.of(configMap(cluster), job);
  }

  /**
   * Returns a cron job that corrects drift: it applies the same desired state periodically. It
   * reads the config map of {@link #manifests}.
   *
   * @param schedule five fields in cron format, for example {@code 17 * * * *}, or a name, for
   *     example {@code @hourly}
   * @return the cron job, named {@code PREFIX-drift}
   * @throws InvalidValueException if the name prefix is invalid or has more than 46 characters, or
   *     the schedule is invalid
   */
  public CronJob driftCronJob(DesiredCluster cluster, String schedule) {
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
        .withSchedule(new CronSchedule(schedule).text())
        .withConcurrencyPolicy("Forbid")
        .withStartingDeadlineSeconds(DEADLINE_SECONDS)
        .withSuccessfulJobsHistoryLimit(1)
        .withFailedJobsHistoryLimit(1)
        .withNewJobTemplate()
        .withNewMetadata()
        .withLabels(LogConfigPod.LABELS)
        .endMetadata()
        .withSpec(
            new JobSpecBuilder(jobSpec(cluster)).withTtlSecondsAfterFinished(TTL_SECONDS).build())
        .endJobTemplate()
        .endSpec()
        .build();
  }

  /**
   * Returns one indexed job for many clusters of one environment. Index <i>i</i> applies the
   * <i>i</i>-th cluster; a failure of one cluster does not stop the others.
   *
   * @param clusters the clusters; at least one
   * @param parallelism number of clusters that are applied at the same time, at least 1
   * @return a config map and a job of the same name, which changes with any of the clusters
   * @throws InvalidValueException if there is no cluster, the clusters use several environments,
   *     the parallelism is below 1, the name prefix is invalid, or the desired states exceed the
   *     size of a config map (1 MB)
   */
  public List<HasMetadata> fleetManifests(List<DesiredCluster> clusters, int parallelism) {
    requireOneEnvironment(clusters);
    if (parallelism < 1) {
      throw new InvalidValueException("parallelism", String.valueOf(parallelism), "at least 1");
    }
    Map<String, String> files = new LinkedHashMap<>();
    for (int i = 0; i < clusters.size(); i++) {
      files.put(i + ".yaml", desiredStateYaml(clusters.get(i)));
    }
    String name = LogConfigJobName.of(namePrefix, fleetFingerprint(clusters)).value();
    List<String> input = List.of("--file", INPUT + "/$(" + INDEX + ").yaml");
    Job job = indexed(name, clusters, parallelism, input, Optional.empty(), Duration.ZERO);
    return List.of(configMap(name, Map.of(), files), job);
  }

  /**
   * Returns one indexed job that applies the stages of a rollout in their order. Its pods keep the
   * order without knowing each other: a pod whose stage has to wait ends with exit code 2, which
   * does not count as a failure, and Kubernetes starts it again.
   *
   * @param stages the stages in their order; stages without clusters are left out
   * @param parallelism number of clusters that are applied at the same time, at least 1
   * @param checks how to check the arrival of logs, for stages with limits
   * @return a config map and a job of the same name, which changes with any of the clusters and
   *     stages
   * @throws InvalidValueException as {@link #fleetManifests}; also if the checks are not {@link
   *     JobStage.Checks#NONE} and no stage has a limit
   */
  public List<HasMetadata> stagedManifests(
      List<JobStage> stages, int parallelism, JobStage.Checks checks) {
    List<JobStage> used = stages.stream().filter(it -> !it.clusters().isEmpty()).toList();
    List<DesiredCluster> clusters = used.stream().flatMap(it -> it.clusters().stream()).toList();
    requireOneEnvironment(clusters);
    if (parallelism < 1) {
      throw new InvalidValueException("parallelism", String.valueOf(parallelism), "at least 1");
    }
    if (!checks.equals(JobStage.Checks.NONE)
        && used.stream().allMatch(it -> it.arrival().isEmpty())) {
      throw new InvalidValueException(
          "stages",
          used.stream().map(JobStage::name).collect(Collectors.joining(", ")),
          "a rollout with a limit on arrival, which the checks are for");
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("environments", List.of(environment(clusters.get(0).environment())));
    List<Map<String, Object>> desired = new ArrayList<>();
    for (JobStage stage : used) {
      for (DesiredCluster cluster : stage.clusters()) {
        Map<String, Object> tree = desiredCluster(cluster);
        tree.put(
            "labels",
            new TreeMap<>(
                Map.of(INDEX_LABEL, String.valueOf(desired.size()), STAGE_LABEL, stage.name())));
        desired.add(tree);
      }
    }
    state.put("clusters", desired);
    String configuration =
        ManifestYaml.write(
            Map.of("stages", used.stream().map(it -> it.toTree(STAGE_LABEL)).toList()));
    Map<String, String> files = new LinkedHashMap<>();
    files.put(DESIRED_STATE_FILE, ManifestYaml.write(state));
    files.put(CONFIGURATION_FILE, configuration);
    String name =
        LogConfigJobName.of(
                namePrefix,
                new Fingerprint(digest(fleetFingerprint(clusters).hex() + configuration)))
            .value();
    Duration soak = used.stream().map(JobStage::soak).reduce(Duration.ZERO, Duration::plus);
    // a pod that has to wait starts again after at most ten minutes
    Duration waits = soak.plus(Duration.ofSeconds(DEADLINE_SECONDS).multipliedBy(used.size()));
    List<String> input =
        new ArrayList<>(
            List.of(
                "--file",
                INPUT + "/" + DESIRED_STATE_FILE,
                "--config",
                INPUT + "/" + CONFIGURATION_FILE,
                "--label",
                INDEX_LABEL + "=$(" + INDEX + ")",
                "--staged",
                "--no-wait"));
    input.addAll(checks.args());
    Job job =
        new JobBuilder(indexed(name, clusters, parallelism, input, checks.volume(), waits))
            .editSpec()
            .withNewPodFailurePolicy()
            .addNewRule()
            .withAction("Ignore")
            .withNewOnExitCodes()
            .withContainerName("logconfig")
            .withOperator("In")
            .withValues(WAITS)
            .endOnExitCodes()
            .endRule()
            .endPodFailurePolicy()
            .endSpec()
            .build();
    return List.of(configMap(name, Map.of(), files), job);
  }

  private Job indexed(
      String name,
      List<DesiredCluster> clusters,
      int parallelism,
      List<String> input,
      Optional<Volume> volume,
      Duration waits) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .withLabels(LogConfigPod.LABELS)
        .endMetadata()
        .withNewSpec()
        .withCompletionMode("Indexed")
        .withCompletions(clusters.size())
        .withParallelism(Math.min(parallelism, clusters.size()))
        .withBackoffLimitPerIndex(RETRIES_PER_CLUSTER)
        .withActiveDeadlineSeconds(
            rounds(clusters.size(), parallelism) * DEADLINE_SECONDS + waits.toSeconds())
        .withTemplate(
            new PodTemplateSpecBuilder(pod(name, clusters.get(0).environment(), input, volume))
                .editSpec()
                .withActiveDeadlineSeconds(ATTEMPT_DEADLINE_SECONDS)
                .endSpec()
                .build())
        .endSpec()
        .build();
  }

  private String name(DesiredCluster cluster) {
    return LogConfigJobName.of(namePrefix, fingerprint(cluster)).value();
  }

  private static Fingerprint fingerprint(DesiredCluster cluster) {
    return Fingerprint.of(cluster.environment(), cluster);
  }

  private JobSpec jobSpec(DesiredCluster cluster) {
    return new JobSpecBuilder()
        .withBackoffLimit(RETRIES)
        .withActiveDeadlineSeconds(DEADLINE_SECONDS)
        .withTemplate(
            pod(
                name(cluster),
                cluster.environment(),
                List.of(
                    "--file",
                    INPUT + "/" + DESIRED_STATE_FILE,
                    "--cluster",
                    cluster.name().value()),
                Optional.empty()))
        .build();
  }

  private PodTemplateSpec pod(
      String configMap, Environment environment, List<String> input, Optional<Volume> volume) {
    Volume state =
        new VolumeBuilder()
            .withName(INPUT.substring(1))
            .withNewConfigMap()
            .withName(configMap)
            .endConfigMap()
            .build();
    List<String> args = new ArrayList<>(List.of("apply"));
    args.addAll(input);
    args.addAll(connection.args(environment.name(), "", LogConfigPod.TOKEN_PATH + "/" + tokenKey));
    args.addAll(connection.commonArgs());
    args.addAll(List.of("--timeout", REQUEST_TIMEOUT, "--yes"));
    return new LogConfigPod(
            image,
            tokenSecret,
            LogConfigPod.inputs(Stream.concat(Stream.of(state), volume.stream()), connection),
            connection.variables(false),
            args)
        .template(LogConfigPod.LABELS, "Never");
  }

  /** Returns the number of rounds until all clusters are applied. */
  private static long rounds(int clusters, int parallelism) {
    return ((long) clusters + parallelism - 1) / parallelism;
  }

  private ConfigMap configMap(DesiredCluster cluster) {
    return configMap(
        name(cluster), annotations(cluster), Map.of(DESIRED_STATE_FILE, desiredStateYaml(cluster)));
  }

  private ConfigMap configMap(
      String name, Map<String, String> annotations, Map<String, String> files) {
    int bytes =
        files.values().stream()
            .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
            .sum();
    if (bytes > LARGEST_CONFIG_MAP) {
      throw new InvalidValueException(
          "size of the desired state",
          bytes + " bytes",
          "at most " + LARGEST_CONFIG_MAP + " bytes, the limit of a config map");
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

  /** Returns the cluster in the format of {@code logconfig apply --file}; names are sorted. */
  private static String desiredStateYaml(DesiredCluster cluster) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("environments", List.of(environment(cluster.environment())));
    state.put("clusters", List.of(desiredCluster(cluster)));
    return ManifestYaml.write(state);
  }

  private static Map<String, Object> environment(Environment environment) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", environment.name().value());
    tree.put("url", environment.url().toString());
    return tree;
  }

  private static Map<String, Object> desiredCluster(DesiredCluster cluster) {
    Map<String, Object> desired = new LinkedHashMap<>();
    desired.put("name", cluster.name().value());
    desired.put("environment", cluster.environment().name().value());
    desired.put("hostGroup", cluster.hostGroup().value());
    if (cluster.target() != Target.HOST_GROUP) {
      desired.put("target", cluster.target().label());
    }
    kubernetesCluster(cluster).ifPresent(identity -> desired.put("kubernetesCluster", identity));
    desired.put("policy", cluster.policy().label());
    desired.put(
        "namespaces", cluster.namespaces().stream().map(NamespaceName::value).sorted().toList());
    return desired;
  }

  private static Optional<Map<String, String>> kubernetesCluster(DesiredCluster cluster) {
    Map<String, String> identity = new LinkedHashMap<>();
    cluster.kubernetesClusterUid().ifPresent(uid -> identity.put("uid", uid.value()));
    cluster.kubernetesClusterName().ifPresent(name -> identity.put("name", name));
    return Optional.of(identity).filter(it -> !it.isEmpty());
  }

  /** Returns a fingerprint that changes with the fingerprint, the name or the order of clusters. */
  private static Fingerprint fleetFingerprint(List<DesiredCluster> clusters) {
    StringBuilder text = new StringBuilder();
    // digests have a fixed length and names contain no line feed, so the encoding is unambiguous
    clusters.forEach(
        cluster -> text.append(fingerprint(cluster).hex()).append(cluster.name()).append('\n'));
    return new Fingerprint(digest(text.toString()));
  }

  /** Returns the SHA-256 digest of a text in hex digits. */
  static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
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
