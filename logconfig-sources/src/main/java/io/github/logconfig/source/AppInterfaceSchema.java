package io.github.logconfig.source;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The schemas of app-interface data that are read, and their fields. */
final class AppInterfaceSchema {

  static final String ENVIRONMENT = "/dependencies/dynatrace-environment-1.yml";
  static final String CLUSTER = "/openshift/cluster-1.yml";
  static final String NAMESPACE = "/openshift/namespace-1.yml";

  /** The integrations that a cluster disables, in a file of their own. */
  static final String CLUSTER_INTEGRATIONS = "/openshift/cluster-integrations-1.yml";

  private static final Set<String> READ =
      Set.of(ENVIRONMENT, CLUSTER, NAMESPACE, CLUSTER_INTEGRATIONS);

  static final String OPT_IN = "enableDynatraceLogging";
  static final String INTEGRATIONS = "integrations";

  /** Every field that is looked at in a document of any of them. */
  static final Set<String> FIELDS =
      Set.of(
          DataFiles.SCHEMA,
          "name",
          "environmentUrl",
          "labels",
          "dynatraceEnvironment",
          "dynatrace",
          "disable",
          INTEGRATIONS,
          "cluster",
          "delete",
          OPT_IN);

  /** Every key that is looked at in a file; the last two for what is to be said of them. */
  static final Set<String> KEYS =
      Stream.concat(FIELDS.stream(), Stream.of(DataFiles.REF, "<<"))
          .collect(Collectors.toUnmodifiableSet());

  private AppInterfaceSchema() {}

  static boolean isRead(String schema) {
    return READ.contains(schema);
  }
}
