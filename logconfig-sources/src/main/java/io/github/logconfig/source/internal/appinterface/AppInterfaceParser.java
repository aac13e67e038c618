package io.github.logconfig.source.internal.appinterface;

import static io.github.logconfig.source.internal.appinterface.AppInterfaceSchema.CLUSTER;
import static io.github.logconfig.source.internal.appinterface.AppInterfaceSchema.CLUSTER_INTEGRATIONS;
import static io.github.logconfig.source.internal.appinterface.AppInterfaceSchema.ENVIRONMENT;
import static io.github.logconfig.source.internal.appinterface.AppInterfaceSchema.INTEGRATIONS;
import static io.github.logconfig.source.internal.appinterface.AppInterfaceSchema.NAMESPACE;
import static io.github.logconfig.source.internal.appinterface.AppInterfaceSchema.OPT_IN;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceLocations;
import io.github.logconfig.source.internal.yaml.ClusterTarget;
import io.github.logconfig.source.internal.yaml.DesiredStateAssembler;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Parses app-interface data from any source: equal documents give an equal desired state. Other
 * tools share the data, so only documents of clusters with an environment cause problems.
 */
public final class AppInterfaceParser {

  /** Known keys of {@code disable}. */
  private static final Set<String> DISABLE_KEYS = Set.of(INTEGRATIONS, "e2eTests");

  private final DataFiles files;
  private final String integration;
  private final Problems problems;
  private final DesiredStateAssembler assembler;
  private final Map<String, ParsedEnvironment> environments = new TreeMap<>();
  private final Map<String, NamespaceOptIns> namespaces = new HashMap<>();

  /** An environment, or the problems that make it invalid. */
  private record ParsedEnvironment(
      Optional<EnvironmentName> name,
      Optional<Environment> environment,
      SourceLocation location,
      Problems own) {}

  /**
   * Creates a parser.
   *
   * @param integration clusters that disable this integration are skipped
   */
  public AppInterfaceParser(DataFiles files, String integration, Problems problems) {
    this.files = files;
    this.integration = integration;
    this.problems = problems;
    this.assembler = new DesiredStateAssembler(problems);
  }

  /**
   * Parses all documents.
   *
   * @param source the place of the data as a whole
   */
  public LoadedState read(SourceLocation source) {
    if (!files.hasDesiredState() && problems.isEmpty()) {
      problems.add(source, "the data has neither environments nor clusters");
    }
    files.ofSchema(ENVIRONMENT).forEach(this::readEnvironment);
    files.ofSchema(NAMESPACE).forEach(this::readNamespace);
    Map<String, YamlNode> clusters = files.ofSchema(CLUSTER);
    addEnvironments(clusters);
    clusters.forEach(this::readCluster);
    return assembler.assemble();
  }

  private void readEnvironment(String path, YamlNode document) {
    Problems own = new Problems();
    YamlNode reporting = document.reportingTo(own);
    Map<String, YamlNode> fields = fields(reporting);
    Optional<EnvironmentName> name = required(reporting, fields, "name", EnvironmentName::new);
    Optional<Environment> environment =
        required(
                reporting,
                fields,
                "environmentUrl",
                url -> Environment.of(name.map(EnvironmentName::value).orElse("unnamed"), url))
            .filter(valid -> name.isPresent());
    environments.put(path, new ParsedEnvironment(name, environment, document.location(), own));
  }

  /**
   * Adds the environments that clusters use, and the valid ones of the others. An unused
   * environment may belong to other tools, with a name that is invalid here.
   */
  private void addEnvironments(Map<String, YamlNode> clusters) {
    Set<String> used = new HashSet<>();
    clusters.forEach(
        (path, document) -> {
          Map<String, YamlNode> fields = fields(document.reportingTo(new Problems()));
          if (!isDisabled(fields, path).orElse(false)) {
            references(fields).forEach(it -> used.addAll(it.references()));
          }
        });
    environments.forEach(
        (path, read) -> {
          if (used.contains(path) && read.environment().isPresent()) {
            boolean added = assembler.add(read.environment().get(), read.location());
            environments.put(path, added ? read : without(read));
          }
        });
    environments.forEach(
        (path, read) -> {
          if (!used.contains(path)) {
            read.environment()
                .filter(assembler::accepts)
                .ifPresent(environment -> assembler.add(environment, read.location()));
            if (read.name().isPresent()) {
              read.own().inOrder().forEach(problems::warn);
            }
          }
        });
  }

  private static ParsedEnvironment without(ParsedEnvironment read) {
    return new ParsedEnvironment(read.name(), Optional.empty(), read.location(), read.own());
  }

  private void readNamespace(String path, YamlNode document) {
    Problems own = new Problems();
    YamlNode reporting = document.reportingTo(own);
    Map<String, YamlNode> fields = fields(reporting);
    boolean wellFormed = own.isEmpty();
    Optional<Boolean> deleted = flag(fields, "delete");
    Optional<Boolean> optedIn = flag(fields, OPT_IN);
    boolean optedOut = deleted.orElse(false) || !optedIn.orElse(true);
    boolean explicitOptOut =
        optedOut && present(fields, OPT_IN).isPresent() && !deleted.orElse(false);
    if (optedOut && !explicitOptOut && wellFormed) {
      if (!deleted.orElse(false)) {
        addSilent(path, document);
      }
      return;
    }
    Optional<NamespaceName> name = required(reporting, fields, "name", NamespaceName::new);
    Optional<String> cluster = cluster(path, reporting, fields);
    if (cluster.isEmpty()) {
      if (!optedOut || !wellFormed) {
        problems.addAll(own);
      }
      return;
    }
    NamespaceOptIns ofCluster = of(cluster.get());
    name.ifPresent(valid -> addOwner(valid, fields, ofCluster));
    boolean known = deleted.isPresent() && optedIn.isPresent() && name.isPresent();
    if (!wellFormed) {
      ofCluster.addProblems(own);
    }
    if (explicitOptOut) {
      name.ifPresent(valid -> ofCluster.addOptOut(valid, location(fields)));
    } else if (!optedOut && known) {
      ofCluster.addOptIn(name.orElseThrow(), location(fields));
    } else if (!optedOut) {
      ofCluster.addUnresolved(own);
    }
  }

  /** Other tools may use the file differently, so nothing in it is a problem. */
  private void addSilent(String path, YamlNode document) {
    YamlNode quiet = document.reportingTo(new Problems());
    Map<String, YamlNode> fields = fields(quiet);
    Optional<NamespaceName> name = required(quiet, fields, "name", NamespaceName::new);
    Optional<String> cluster = cluster(path, quiet, fields);
    if (name.isPresent() && cluster.isPresent()) {
      of(cluster.get()).addSilent(name.get(), document.location().atLine(0));
      addOwner(name.get(), fields, of(cluster.get()));
    }
  }

  private void addOwner(
      NamespaceName name, Map<String, YamlNode> fields, NamespaceOptIns ofCluster) {
    present(fields, AppInterfaceSchema.APP_REFERENCE)
        .flatMap(files::ownersOf)
        .ifPresent(owner -> ofCluster.addOwner(name, owner));
  }

  private Optional<String> cluster(String path, YamlNode document, Map<String, YamlNode> fields) {
    if (!fields.containsKey("cluster")) {
      document.problem("the namespace has no cluster");
      return Optional.empty();
    }
    return files.resolve(fields.get("cluster"), "cluster", path, CLUSTER);
  }

  private NamespaceOptIns of(String cluster) {
    return namespaces.computeIfAbsent(cluster, path -> new NamespaceOptIns());
  }

  private static SourceLocation location(Map<String, YamlNode> fields) {
    return Objects.requireNonNull(fields.get(OPT_IN)).location();
  }

  private void readCluster(String path, YamlNode document) {
    Problems own = new Problems();
    YamlNode reporting = document.reportingTo(own);
    Map<String, YamlNode> fields = fields(reporting);
    List<YamlNode> references = references(fields);
    if (references.isEmpty()) {
      of(path).warnWithoutEnvironment(shownName(path, fields), problems);
      return;
    }
    Optional<Boolean> disabled = isDisabled(fields, path);
    if (disabled.orElse(false)) {
      return;
    }
    Optional<ClusterName> name = required(reporting, fields, "name", ClusterName::new);
    Optional<HostGroupName> hostGroup = name.flatMap(known -> hostGroup(reporting, known));
    Optional<Environment> environment = environment(path, references, own);
    Optional<ClusterTarget> target = target(fields);
    Map<String, String> labels =
        present(fields, "labels").flatMap(node -> node.textMapping("labels")).orElse(Map.of());
    boolean namespacesKnown = of(path).reportProblems(own);
    if (name.isEmpty()) {
      problems.addAll(own);
      return;
    }
    problems.addAllForCluster(name.get(), hostGroup, own);
    if (disabled.isPresent()
        && hostGroup.isPresent()
        && environment.isPresent()
        && target.isPresent()
        && namespacesKnown) {
      assembler.add(
          DesiredCluster.builder()
              .name(name.get())
              .environment(environment.get())
              .hostGroup(hostGroup.get())
              .addAllNamespaces(of(path).optedIn().keySet())
              .locations(
                  SourceLocations.of(
                      Optional.of(document.location()), of(path).locations(), of(path)::owner))
              .target(target.get().target())
              .kubernetesClusterUid(target.get().uid())
              .kubernetesClusterName(target.get().name())
              .build(),
          labels,
          document.location());
    }
  }

  /** A field that is null counts as absent. */
  private static Optional<ClusterTarget> target(Map<String, YamlNode> fields) {
    Map<String, YamlNode> present = new HashMap<>(fields);
    present.values().removeIf(YamlNode::isNull);
    return ClusterTarget.of(present);
  }

  private static List<YamlNode> references(Map<String, YamlNode> fields) {
    return AppInterfaceSchema.ENVIRONMENT_REFERENCES.stream()
        .flatMap(it -> present(fields, it).stream())
        .toList();
  }

  private static String shownName(String path, Map<String, YamlNode> fields) {
    return present(fields, "name").flatMap(YamlNode::peekText).orElse(path);
  }

  /** Returns the environment that all references refer to. */
  private Optional<Environment> environment(String path, List<YamlNode> references, Problems own) {
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
    ParsedEnvironment read = environments.get(targets.iterator().next());
    if (read == null) {
      return Optional.empty();
    }
    own.addAll(read.own());
    return read.environment();
  }

  /** Returns whether the cluster disables this integration; empty, with a problem, if unknown. */
  private Optional<Boolean> isDisabled(Map<String, YamlNode> fields, String path) {
    Optional<YamlNode> disable = present(fields, "disable");
    if (disable.isEmpty()) {
      return Optional.of(false);
    }
    Optional<Map<String, YamlNode>> entries = disable.get().mapping("disable");
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    if (entries.get().containsKey(YamlNode.REFERENCE)) {
      return files
          .resolve(disable.get(), "disable", path, CLUSTER_INTEGRATIONS)
          .flatMap(target -> isDisabledBy(target, disable.get()));
    }
    Optional<YamlNode> integrations = present(entries.get(), INTEGRATIONS);
    if (integrations.isPresent()) {
      return isListedIn(integrations.get());
    }
    if (!DISABLE_KEYS.containsAll(entries.get().keySet())) {
      disable
          .get()
          .problem(
              "unknown form of disable: "
                  + Quoted.of(String.join(", ", entries.get().keySet()))
                  + "; expected integrations: [NAME], or a reference: {$ref: /path/of/file.yml}");
      return Optional.empty();
    }
    return Optional.of(false);
  }

  private Optional<Boolean> isDisabledBy(String target, YamlNode reference) {
    Optional<YamlNode> integrations = files.document(target).peek(INTEGRATIONS);
    if (integrations.isEmpty()) {
      reference.problem("disable refers to " + Quoted.of(target) + ", which has no integrations");
      return Optional.empty();
    }
    return isListedIn(reference.other(integrations.get()));
  }

  private Optional<Boolean> isListedIn(YamlNode integrations) {
    List<YamlNode> items = integrations.list("disable.integrations");
    List<String> names =
        items.stream().flatMap(item -> item.text("an integration").stream()).toList();
    boolean valid = integrations.isList() && names.size() == items.size();
    return names.contains(integration) || valid
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
      document.problem("the cluster name is not a valid host group: " + e.getMessage());
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
