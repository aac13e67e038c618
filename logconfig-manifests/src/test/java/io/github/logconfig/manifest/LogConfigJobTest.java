package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogConfigJobTest {

  @Test
  void refusesTokenAsImage() {
    assertThatThrownBy(
            () -> new LogConfigJob("dynatrace", "p", "dt0c01.PUBLIC.TOPSECRET", "secret", "key"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("image")
        .hasMessageNotContaining("TOPSECRET");
  }

  @Test
  void changesTheJobNameWithTheNamespacesOnly() {
    assertThat(names(Samples.cluster("a", "b"))).isEqualTo(names(Samples.cluster("b", "a")));
    assertThat(names(Samples.cluster("a"))).isNotEqualTo(names(Samples.cluster("a", "b")));
    assertThat(names(Samples.cluster("a")).get(0)).matches("dynatrace-log-config-[0-9a-f]{10}");
  }

  @Test
  void limitsTheLengthOfNames() {
    LogConfigJob longest = new LogConfigJob("dynatrace", "p".repeat(52), "image", "secret", "key");
    LogConfigJob tooLong = new LogConfigJob("dynatrace", "p".repeat(53), "image", "secret", "key");

    assertThat(longest.manifests(Samples.cluster()).get(0).getMetadata().getName()).hasSize(63);
    assertThatThrownBy(() -> tooLong.manifests(Samples.cluster()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("job name prefix");
  }

  @Test
  void runsTheSameCommandInTheDriftCronJob() {
    DesiredCluster cluster = Samples.cluster("a");
    Job job = (Job) Samples.JOB.manifests(cluster).get(1);
    CronJob cron = Samples.JOB.driftCronJob(cluster, "17 * * * *");

    assertThat(cron.getSpec().getJobTemplate().getSpec().getTemplate())
        .isEqualTo(job.getSpec().getTemplate());
    assertThat(cron.getSpec().getJobTemplate().getSpec().getActiveDeadlineSeconds()).isEqualTo(600);
    assertThat(cron.getMetadata().getName()).isEqualTo("dynatrace-log-config-drift");
    LogConfigJob longest = new LogConfigJob("dynatrace", "p".repeat(47), "image", "secret", "key");
    assertThatThrownBy(() -> longest.driftCronJob(cluster, "17 * * * *"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("at most 46 characters");
  }

  @Test
  void endsRequestsWellBeforeTheDeadlineOfAnAttempt() {
    Job job = (Job) Samples.JOB.manifests(Samples.cluster("a")).get(1);

    assertThat(job.getSpec().getTemplate().getSpec().getContainers().get(0).getArgs())
        .containsSequence("--timeout", "1m");
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isGreaterThanOrEqualTo(300);
  }

  @Test
  void rendersEqualObjectsForEqualFingerprints() {
    assertThat(Samples.JOB.manifests(Samples.cluster("a", "b")))
        .isEqualTo(Samples.JOB.manifests(Samples.cluster("b", "a")));
  }

  @Test
  void keepsTheNameLengthIndependentOfTheCluster() {
    DesiredCluster longest =
        DesiredCluster.builder()
            .name(new ClusterName("c".repeat(253)))
            .environment(Environment.of("e".repeat(100), "https://abc12345.live.dynatrace.com"))
            .hostGroup(new HostGroupName("h".repeat(100)))
            .build();

    assertThat(names(longest)).allMatch(name -> name.length() <= 63);
  }

  @Test
  void passesEndpointsOfTheirEnvironmentOnly() {
    LogConfigJob job =
        new LogConfigJob(
            "dynatrace",
            "p",
            "image",
            "secret",
            "key",
            Samples.reaching("managed", "https://d.example.com/e/1"));

    assertThat(args(job, Samples.clusterOf("one", "managed")))
        .containsSequence("--endpoint", "managed=https://d.example.com/e/1");
    assertThat(args(job, Samples.clusterOf("one", "staging"))).doesNotContain("--endpoint");
    for (String url : List.of("file:///etc", "https://u@x", "https://x/$(HOME)", "https://x?a=b")) {
      assertThatThrownBy(
              () ->
                  new LogConfigJob(
                      "dynatrace", "p", "image", "secret", "key", Samples.reaching("e", url)))
          .isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void connectsAsConfiguredWithoutSecretsInTheManifest() {
    LogConfigJob job =
        new LogConfigJob("dynatrace", "p", "image", "secret", "key", Samples.CONNECTION);
    Container container = container(job);

    assertThat(args(job, Samples.clusterOf("one", "staging")))
        .containsSequence(
            "--oauth-client",
            "dt0s02.ABC",
            "--oauth-secret-file",
            "/token/key",
            "--oauth-resource",
            "urn:dtenvironment:abc12345",
            "--oauth-scope",
            "settings:objects:read",
            "--client-certificate",
            "/client-certificate/tls.crt",
            "--client-key",
            "/client-certificate/tls.key")
        .doesNotContain("--token-file");
    assertThat(container.getEnv())
        .extracting(
            it ->
                it.getName()
                    + "="
                    + (it.getValue() == null
                        ? it.getValueFrom().getSecretKeyRef().getName()
                            + ":"
                            + it.getValueFrom().getSecretKeyRef().getKey()
                        : it.getValue()))
        .containsExactly(
            "HTTPS_PROXY=proxy-secret:url",
            "HTTP_PROXY=proxy-secret:url",
            "NO_PROXY=.svc,10.0.0.0/8",
            "SSL_CERT_FILE=/authorities/ca-bundle.crt");
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/authorities", "/client-certificate");
  }

  private static Container container(LogConfigJob job) {
    return ((Job) job.manifests(Samples.clusterOf("one", "staging")).get(1))
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0);
  }

  @Test
  void indexedJobKeepsTheOrderOfStages() {
    LogConfigJob job = new LogConfigJob("dynatrace", "p", "image", "secret", "key");
    List<DesiredCluster> clusters =
        List.of(Samples.clusterOf("one", "staging"), Samples.clusterOf("two", "staging"));
    JobStage last = new JobStage("last", clusters.subList(0, 1), Duration.ZERO, Map.of());
    JobStage first =
        new JobStage("first", clusters.subList(1, 2), Duration.ofHours(2), Map.of("maxMissing", 1));

    List<HasMetadata> objects =
        job.stagedManifests(
            List.of(first, new JobStage("none", List.of(), Duration.ZERO, Map.of()), last),
            5,
            JobStage.Checks.NONE);

    Map<String, String> files = ((ConfigMap) objects.get(0)).getData();
    assertThat(files.get("logconfig.yaml"))
        .isEqualTo(
            """
            stages:
            - arrival:
                maxMissing: 1
              labels:
                logconfig.io/stage: "first"
              name: "first"
              soak: "7200s"
            - labels:
                logconfig.io/stage: "last"
              name: "last"
            """);
    assertThat(files.get("desired.yaml"))
        .containsSubsequence(
            "logconfig.io/index: \"0\"",
            "logconfig.io/stage: \"first\"",
            "name: \"two\"",
            "logconfig.io/index: \"1\"",
            "logconfig.io/stage: \"last\"",
            "name: \"one\"");
    JobSpec spec = ((Job) objects.get(1)).getSpec();
    assertThat(spec.getCompletions()).isEqualTo(2);
    assertThat(spec.getTemplate().getSpec().getContainers().get(0).getArgs())
        .containsSequence(
            "--file",
            "/desired-state/desired.yaml",
            "--config",
            "/desired-state/logconfig.yaml",
            "--label",
            "logconfig.io/index=$(JOB_COMPLETION_INDEX)",
            "--staged",
            "--no-wait");
    assertThat(spec.getPodFailurePolicy().getRules())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getAction()).isEqualTo("Ignore");
              assertThat(rule.getOnExitCodes().getValues()).containsExactly(2);
            });
    assertThat(spec.getActiveDeadlineSeconds()).isEqualTo(600 + 7_200 + 2 * 600);
    assertThat(
            job.stagedManifests(List.of(last, first), 5, JobStage.Checks.NONE)
                .get(1)
                .getMetadata()
                .getName())
        .isNotEqualTo(objects.get(1).getMetadata().getName());
  }

  @Test
  void stagesWithALimitOnArrivalReadPodsByAKubeconfig() {
    JobStage plain =
        new JobStage(
            "first", List.of(Samples.clusterOf("one", "staging", "a")), Duration.ZERO, Map.of());
    JobStage limited =
        new JobStage(plain.name(), plain.clusters(), plain.soak(), Map.of("maxMissing", 0));
    JobStage.Checks checks =
        new JobStage.Checks(
            Optional.of(PodConnection.KeyReference.parse("clusters", "kubeconfig")), true);

    PodSpec pod =
        ((Job) Samples.JOB.stagedManifests(List.of(limited), 1, checks).get(1))
            .getSpec()
            .getTemplate()
            .getSpec();

    assertThat(pod.getContainers().get(0).getArgs())
        .containsSequence(
            "--no-wait",
            "--check-workloads",
            "--kubeconfig",
            "/kubeconfig/kubeconfig",
            "--sees-all-records");
    assertThat(pod.getVolumes())
        .anyMatch(
            it -> it.getSecret() != null && it.getSecret().getSecretName().equals("clusters"));
    assertThat(pod.getContainers().get(0).getVolumeMounts())
        .anyMatch(it -> it.getMountPath().equals("/kubeconfig"));
    assertThatThrownBy(() -> Samples.JOB.stagedManifests(List.of(plain), 1, checks))
        .hasMessage(
            "stages \"first\" is not a rollout with a limit on arrival, which the checks are for");
  }

  @Test
  void refusesProxiesWithPasswords() {
    Optional<String> url = Optional.of("http://me:secret@proxy.example.com:3128");
    assertThatThrownBy(() -> new PodConnection.Proxy(url, Optional.empty(), ""))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("a secret that holds the URL")
        .hasMessageNotContaining("me:secret");
    assertThatThrownBy(() -> new PodConnection.Proxy(Optional.empty(), Optional.empty(), ""))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void refusesStatesThatExceedAConfigMap() {
    assertThatThrownBy(() -> Samples.JOB.manifests(Samples.cluster(manyNamespaces())))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("is not at most 1000000 bytes, the limit of a config map");
  }

  @Test
  void setsTheDeadlineOfAFleetByRounds() {
    List<DesiredCluster> three =
        List.of(
            Samples.clusterOf("one", "staging", "a"),
            Samples.clusterOf("two", "staging", "a"),
            Samples.clusterOf("three", "staging", "a"));
    Job job = (Job) Samples.JOB.fleetManifests(three, 2).get(1);

    assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(1_200);
    assertThat(job.getSpec().getBackoffLimitPerIndex()).isEqualTo(1);
    assertThat(job.getSpec().getTemplate().getSpec().getActiveDeadlineSeconds()).isEqualTo(300);
  }

  @Test
  void refusesInvalidFleets() {
    List<DesiredCluster> two =
        List.of(Samples.clusterOf("one", "staging", "a"), Samples.clusterOf("two", "staging", "b"));
    List<DesiredCluster> changed =
        List.of(Samples.clusterOf("one", "staging", "a"), Samples.clusterOf("two", "staging", "c"));
    assertThat(Samples.JOB.fleetManifests(two, 1).get(1).getMetadata().getName())
        .isNotEqualTo(Samples.JOB.fleetManifests(changed, 1).get(1).getMetadata().getName());

    assertThatThrownBy(
            () ->
                Samples.JOB.fleetManifests(
                    List.of(
                        Samples.clusterOf("one", "staging"),
                        Samples.clusterOf("two", "production")),
                    1))
        .hasMessage(
            "fleet \"[production, staging]\" is not one environment: an indexed job has one token");
    assertThatThrownBy(() -> Samples.JOB.fleetManifests(List.of(), 1))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Samples.JOB.fleetManifests(two, 0))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(
            () ->
                Samples.JOB.fleetManifests(
                    List.of(Samples.clusterOf("one", "staging", manyNamespaces())), 1))
        .hasMessageContaining("is not at most 1000000 bytes, the limit of a config map");
  }

  private static String[] manyNamespaces() {
    return IntStream.range(0, 30_000)
        .mapToObj(i -> "a-rather-long-name-of-a-namespace-" + i)
        .toArray(String[]::new);
  }

  private static List<String> args(LogConfigJob job, DesiredCluster cluster) {
    return ((Job) job.manifests(cluster).get(1))
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getArgs();
  }

  private static List<String> names(DesiredCluster cluster) {
    return Samples.JOB.manifests(cluster).stream()
        .map(HasMetadata::getMetadata)
        .map(metadata -> metadata.getName())
        .toList();
  }
}
