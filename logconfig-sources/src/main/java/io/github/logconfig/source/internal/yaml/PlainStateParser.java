package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceLocations;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Parses files in the plain desired-state form. A cluster is parsed as soon as it is read, and
 * resolved when all environments of all files are known.
 */
public final class PlainStateParser {

  static final String INCLUDE = "include";

  private static final String ENVIRONMENTS = "environments";
  private static final String CLUSTERS = "clusters";
  private static final List<String> LISTS = List.of(ENVIRONMENTS, CLUSTERS);
  private static final Set<String> TOP_KEYS = Set.of(ENVIRONMENTS, CLUSTERS, INCLUDE);
  private static final Set<String> ENVIRONMENT_KEYS = Set.of("name", "url");
  private static final Set<String> CLUSTER_KEYS =
      Set.of(
          "name",
          "environment",
          "hostGroup",
          ClusterTarget.TARGET,
          ClusterTarget.KUBERNETES_CLUSTER,
          "policy",
          "namespaces",
          "labels");
  private static final Set<String> KEYS_WITHOUT_NAMESPACES =
      Set.of(
          "name",
          "environment",
          "hostGroup",
          ClusterTarget.TARGET,
          ClusterTarget.KUBERNETES_CLUSTER,
          "policy",
          "context",
          "labels");

  private final Problems problems;
  private final DesiredStateAssembler assembler;
  private final Set<String> clusterKeys;
  private final List<YamlNode> documents = new ArrayList<>();
  private final List<YamlNode> environments = new ArrayList<>();
  private final List<ParsedCluster> clusters = new ArrayList<>();
  private final Set<String> environmentNames = new HashSet<>();
  private final Map<ClusterName, String> contexts = new HashMap<>();

  /**
   * A cluster before its environment is resolved.
   *
   * @param cluster the cluster without environment; empty if it is invalid
   */
  private record ParsedCluster(
      Optional<ClusterName> name,
      Optional<HostGroupName> hostGroup,
      Optional<EnvironmentName> environment,
      Optional<DesiredCluster.Builder> cluster,
      Map<String, String> labels,
      SourceLocation location) {}

  public PlainStateParser(Problems problems) {
    this(problems, CLUSTER_KEYS);
  }

  private PlainStateParser(Problems problems, Set<String> clusterKeys) {
    this.problems = problems;
    this.assembler = new DesiredStateAssembler(problems);
    this.clusterKeys = clusterKeys;
  }

  /** Creates a parser of documents in which clusters have a context instead of namespaces. */
  public static PlainStateParser withoutNamespaces(Problems problems) {
    return new PlainStateParser(problems, KEYS_WITHOUT_NAMESPACES);
  }

  /** Returns the contexts of the clusters that have one. */
  public Map<ClusterName, String> contexts() {
    return contexts;
  }

  public LoadedState assemble() {
    return assembler.assemble();
  }

  /** Like {@link #read(Path, String, Limits)}; messages name the file by its path. */
  public LoadedState read(Path file, Limits limits) {
    return read(file, file.toString(), limits);
  }

  /**
   * Reads a file and the files that it includes. A single file must have all lists, even if they
   * are empty.
   *
   * @param name name of the file in messages
   */
  public LoadedState read(Path file, String name, Limits limits) {
    YamlFile yaml = new YamlFile(limits);
    IncludedFiles.read(file, name, problems, limits, (each, itsName) -> read(yaml, each, itsName));
    List<Map<String, YamlNode>> tops =
        documents.stream()
            .map(document -> document.mapping("the desired state", TOP_KEYS).orElse(Map.of()))
            .toList();
    if (documents.size() == 1 && !tops.get(0).containsKey(INCLUDE)) {
      requireLists(documents.get(0), tops.get(0));
    }
    tops.forEach(
        top ->
            LISTS.stream()
                .filter(top::containsKey)
                .forEach(key -> Objects.requireNonNull(top.get(key)).list(key)));
    environments.forEach(this::readEnvironment);
    clusters.forEach(this::resolve);
    return assembler.assemble();
  }

  /** Reads one file. Nothing of it is kept if it is invalid YAML. */
  private Optional<YamlNode> read(YamlFile yaml, Path file, String name) {
    Problems ofClusters = new Problems();
    List<YamlNode> ofFile = new ArrayList<>();
    List<ParsedCluster> parsed = new ArrayList<>();
    Optional<YamlNode> document =
        yaml.read(
            file,
            name,
            problems,
            Map.of(
                ENVIRONMENTS,
                ofFile::add,
                CLUSTERS,
                item -> parse(item, ofClusters).ifPresent(parsed::add)));
    document.ifPresent(
        top -> {
          problems.addAll(ofClusters);
          documents.add(top);
          environments.addAll(ofFile);
          clusters.addAll(parsed);
        });
    return document;
  }

  private static void requireLists(YamlNode document, Map<String, YamlNode> top) {
    for (String key : LISTS) {
      if (document.isMapping() && !top.containsKey(key)) {
        document.problem(
            "the desired state has no " + key + "; expected a list, which may be empty");
      }
    }
  }

  private void readEnvironment(YamlNode item) {
    item.peek("name").flatMap(YamlNode::peekText).ifPresent(environmentNames::add);
    environment(item).ifPresent(environment -> assembler.add(environment, item.location()));
  }

  private Optional<ParsedCluster> parse(YamlNode item, Problems ofClusters) {
    Problems own = new Problems();
    YamlNode reporting = item.reportingTo(own);
    Map<String, YamlNode> fields = reporting.mapping("a cluster", clusterKeys).orElse(Map.of());
    if (!item.isMapping()) {
      ofClusters.addAll(own);
      return Optional.empty();
    }
    Optional<ClusterName> name = required(reporting, fields, "name", "a cluster", ClusterName::new);
    Optional<HostGroupName> hostGroup = hostGroup(reporting, fields, name);
    Optional<Map<String, String>> labels =
        fields.containsKey("labels")
            ? fields.get("labels").textMapping("labels")
            : Optional.of(Map.of());
    Optional<EnvironmentName> environment =
        required(reporting, fields, "environment", "a cluster", EnvironmentName::new);
    Optional<DesiredCluster.Builder> cluster = cluster(reporting, fields, name, hostGroup);
    name.ifPresentOrElse(
        known -> ofClusters.addAllForCluster(known, hostGroup, own), () -> ofClusters.addAll(own));
    return Optional.of(
        new ParsedCluster(
            name,
            hostGroup,
            environment,
            labels.isPresent() ? cluster : Optional.empty(),
            labels.orElse(Map.of()),
            item.location()));
  }

  private void resolve(ParsedCluster parsed) {
    Optional<Environment> environment = parsed.environment().flatMap(assembler::environment);
    if (parsed.environment().isPresent()
        && !environmentNames.contains(parsed.environment().get().value())) {
      Problems own = new Problems();
      own.add(
          parsed.location(),
          "the cluster refers to the unknown environment " + parsed.environment().get());
      parsed
          .name()
          .ifPresentOrElse(
              known -> problems.addAllForCluster(known, parsed.hostGroup(), own),
              () -> problems.addAll(own));
    }
    if (parsed.cluster().isPresent() && environment.isPresent()) {
      assembler.add(
          parsed.cluster().get().environment(environment.get()).build(),
          parsed.labels(),
          parsed.location());
    }
  }

  private static Optional<Environment> environment(YamlNode item) {
    Map<String, YamlNode> fields =
        item.mapping("an environment", ENVIRONMENT_KEYS).orElse(Map.of());
    if (!item.isMapping()) {
      return Optional.empty();
    }
    Optional<EnvironmentName> name =
        required(item, fields, "name", "an environment", EnvironmentName::new);
    return required(
            item,
            fields,
            "url",
            "an environment",
            url -> Environment.of(name.map(EnvironmentName::value).orElse("unnamed"), url))
        .filter(environment -> name.isPresent());
  }

  private Optional<DesiredCluster.Builder> cluster(
      YamlNode item,
      Map<String, YamlNode> fields,
      Optional<ClusterName> name,
      Optional<HostGroupName> hostGroup) {
    Optional<Policy> policy =
        fields.containsKey("policy")
            ? fields.get("policy").value("policy", Policy::parse)
            : Optional.of(Policy.ADDITIVE);
    Optional<Map<NamespaceName, SourceLocation>> namespaces =
        clusterKeys.contains("namespaces") ? namespaces(item, fields) : Optional.of(Map.of());
    Optional.ofNullable(fields.get("context"))
        .flatMap(node -> node.text("context"))
        .ifPresent(context -> name.ifPresent(known -> contexts.put(known, context)));
    Optional<ClusterTarget> target = ClusterTarget.of(fields);
    if (name.isEmpty()
        || hostGroup.isEmpty()
        || policy.isEmpty()
        || namespaces.isEmpty()
        || target.isEmpty()) {
      return Optional.empty();
    }
    DesiredCluster.Builder cluster = DesiredCluster.builder();
    cluster
        .target(target.get().target())
        .kubernetesClusterUid(target.get().uid())
        .kubernetesClusterName(target.get().name())
        .name(name.get())
        .hostGroup(hostGroup.get())
        .policy(policy.get())
        .addAllNamespaces(namespaces.get().keySet())
        .locations(SourceLocations.of(Optional.of(item.location()), namespaces.get()));
    return Optional.of(cluster);
  }

  private static Optional<HostGroupName> hostGroup(
      YamlNode item, Map<String, YamlNode> fields, Optional<ClusterName> clusterName) {
    if (fields.containsKey("hostGroup")) {
      return fields.get("hostGroup").value("hostGroup", HostGroupName::new);
    }
    try {
      return clusterName.map(name -> new HostGroupName(name.value()));
    } catch (InvalidValueException e) {
      item.problem("the cluster needs a hostGroup: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns the namespaces and where they are; empty if one of them is invalid. */
  private static Optional<Map<NamespaceName, SourceLocation>> namespaces(
      YamlNode item, Map<String, YamlNode> fields) {
    YamlNode list = fields.get("namespaces");
    if (list == null) {
      item.problem("a cluster has no namespaces; expected a list, which may be empty");
      return Optional.empty();
    }
    boolean valid = list.isList();
    Map<NamespaceName, SourceLocation> namespaces = new HashMap<>();
    for (YamlNode name : list.list("namespaces")) {
      Optional<NamespaceName> namespace = name.value("a namespace", NamespaceName::new);
      namespace.ifPresent(it -> namespaces.putIfAbsent(it, name.location()));
      valid &= namespace.isPresent();
    }
    return valid ? Optional.of(namespaces) : Optional.empty();
  }

  private static <T> Optional<T> required(
      YamlNode item,
      Map<String, YamlNode> fields,
      String key,
      String what,
      Function<String, T> parser) {
    YamlNode field = fields.get(key);
    if (field == null) {
      item.problem(what + " has no " + key);
      return Optional.empty();
    }
    return field.value(key + " of " + what, parser);
  }
}
