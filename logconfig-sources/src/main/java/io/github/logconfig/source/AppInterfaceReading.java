package io.github.logconfig.source;

import static io.github.logconfig.source.AppInterfaceSchema.CLUSTER;
import static io.github.logconfig.source.AppInterfaceSchema.ENVIRONMENT;
import static io.github.logconfig.source.AppInterfaceSchema.NAMESPACE;
import static io.github.logconfig.source.AppInterfaceSchema.OPT_IN;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One pass over app-interface data, wherever it came from: the same documents give the same desired
 * state.
 */
final class AppInterfaceReading {

  private final DataFiles files;
  private final String integration;
  private final DesiredStateAssembler assembler;
  private final Map<String, Environment> environments = new HashMap<>();
  private final Map<String, List<NamespaceName>> namespaces = new HashMap<>();
  private final Map<String, YamlNode> optIns = new HashMap<>();

  /** Clusters of which a namespace is not sound: what is wanted of them is not known. */
  private final Set<String> doubtful = new HashSet<>();

  /**
   * @param integration clusters that disable this integration are not ours
   */
  AppInterfaceReading(DataFiles files, String integration, Problems problems) {
    this.files = files;
    this.integration = integration;
    this.assembler = new DesiredStateAssembler(problems);
  }

  LoadedState read() {
    files.ofSchema(ENVIRONMENT).forEach(this::readEnvironment);
    files.ofSchema(NAMESPACE).forEach(this::readNamespace);
    files.ofSchema(CLUSTER).forEach(this::readCluster);
    return assembler.assemble();
  }

  private void readEnvironment(String path, YamlNode document) {
    Map<String, YamlNode> fields = fields(document);
    Optional<EnvironmentName> name = required(document, fields, "name", EnvironmentName::new);
    required(
            document,
            fields,
            "environmentUrl",
            url -> Environment.of(name.map(EnvironmentName::value).orElse("unnamed"), url))
        .filter(environment -> name.isPresent())
        .ifPresent(
            environment -> {
              environments.put(path, environment);
              assembler.add(environment, document.place());
            });
  }

  private void readNamespace(String path, YamlNode document) {
    Map<String, YamlNode> fields = fields(document);
    Optional<Boolean> deleted = flag(fields, "delete");
    Optional<Boolean> optedIn = flag(fields, OPT_IN);
    boolean known = deleted.isPresent() && optedIn.isPresent();
    boolean unwanted = deleted.orElse(false) || !optedIn.orElse(true);
    if (unwanted) {
      return;
    }
    Optional<NamespaceName> name = required(document, fields, "name", NamespaceName::new);
    if (!fields.containsKey("cluster")) {
      document.problem("the namespace has no cluster");
      return;
    }
    Optional<String> cluster = files.resolve(fields.get("cluster"), "cluster", path, CLUSTER);
    if (cluster.isEmpty()) {
      return;
    }
    if (known && name.isPresent()) {
      optIns.putIfAbsent(cluster.get(), fields.get(OPT_IN));
      namespaces.computeIfAbsent(cluster.get(), key -> new ArrayList<>()).add(name.get());
    } else {
      doubtful.add(cluster.get());
    }
  }

  private void readCluster(String path, YamlNode document) {
    Map<String, YamlNode> fields = fields(document);
    Optional<Boolean> disabled = isDisabled(fields);
    if (disabled.orElse(true)) {
      return;
    }
    Optional<ClusterName> name = required(document, fields, "name", ClusterName::new);
    List<YamlNode> references =
        GraphQlQuery.REFERENCES.stream().flatMap(it -> present(fields, it).stream()).toList();
    if (references.isEmpty()) {
      reportOptInWithoutEnvironment(path, name.map(ClusterName::value).orElse(path));
      return;
    }
    Optional<Environment> environment = environment(path, references);
    Optional<HostGroupName> hostGroup = name.flatMap(known -> hostGroup(document, known));
    Map<String, String> labels =
        present(fields, "labels").flatMap(node -> node.textMapping("labels")).orElse(Map.of());
    if (hostGroup.isPresent() && environment.isPresent() && !doubtful.contains(path)) {
      assembler.add(
          DesiredCluster.builder()
              .name(name.orElseThrow())
              .environment(environment.get())
              .hostGroup(hostGroup.get())
              .addAllNamespaces(namespaces.getOrDefault(path, List.of()))
              .build(),
          labels,
          document.place());
    }
  }

  /** The environment that all references lead to. */
  private Optional<Environment> environment(String path, List<YamlNode> references) {
    Set<String> targets = new LinkedHashSet<>();
    for (YamlNode reference : references) {
      Optional<String> target = files.resolve(reference, "dynatraceEnvironment", path, ENVIRONMENT);
      if (target.isEmpty()) {
        return Optional.empty();
      }
      targets.add(target.get());
    }
    if (targets.size() > 1) {
      references
          .get(1)
          .problem("the cluster refers to two environments: " + Quoted.of(targets.toString()));
      return Optional.empty();
    }
    return Optional.ofNullable(environments.get(targets.iterator().next()));
  }

  private void reportOptInWithoutEnvironment(String path, String cluster) {
    YamlNode optIn = optIns.get(path);
    if (optIn != null) {
      optIn.problem(
          OPT_IN + " is set, but cluster " + Quoted.of(cluster) + " has no dynatraceEnvironment");
    }
  }

  /** Whether the cluster disables this integration; empty, and a problem, if it cannot be told. */
  private Optional<Boolean> isDisabled(Map<String, YamlNode> fields) {
    Optional<YamlNode> disable = present(fields, "disable");
    if (disable.isEmpty()) {
      return Optional.of(false);
    }
    Optional<Map<String, YamlNode>> entries = disable.get().mapping("disable");
    Optional<YamlNode> integrations = entries.flatMap(map -> present(map, "integrations"));
    if (integrations.isEmpty()) {
      return entries.map(map -> false);
    }
    List<YamlNode> items = integrations.get().list("disable.integrations");
    List<String> names =
        items.stream().flatMap(item -> item.text("an integration").stream()).toList();
    boolean sound = integrations.get().isList() && names.size() == items.size();
    return names.contains(integration) || sound
        ? Optional.of(names.contains(integration))
        : Optional.empty();
  }

  private static Map<String, YamlNode> fields(YamlNode document) {
    return document.mapping("the document").orElse(Map.of());
  }

  private static Optional<YamlNode> present(Map<String, YamlNode> fields, String key) {
    return Optional.ofNullable(fields.get(key)).filter(node -> !node.isNull());
  }

  private static Optional<Boolean> flag(Map<String, YamlNode> fields, String key) {
    YamlNode field = fields.get(key);
    return field == null ? Optional.of(false) : field.bool(key);
  }

  private static Optional<HostGroupName> hostGroup(YamlNode document, ClusterName name) {
    try {
      return Optional.of(new HostGroupName(name.value()));
    } catch (InvalidValueException e) {
      document.problem("the cluster's name cannot be that of a host group: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static <T> Optional<T> required(
      YamlNode document, Map<String, YamlNode> fields, String key, Function<String, T> parser) {
    YamlNode field = fields.get(key);
    if (field == null) {
      document.problem("the document has no " + key);
      return Optional.empty();
    }
    return field.value(key, parser);
  }
}
