package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.SourceLocation;
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

/**
 * Parses files in the plain desired-state form. A cluster is parsed as soon as it is read, and
 * resolved when all environments and all clusters of all files are known.
 */
public final class PlainStateParser {

  static final String INCLUDE = "include";

  private static final String ENVIRONMENTS = "environments";
  private static final String CLUSTERS = "clusters";
  private static final String OWNER = ClusterEntry.OWNER;
  private static final List<String> LISTS = List.of(ENVIRONMENTS, CLUSTERS);
  private static final Set<String> TOP_KEYS = Set.of(ENVIRONMENTS, CLUSTERS, INCLUDE);
  private static final Set<String> TOP_KEYS_OF_TEAM = Set.of(OWNER, CLUSTERS);
  private static final Set<String> ENVIRONMENT_KEYS = Set.of("name", "url");

  private final Problems problems;
  private final DesiredStateAssembler assembler;
  private final ClusterEntries clusters;
  private final Set<String> clusterKeys;
  private final List<YamlNode> documents = new ArrayList<>();
  private final List<YamlNode> environments = new ArrayList<>();
  private final Set<String> environmentNames = new HashSet<>();
  private final Map<ClusterName, String> contexts = new HashMap<>();

  public PlainStateParser(Problems problems) {
    this(problems, ClusterEntry.KEYS);
  }

  private PlainStateParser(Problems problems, Set<String> clusterKeys) {
    this.problems = problems;
    this.assembler = new DesiredStateAssembler(problems);
    this.clusters = new ClusterEntries(problems);
    this.clusterKeys = clusterKeys;
  }

  /** Creates a parser of documents in which clusters have a context instead of namespaces. */
  public static PlainStateParser withoutNamespaces(Problems problems) {
    return new PlainStateParser(problems, ClusterEntry.KEYS_WITHOUT_NAMESPACES);
  }

  /** Returns the contexts of the clusters that have one. */
  public Map<ClusterName, String> contexts() {
    return contexts;
  }

  public LoadedState assemble() {
    return assembler.assemble();
  }

  /** Like {@link #read(Path, SourceLocation, Limits)}; messages name the file by its path. */
  public LoadedState read(Path file, Limits limits) {
    return read(file, YamlFile.location(file), limits);
  }

  /**
   * Reads a file and the files that it includes, or all files of a directory. A single file must
   * have all lists, even if they are empty.
   *
   * @param name place of the file in messages
   */
  public LoadedState read(Path file, SourceLocation name, Limits limits) {
    YamlFile yaml = new YamlFile(limits);
    IncludedFiles.read(file, name, problems, limits, (each, place) -> read(yaml, each, place));
    List<Map<String, YamlNode>> tops = documents.stream().map(this::top).toList();
    if (documents.size() == 1 && !tops.get(0).containsKey(INCLUDE)) {
      requireLists(documents.get(0), tops.get(0));
    }
    tops.forEach(
        top ->
            LISTS.stream()
                .filter(top::containsKey)
                .forEach(key -> Objects.requireNonNull(top.get(key)).list(key)));
    environments.forEach(this::readEnvironment);
    clusters.definitions().forEach(this::resolve);
    clusters.reportUndefined();
    return assembler.assemble();
  }

  private Map<String, YamlNode> top(YamlNode document) {
    return isOfTeam(document)
        ? document.mapping("the file of an owner", TOP_KEYS_OF_TEAM).orElse(Map.of())
        : document.mapping("the desired state", TOP_KEYS).orElse(Map.of());
  }

  /** Returns whether all namespaces of a file have one owner. Such a file only adds namespaces. */
  private boolean isOfTeam(YamlNode document) {
    return clusterKeys.contains(OWNER) && document.peek(OWNER).isPresent();
  }

  /** Reads one file. Nothing of it is kept if it is invalid YAML. */
  private Optional<YamlNode> read(YamlFile yaml, Path file, SourceLocation name) {
    Problems ofClusters = new Problems();
    List<YamlNode> ofFile = new ArrayList<>();
    List<ClusterEntry> parsed = new ArrayList<>();
    Optional<YamlNode> document =
        yaml.read(
            file,
            name,
            problems,
            Map.of(
                ENVIRONMENTS,
                ofFile::add,
                CLUSTERS,
                item -> ClusterEntry.parse(item, clusterKeys, ofClusters).ifPresent(parsed::add)));
    document.ifPresent(
        top -> {
          problems.addAll(ofClusters);
          documents.add(top);
          if (isOfTeam(top)) {
            addOwned(top, parsed);
          } else {
            environments.addAll(ofFile);
            parsed.forEach(clusters::add);
          }
        });
    return document;
  }

  /** Adds the clusters of a file that has an owner. */
  private void addOwned(YamlNode document, List<ClusterEntry> parsed) {
    Optional<String> owner =
        document.peek(OWNER).flatMap(node -> node.value(OWNER, ClusterEntry::owner));
    for (ClusterEntry entry : parsed) {
      if (!entry.adds() || entry.owner().isPresent()) {
        Problems own = new Problems();
        own.add(
            entry.location(),
            "the file has an owner, so its clusters only have name and namespaces, not "
                + String.join(", ", entry.otherKeys()));
        entry
            .name()
            .ifPresentOrElse(
                name -> problems.addAllForCluster(name, Optional.empty(), own),
                () -> problems.addAll(own));
      } else if (owner.isPresent()) {
        clusters.add(entry.withOwner(owner.get()));
      }
    }
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

  private static Optional<Environment> environment(YamlNode item) {
    Map<String, YamlNode> fields =
        item.mapping("an environment", ENVIRONMENT_KEYS).orElse(Map.of());
    if (!item.isMapping()) {
      return Optional.empty();
    }
    Optional<EnvironmentName> name =
        ClusterEntry.required(item, fields, "name", "an environment", EnvironmentName::new);
    return ClusterEntry.required(
            item,
            fields,
            "url",
            "an environment",
            url -> Environment.of(name.map(EnvironmentName::value).orElse("unnamed"), url))
        .filter(environment -> name.isPresent());
  }

  private void resolve(ClusterEntry entry) {
    entry
        .context()
        .ifPresent(context -> entry.name().ifPresent(name -> contexts.put(name, context)));
    Optional<Environment> environment = entry.environment().flatMap(assembler::environment);
    if (entry.environment().isPresent()
        && !environmentNames.contains(entry.environment().get().value())) {
      Problems own = new Problems();
      own.add(
          entry.location(),
          "the cluster refers to the unknown environment " + entry.environment().get());
      entry.name().ifPresent(name -> problems.addAllForCluster(name, entry.hostGroup(), own));
    }
    if (environment.isPresent()) {
      clusters
          .combined(entry, environment.get())
          .ifPresent(
              cluster ->
                  assembler.add(
                      cluster,
                      entry.fields().map(ClusterEntry.Fields::labels).orElse(Map.of()),
                      entry.location()));
    }
  }
}
