package io.github.logconfig.inventory;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.Target;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes imported clusters as a desired-state file. A comment after each namespace names the rules
 * that it comes from.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class ImportedYaml {

  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9-]*");

  /** Words that YAML 1.1 or 1.2 does not read as text. */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private ImportedYaml() {}

  /**
   * Returns the file.
   *
   * @param imports one import for each environment
   * @param locations where rules are defined, for rules that were read from files
   */
  public static String of(List<RuleImport> imports, Map<ObjectId, SourceLocation> locations) {
    StringBuilder yaml = new StringBuilder("# Imported from existing rules by logconfig.\n");
    yaml.append("environments:\n");
    for (RuleImport imported : imports) {
      Environment environment = imported.environment();
      yaml.append("  - name: ").append(scalar(environment.name().value())).append('\n');
      yaml.append("    url: ").append(environment.url()).append('\n');
    }
    boolean none = imports.stream().allMatch(imported -> imported.clusters().isEmpty());
    yaml.append(none ? "clusters: []\n" : "clusters:\n");
    for (RuleImport imported : imports) {
      imported.clusters().forEach(cluster -> append(yaml, cluster, locations));
    }
    return yaml.toString();
  }

  private static void append(
      StringBuilder yaml, RuleImport.Cluster imported, Map<ObjectId, SourceLocation> locations) {
    DesiredCluster cluster = imported.desired();
    String name = cluster.name().value();
    yaml.append("  - name: ").append(scalar(name)).append('\n');
    yaml.append("    environment: ")
        .append(scalar(cluster.environment().name().value()))
        .append('\n');
    if (cluster.target() != Target.HOST_GROUP) {
      yaml.append("    target: ").append(cluster.target().label()).append('\n');
    }
    if (!cluster.hostGroup().value().equals(name)) {
      yaml.append("    hostGroup: ").append(scalar(cluster.hostGroup().value())).append('\n');
    }
    cluster
        .kubernetesClusterUid()
        .map(KubernetesClusterUid::value)
        .ifPresent(uid -> yaml.append("    kubernetesCluster: {uid: \"" + uid + "\"}\n"));
    if (cluster.policy() == Policy.EXCLUSIVE) {
      yaml.append("    policy: exclusive\n");
    }
    yaml.append(cluster.namespaces().isEmpty() ? "    namespaces: []\n" : "    namespaces:\n");
    for (NamespaceName namespace : cluster.namespaces()) {
      String origin =
          imported.origins().getOrDefault(namespace, List.of()).stream()
              .map(
                  rule ->
                      origin(rule, cluster, Optional.ofNullable(locations.get(rule.objectId()))))
              .distinct()
              .collect(Collectors.joining(", "));
      yaml.append("      - ").append(scalar(namespace.value()));
      yaml.append(origin.isEmpty() ? "" : "  # " + origin).append('\n');
    }
  }

  private static String origin(
      ObservedRule rule, DesiredCluster cluster, Optional<SourceLocation> location) {
    String scope =
        switch (rule.scope().kind()) {
          case HOST_GROUP -> " of host group " + cluster.hostGroup();
          case KUBERNETES_CLUSTER -> " of the Kubernetes cluster";
          case ENVIRONMENT -> " of the environment";
          case HOST, OTHER -> " in scope " + Quoted.line(rule.scope().id());
        };
    return "rule "
        + Quoted.of(rule.rule().title())
        + location.map(it -> " (" + it + ")").orElse(scope);
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() && !RESERVED.contains(text) ? text : '"' + text + '"';
  }
}
