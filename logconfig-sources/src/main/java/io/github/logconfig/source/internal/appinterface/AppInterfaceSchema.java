package io.github.logconfig.source.internal.appinterface;

import io.github.logconfig.source.internal.yaml.ClusterTarget;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Schemas of app-interface data that are read, and their fields. */
public final class AppInterfaceSchema {

  public static final String ENVIRONMENT = "/dependencies/dynatrace-environment-1.yml";
  public static final String CLUSTER = "/openshift/cluster-1.yml";
  public static final String NAMESPACE = "/openshift/namespace-1.yml";

  /** The app of a namespace, which has owners. */
  public static final String APP = "/app-sre/app-1.yml";

  /** Disabled integrations of a cluster, in a separate file. */
  public static final String CLUSTER_INTEGRATIONS = "/openshift/cluster-integrations-1.yml";

  private static final Set<String> READ =
      Set.of(ENVIRONMENT, CLUSTER, NAMESPACE, CLUSTER_INTEGRATIONS);

  public static final String OPT_IN = "enableDynatraceLogging";
  public static final String INTEGRATIONS = "integrations";
  public static final String APP_REFERENCE = "app";
  public static final String SERVICE_OWNERS = "serviceOwners";

  /** Fields by which a cluster refers to its environment: the usual one, and the original one. */
  public static final List<String> ENVIRONMENT_REFERENCES =
      List.of("dynatraceEnvironment", "dynatrace");

  /** All fields that are read, of any schema. */
  public static final Set<String> FIELDS =
      Set.of(
          DataFiles.SCHEMA,
          "name",
          "environmentUrl",
          "labels",
          "dynatraceEnvironment",
          "dynatrace",
          "disable",
          ClusterTarget.TARGET,
          ClusterTarget.KUBERNETES_CLUSTER,
          INTEGRATIONS,
          "cluster",
          "delete",
          APP_REFERENCE,
          SERVICE_OWNERS,
          OPT_IN);

  /** All keys that are read from files, at any depth; the last two only for problems. */
  public static final Set<String> KEYS =
      Stream.concat(FIELDS.stream(), Stream.of(ClusterTarget.UID, YamlNode.REFERENCE, "<<"))
          .collect(Collectors.toUnmodifiableSet());

  private AppInterfaceSchema() {}

  public static boolean isRead(String schema) {
    return READ.contains(schema);
  }
}
