package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An entry of the list of clusters in a file. It defines a cluster, or it adds namespaces to a
 * cluster that another entry defines.
 *
 * @param name empty if it is missing or invalid
 * @param environment empty if it is missing or invalid
 * @param fields empty if the entry adds namespaces, or if a field is invalid
 * @param namespaces the namespaces and where they are; empty if one of them is invalid
 * @param owner the owner of the namespaces
 * @param context context of the kubeconfig
 * @param places where the fields are that the entry has
 */
record ClusterEntry(
    SourceLocation location,
    Optional<ClusterName> name,
    Optional<EnvironmentName> environment,
    Optional<Fields> fields,
    Optional<Map<NamespaceName, SourceLocation>> namespaces,
    Optional<String> owner,
    Optional<String> context,
    Map<String, SourceLocation> places) {

  private static final String NAME = "name";
  private static final String ENVIRONMENT = "environment";
  private static final String HOST_GROUP = "hostGroup";
  private static final String POLICY = "policy";
  private static final String LABELS = "labels";
  private static final String NAMESPACES = "namespaces";
  static final String CONTEXT = "context";
  static final String OWNER = "owner";

  /** Keys of a cluster. */
  static final Set<String> KEYS =
      Set.of(
          NAME,
          ENVIRONMENT,
          HOST_GROUP,
          ClusterTarget.TARGET,
          ClusterTarget.KUBERNETES_CLUSTER,
          POLICY,
          LABELS,
          NAMESPACES,
          OWNER);

  /** Keys of a cluster whose namespaces are read from the cluster itself. */
  static final Set<String> KEYS_WITHOUT_NAMESPACES =
      Set.of(
          NAME,
          ENVIRONMENT,
          HOST_GROUP,
          ClusterTarget.TARGET,
          ClusterTarget.KUBERNETES_CLUSTER,
          POLICY,
          LABELS,
          CONTEXT);

  /** Keys of an entry that only adds namespaces. */
  private static final Set<String> KEYS_OF_ADDITION = Set.of(NAME, NAMESPACES, OWNER);

  private static final int MAX_OWNER = 100;

  /** The fields of a cluster besides its name, environment and namespaces. */
  record Fields(
      HostGroupName hostGroup, ClusterTarget target, Policy policy, Map<String, String> labels) {}

  /**
   * Parses an entry; empty, with a problem, if it is not a mapping.
   *
   * @param keys the keys that an entry may have
   */
  static Optional<ClusterEntry> parse(YamlNode item, Set<String> keys, Problems problems) {
    Problems own = new Problems();
    YamlNode reporting = item.reportingTo(own);
    Map<String, YamlNode> nodes = reporting.mapping("a cluster", keys).orElse(Map.of());
    if (!item.isMapping()) {
      problems.addAll(own);
      return Optional.empty();
    }
    boolean adds = keys.contains(NAMESPACES) && KEYS_OF_ADDITION.containsAll(nodes.keySet());
    Optional<ClusterName> name = required(reporting, nodes, NAME, "a cluster", ClusterName::new);
    Optional<HostGroupName> hostGroup = adds ? Optional.empty() : hostGroup(reporting, nodes, name);
    Optional<String> owner =
        Optional.ofNullable(nodes.get(OWNER))
            .flatMap(node -> node.value(OWNER, ClusterEntry::owner));
    Optional<Map<NamespaceName, SourceLocation>> namespaces =
        keys.contains(NAMESPACES) ? namespaces(reporting, nodes) : Optional.of(Map.of());
    Map<String, SourceLocation> places = new LinkedHashMap<>();
    nodes.forEach((key, node) -> places.put(key, node.location()));
    ClusterEntry entry =
        new ClusterEntry(
            item.location(),
            name,
            adds
                ? Optional.empty()
                : required(reporting, nodes, ENVIRONMENT, "a cluster", EnvironmentName::new),
            adds ? Optional.empty() : fields(nodes, hostGroup),
            namespaces.filter(it -> owner.isPresent() == nodes.containsKey(OWNER)),
            owner,
            Optional.ofNullable(nodes.get(CONTEXT)).flatMap(node -> node.text(CONTEXT)),
            places);
    name.ifPresentOrElse(
        known -> problems.addAllForCluster(known, hostGroup, own), () -> problems.addAll(own));
    return Optional.of(entry);
  }

  /** Returns an owner. */
  static String owner(String text) {
    boolean isPrintable = Quoted.line(text).equals(text) && text.strip().equals(text);
    if (text.isEmpty() || text.length() > MAX_OWNER || !isPrintable) {
      throw new InvalidValueException(
          OWNER, text, "1 to " + MAX_OWNER + " printable characters, for example a team");
    }
    return text;
  }

  private static Optional<Fields> fields(
      Map<String, YamlNode> nodes, Optional<HostGroupName> hostGroup) {
    Optional<Policy> policy =
        nodes.containsKey(POLICY)
            ? nodes.get(POLICY).value(POLICY, Policy::parse)
            : Optional.of(Policy.ADDITIVE);
    Optional<Map<String, String>> labels =
        nodes.containsKey(LABELS) ? nodes.get(LABELS).textMapping(LABELS) : Optional.of(Map.of());
    Optional<ClusterTarget> target = ClusterTarget.of(nodes);
    return hostGroup.isPresent() && policy.isPresent() && labels.isPresent() && target.isPresent()
        ? Optional.of(new Fields(hostGroup.get(), target.get(), policy.get(), labels.get()))
        : Optional.empty();
  }

  private static Optional<HostGroupName> hostGroup(
      YamlNode item, Map<String, YamlNode> nodes, Optional<ClusterName> clusterName) {
    if (nodes.containsKey(HOST_GROUP)) {
      return nodes.get(HOST_GROUP).value(HOST_GROUP, HostGroupName::new);
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
      YamlNode item, Map<String, YamlNode> nodes) {
    YamlNode list = nodes.get(NAMESPACES);
    if (list == null) {
      item.problem("a cluster has no namespaces; expected a list, which may be empty");
      return Optional.empty();
    }
    boolean valid = list.isList();
    List<LocatedNamespaces.Place> namespaces = new ArrayList<>();
    for (YamlNode name : list.list(NAMESPACES)) {
      Optional<NamespaceName> namespace = name.value("a namespace", NamespaceName::new);
      if (namespace.isPresent()) {
        namespaces.add(new LocatedNamespaces.Place(namespace.get(), name.location().line()));
      }
      valid &= namespace.isPresent();
    }
    return valid
        ? Optional.of(new LocatedNamespaces(item.location().atLine(0), namespaces))
        : Optional.empty();
  }

  static <T> Optional<T> required(
      YamlNode item,
      Map<String, YamlNode> nodes,
      String key,
      String what,
      Function<String, T> parser) {
    YamlNode node = nodes.get(key);
    if (node == null) {
      item.problem(what + " has no " + key);
      return Optional.empty();
    }
    return node.value(key + " of " + what, parser);
  }

  /** Returns whether the entry only adds namespaces. */
  boolean adds() {
    return KEYS_OF_ADDITION.containsAll(places.keySet());
  }

  /** Returns the keys that an entry which only adds namespaces does not have. */
  List<String> otherKeys() {
    return places.keySet().stream()
        .filter(key -> !key.equals(NAME) && !key.equals(NAMESPACES))
        .toList();
  }

  Optional<HostGroupName> hostGroup() {
    return fields.map(Fields::hostGroup);
  }

  /** Returns whether all fields of a cluster are valid. */
  boolean isComplete() {
    return environment.isPresent() && fields.isPresent();
  }

  ClusterEntry withOwner(String other) {
    return new ClusterEntry(
        location, name, environment, fields, namespaces, Optional.of(other), context, places);
  }

  /** Returns the cluster without namespaces; empty if a field is invalid. */
  Optional<DesiredCluster.Builder> cluster(Environment resolved) {
    if (name.isEmpty() || fields.isEmpty()) {
      return Optional.empty();
    }
    DesiredCluster.Builder cluster = DesiredCluster.builder();
    cluster
        .name(name.get())
        .environment(resolved)
        .hostGroup(fields.get().hostGroup())
        .target(fields.get().target().target())
        .kubernetesClusterUid(fields.get().target().uid())
        .kubernetesClusterName(fields.get().target().name())
        .policy(fields.get().policy());
    return Optional.of(cluster);
  }

  /** Reports the fields that differ from the entry that defines the cluster. */
  boolean conflictsWith(ClusterEntry definition, Problems problems) {
    boolean conflicts = false;
    for (Map.Entry<String, SourceLocation> place : places.entrySet()) {
      String key = place.getKey();
      String value = value(key);
      String expected = definition.value(key);
      if (!value.equals(expected)) {
        conflicts = true;
        problems.add(
            place.getValue(),
            key
                + " of cluster "
                + name.map(ClusterName::value).orElse("")
                + " conflicts: "
                + value
                + "; expected "
                + expected
                + " as at "
                + definition.places.getOrDefault(key, definition.location)
                + ". Remove it here to only add namespaces");
      }
    }
    return conflicts;
  }

  /** Returns the value of a field in the form of messages; empty for names and namespaces. */
  private String value(String key) {
    return switch (key) {
      case ENVIRONMENT -> environment.map(EnvironmentName::value).orElse("");
      case HOST_GROUP -> fields.map(it -> it.hostGroup().value()).orElse("");
      case ClusterTarget.TARGET -> fields.map(it -> it.target().target().label()).orElse("");
      case ClusterTarget.KUBERNETES_CLUSTER ->
          fields.map(it -> kubernetesCluster(it.target())).orElse("");
      case POLICY -> fields.map(it -> it.policy().label()).orElse("");
      case LABELS -> fields.map(it -> Quoted.line(it.labels().toString())).orElse("");
      default -> "";
    };
  }

  private static String kubernetesCluster(ClusterTarget target) {
    String uid = target.uid().map(KubernetesClusterUid::value).map(it -> "uid " + it).orElse("");
    String name = target.name().map(Quoted::of).map(it -> "name " + it).orElse("");
    String both = (uid + " " + name).strip();
    return both.isEmpty() ? "none" : both;
  }
}
