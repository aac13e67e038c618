package io.github.logconfig.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tree of app-interface data, with namespace files of the size that they usually have. */
final class DataTree {

  private static final int CLUSTERS = 200;

  private DataTree() {}

  /** Writes a tree. */
  static void write(Path root, int namespaces) throws IOException {
    Files.writeString(
        Files.createDirectories(root.resolve("dependencies")).resolve("staging.yml"),
        """
        ---
        $schema: /dependencies/dynatrace-environment-1.yml
        name: staging
        environmentUrl: https://abc12345.live.dynatrace.com
        """);
    Path clusters = Files.createDirectories(root.resolve("openshift"));
    for (int i = 0; i < CLUSTERS; i++) {
      Files.writeString(
          clusters.resolve("cluster-" + i + ".yml"),
          """
          ---
          $schema: /openshift/cluster-1.yml
          labels: {environment: stage}
          name: cluster-%d
          dynatraceEnvironment:
            $ref: /dependencies/staging.yml
          """
              .formatted(i));
    }
    for (int i = 0; i < namespaces; i++) {
      Path folder = root.resolve("services/team-" + i / 20);
      Files.writeString(
          Files.createDirectories(folder).resolve("namespace-" + i + ".yml"),
          """
          ---
          $schema: /openshift/namespace-1.yml
          labels: {}
          name: namespace-%d
          description: One of the namespaces of team %d, with what is usually said of one
          cluster:
            $ref: /openshift/cluster-%d.yml
          app:
            $ref: /services/team-%d/app.yml
          environment:
            $ref: /products/team/environments/stage.yml
          managedResourceTypes:
          - Secret
          - ConfigMap
          networkPoliciesAllow:
          - $ref: /services/observability/namespaces/monitoring.yml
          openshiftResources:
          - provider: vault-secret
            path: team-%d/creds/database
            version: 3
          - provider: resource
            path: /services/team-%d/config.yaml
          enableDynatraceLogging: %s
          """
              .formatted(i, i / 20, i % CLUSTERS, i / 20, i / 20, i / 20, i % 2 == 0));
    }
  }
}
