package io.github.logconfig.source;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Desired state in a directory of app-interface data: files that name their {@code $schema} and
 * refer to each other by {@code {$ref: /path/from/the/directory.yml}}.
 *
 * <ul>
 *   <li>{@code /dependencies/dynatrace-environment-1.yml}: {@code name}, {@code environmentUrl}
 *   <li>{@code /openshift/cluster-1.yml}: {@code name}, and {@code dynatraceEnvironment} (or {@code
 *       dynatrace}) referring to an environment. The cluster's host group has the cluster's name. A
 *       cluster that refers to none is not ours
 *   <li>{@code /openshift/namespace-1.yml}: {@code name}, {@code cluster} referring to a cluster,
 *       {@code enableDynatraceLogging}, and {@code delete}; a namespace that is to be deleted
 *       counts as not opted in
 * </ul>
 *
 * <p>A cluster with an environment and no namespace that is opted in is desired as empty, not
 * absent.
 *
 * <p><b>Thread safety:</b> immutable; the files are read anew by every {@link #load}.
 *
 * @since 0.1.0
 */
public final class AppInterfaceDirectorySource implements DesiredStateSource {

  private static final String ENVIRONMENT_SCHEMA = "/dependencies/dynatrace-environment-1.yml";
  private static final String CLUSTER_SCHEMA = "/openshift/cluster-1.yml";
  private static final String NAMESPACE_SCHEMA = "/openshift/namespace-1.yml";
  private static final String OPT_IN = "enableDynatraceLogging";

  private final Path root;

  /**
   * A source that reads a directory.
   *
   * @param root the directory that references start from
   */
  public AppInterfaceDirectorySource(Path root) {
    this.root = root;
  }

  @Override
  public LoadedState load() {
    Problems problems = new Problems();
    return new Reading(DataFiles.read(root, problems), problems).read();
  }

  /** One pass over the files. */
  private static final class Reading {

    private final DataFiles files;
    private final DesiredStateAssembler assembler;
    private final Map<String, Environment> environments = new HashMap<>();
    private final Map<String, List<NamespaceName>> namespaces = new HashMap<>();
    private final Map<String, YamlNode> optIns = new HashMap<>();

    /** Clusters of which a namespace is not sound: what is wanted of them is not known. */
    private final Set<String> doubtful = new HashSet<>();

    Reading(DataFiles files, Problems problems) {
      this.files = files;
      this.assembler = new DesiredStateAssembler(problems);
    }

    LoadedState read() {
      files.ofSchema(ENVIRONMENT_SCHEMA).forEach(this::readEnvironment);
      files.ofSchema(NAMESPACE_SCHEMA).forEach(this::readNamespace);
      files.ofSchema(CLUSTER_SCHEMA).forEach(this::readCluster);
      return assembler.assemble();
    }

    private void readEnvironment(String path, YamlNode document) {
      Map<String, YamlNode> fields = document.mapping("the document").orElse(Map.of());
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
      Map<String, YamlNode> fields = document.mapping("the document").orElse(Map.of());
      boolean deleted = fields.containsKey("delete") && fields.get("delete").isTrue("delete");
      boolean optedIn = fields.containsKey(OPT_IN) && fields.get(OPT_IN).isTrue(OPT_IN);
      if (deleted || !optedIn) {
        return;
      }
      Optional<NamespaceName> name = required(document, fields, "name", NamespaceName::new);
      if (!fields.containsKey("cluster")) {
        document.problem("the namespace has no cluster");
        return;
      }
      Optional<String> cluster =
          files.resolve(fields.get("cluster"), "cluster", path, CLUSTER_SCHEMA);
      if (cluster.isPresent() && name.isEmpty()) {
        doubtful.add(cluster.get());
      } else if (cluster.isPresent()) {
        optIns.putIfAbsent(cluster.get(), fields.get(OPT_IN));
        namespaces.computeIfAbsent(cluster.get(), key -> new ArrayList<>()).add(name.orElseThrow());
      }
    }

    private void readCluster(String path, YamlNode document) {
      Map<String, YamlNode> fields = document.mapping("the document").orElse(Map.of());
      Optional<ClusterName> name = required(document, fields, "name", ClusterName::new);
      Optional<YamlNode> reference =
          Optional.ofNullable(fields.get("dynatraceEnvironment"))
              .or(() -> Optional.ofNullable(fields.get("dynatrace")))
              .filter(node -> !node.isNull());
      if (reference.isEmpty()) {
        if (optIns.containsKey(path)) {
          optIns
              .get(path)
              .problem(
                  OPT_IN
                      + " is set, but cluster "
                      + Quoted.of(name.map(ClusterName::value).orElse(path))
                      + " has no dynatraceEnvironment");
        }
        return;
      }
      Optional<Environment> environment =
          files
              .resolve(reference.get(), "dynatraceEnvironment", path, ENVIRONMENT_SCHEMA)
              .map(environments::get);
      Optional<HostGroupName> hostGroup = name.flatMap(known -> hostGroup(document, known));
      if (hostGroup.isPresent() && environment.isPresent() && !doubtful.contains(path)) {
        assembler.add(
            DesiredCluster.builder()
                .name(name.orElseThrow())
                .environment(environment.get())
                .hostGroup(hostGroup.get())
                .addAllNamespaces(namespaces.getOrDefault(path, List.of()))
                .build(),
            document.place());
      }
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
}
