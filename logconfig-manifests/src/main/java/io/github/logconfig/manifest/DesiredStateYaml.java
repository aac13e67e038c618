package io.github.logconfig.manifest;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One cluster's desired state in the form that {@code logconfig apply --file} reads; the order of
 * its namespaces makes no difference, as it makes none to the fingerprint.
 */
final class DesiredStateYaml {

  private DesiredStateYaml() {}

  static String of(DesiredCluster cluster) {
    Map<String, Object> environment = new LinkedHashMap<>();
    environment.put("name", cluster.environment().name().value());
    environment.put("url", cluster.environment().url().toString());
    Map<String, Object> desired = new LinkedHashMap<>();
    desired.put("name", cluster.name().value());
    desired.put("environment", cluster.environment().name().value());
    desired.put("hostGroup", cluster.hostGroup().value());
    desired.put("policy", cluster.policy().name().toLowerCase(Locale.ROOT));
    desired.put(
        "namespaces", cluster.namespaces().stream().map(NamespaceName::value).sorted().toList());
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("environments", List.of(environment));
    state.put("clusters", List.of(desired));
    return ManifestYaml.write(state);
  }
}
