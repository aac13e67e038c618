package io.github.logconfig.manifest;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.NamespaceName;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Inputs of the tests. */
final class Samples {

  static final LogConfigJob JOB =
      new LogConfigJob(
          "dynatrace",
          "dynatrace-log-config",
          "quay.io/example/logconfig:0.1.0",
          "dynatrace-token",
          "apiToken");

  static final LogConfigAlerts ALERTS =
      new LogConfigAlerts(
          "dynatrace",
          "dynatrace-log-config",
          "dynatrace",
          "high",
          URI.create("https://example.com/runbooks/log-config.md"));

  static final LogConfigLoop LOOP =
      new LogConfigLoop(
          "dynatrace",
          "logconfig",
          "quay.io/example/logconfig:0.1.0",
          LoopSource.graphQlConfig("qontract-config"),
          "dynatrace-token",
          new TreeMap<>(Map.of(new EnvironmentName("staging"), "staging")),
          Duration.ofMinutes(5),
          2,
          LogConfigLoop.Writing.APPLY,
          Optional.of(new LogConfigLoop.Arrival(Duration.ofHours(1), false, true)),
          PodConnection.DIRECT);

  static final PodConnection CONNECTION =
      new PodConnection(
          Map.of(),
          new PodConnection.OAuth(
              Map.of(new EnvironmentName("staging"), "dt0s02.ABC"),
              Map.of(new EnvironmentName("staging"), "urn:dtenvironment:abc12345"),
              Optional.empty(),
              List.of("settings:objects:read")),
          Optional.of(
              new PodConnection.Proxy(
                  Optional.empty(),
                  Optional.of(PodConnection.KeyReference.parse("proxy-secret:url", "proxy")),
                  ".svc,10.0.0.0/8")),
          Optional.of(PodConnection.KeyReference.parse("company-ca", "ca-bundle.crt")),
          Optional.of("client-tls"));

  private Samples() {}

  static PodConnection reaching(String environment, String url) {
    return new PodConnection(
        Map.of(new EnvironmentName(environment), URI.create(url)),
        PodConnection.OAuth.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static DesiredCluster cluster(String... namespaces) {
    return clusterOf("app-sre-stage-01", "staging", namespaces);
  }

  static DesiredCluster clusterOf(String name, String environment, String... namespaces) {
    return DesiredCluster.builder()
        .name(new ClusterName(name))
        .environment(Environment.of(environment, "https://abc12345.live.dynatrace.com"))
        .addAllNamespaces(Arrays.stream(namespaces).map(NamespaceName::new).toList())
        .build();
  }

  static ClusterManifests everything(OperatorRelease release) {
    return new ClusterManifests(
        Optional.of(
            new DynatraceOperator(
                "dynatrace",
                release.equals(OperatorRelease.NEWEST)
                    ? Optional.empty()
                    : Optional.of(release.newestPatch()),
                DynatraceOperator.Install.OLM)),
        Optional.of(DynaKube.of(release, "dynatrace-token")),
        JOB,
        Optional.of("17 * * * *"),
        Optional.of(ALERTS),
        Optional.of(LOOP));
  }
}
