package io.github.logconfig.source;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The schemas of app-interface that say which logs are wanted, and their fields. */
final class AppInterfaceSchema {

  static final String ENVIRONMENT = "/dependencies/dynatrace-environment-1.yml";
  static final String CLUSTER = "/openshift/cluster-1.yml";
  static final String NAMESPACE = "/openshift/namespace-1.yml";

  static final String OPT_IN = "enableDynatraceLogging";

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
          "cluster",
          "delete",
          OPT_IN);

  /** Every key that is looked at in a file; the last two for what is to be said of them. */
  static final Set<String> KEYS =
      Stream.concat(FIELDS.stream(), Stream.of(DataFiles.REF, "<<"))
          .collect(Collectors.toUnmodifiableSet());

  private AppInterfaceSchema() {}

  static boolean isRead(String schema) {
    return schema.equals(ENVIRONMENT) || schema.equals(CLUSTER) || schema.equals(NAMESPACE);
  }
}
