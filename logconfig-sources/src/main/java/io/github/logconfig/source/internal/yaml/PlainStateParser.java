package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Parses plain desired-state documents: first all environments, then all clusters. */
public final class PlainStateParser {

  public static final String INCLUDE = "include";

  private static final List<String> LISTS = List.of("environments", "clusters");
  private static final Set<String> TOP_KEYS = Set.of("environments", "clusters", INCLUDE);
  private static final Set<String> ENVIRONMENT_KEYS = Set.of("name", "url");
  private static final Set<String> CLUSTER_KEYS =
      Set.of(
          "name",
          "environment",
          "hostGroup",
          "kubernetesCluster",
          "policy",
          "namespaces",
          "labels");
  private static final Set<String> KEYS_WITHOUT_NAMESPACES =
      Set.of(
          "name", "environment", "hostGroup", "kubernetesCluster", "policy", "context", "labels");
  private static final Set<String> KUBERNETES_CLUSTER_KEYS = Set.of("uid", "name");

  private static final int MAX_DISPLAY_NAME = 500;

  private final Problems problems;
  private final DesiredStateAssembler assembler;
  private final Set<String> clusterKeys;
  private final Set<String> environmentNames = new HashSet<>();
  private final Map<ClusterName, String> contexts = new HashMap<>();

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

  /** Parses documents. A single document must have all lists, even if they are empty. */
  public LoadedState read(List<YamlNode> documents) {
    List<Map<String, YamlNode>> tops =
        documents.stream()
            .map(document -> document.mapping("the desired state", TOP_KEYS).orElse(Map.of()))
            .toList();
    if (documents.size() == 1 && !tops.get(0).containsKey(INCLUDE)) {
      requireLists(documents.get(0), tops.get(0));
    }
    tops.forEach(top -> items(top, "environments").forEach(this::readEnvironment));
    tops.forEach(top -> items(top, "clusters").forEach(this::readCluster));
    return assembler.assemble();
  }

  private static void requireLists(YamlNode document, Map<String, YamlNode> top) {
    for (String key : LISTS) {
      if (document.isMapping() && !top.containsKey(key)) {
        document.problem(
            "the desired state has no " + key + "; expected a list, which may be empty");
      }
    }
  }

  private static List<YamlNode> items(Map<String, YamlNode> top, String key) {
    YamlNode list = top.get(key);
    return list == null ? List.of() : list.list(key);
  }

  private void readEnvironment(YamlNode item) {
    item.peek("name").flatMap(YamlNode::peekText).ifPresent(environmentNames::add);
    environment(item).ifPresent(environment -> assembler.add(environment, item.location()));
  }

  private void readCluster(YamlNode item) {
    Problems own = new Problems();
    YamlNode reporting = item.reportingTo(own);
    Map<String, YamlNode> fields = reporting.mapping("a cluster", clusterKeys).orElse(Map.of());
    if (!item.isMapping()) {
      problems.addAll(own);
      return;
    }
    Optional<ClusterName> name = required(reporting, fields, "name", "a cluster", ClusterName::new);
    Optional<HostGroupName> hostGroup = hostGroup(reporting, fields, name);
    Optional<Map<String, String>> labels =
        fields.containsKey("labels")
            ? fields.get("labels").textMapping("labels")
            : Optional.of(Map.of());
    Optional<DesiredCluster> cluster = cluster(reporting, fields, name, hostGroup);
    name.ifPresentOrElse(
        known -> problems.addAllForCluster(known, hostGroup, own), () -> problems.addAll(own));
    cluster.ifPresent(
        valid -> labels.ifPresent(known -> assembler.add(valid, known, item.location())));
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

  private Optional<DesiredCluster> cluster(
      YamlNode item,
      Map<String, YamlNode> fields,
      Optional<ClusterName> name,
      Optional<HostGroupName> hostGroup) {
    Optional<EnvironmentName> environmentName =
        required(item, fields, "environment", "a cluster", EnvironmentName::new);
    Optional<Environment> environment = environmentName.flatMap(assembler::environment);
    if (environmentName.isPresent() && !environmentNames.contains(environmentName.get().value())) {
      item.problem("the cluster refers to the unknown environment " + environmentName.get());
    }
    Optional<Policy> policy =
        fields.containsKey("policy")
            ? fields.get("policy").value("policy", Policy::parse)
            : Optional.of(Policy.ADDITIVE);
    Optional<List<NamespaceName>> namespaces =
        clusterKeys.contains("namespaces") ? namespaces(item, fields) : Optional.of(List.of());
    Optional.ofNullable(fields.get("context"))
        .flatMap(node -> node.text("context"))
        .ifPresent(context -> name.ifPresent(known -> contexts.put(known, context)));
    if (name.isEmpty()
        || environment.isEmpty()
        || hostGroup.isEmpty()
        || policy.isEmpty()
        || namespaces.isEmpty()) {
      return Optional.empty();
    }
    return kubernetesCluster(fields)
        .map(
            kubernetes ->
                DesiredCluster.builder()
                    .kubernetesClusterUid(kubernetes.uid())
                    .kubernetesClusterName(kubernetes.name())
                    .name(name.get())
                    .environment(environment.get())
                    .hostGroup(hostGroup.get())
                    .policy(policy.get())
                    .addAllNamespaces(namespaces.get())
                    .build());
  }

  /** Identifies the Kubernetes cluster in Dynatrace. */
  private record KubernetesCluster(Optional<KubernetesClusterUid> uid, Optional<String> name) {}

  /** Returns the Kubernetes cluster; empty, with a problem, if it is invalid. */
  private static Optional<KubernetesCluster> kubernetesCluster(Map<String, YamlNode> fields) {
    YamlNode node = fields.get("kubernetesCluster");
    if (node == null) {
      return Optional.of(new KubernetesCluster(Optional.empty(), Optional.empty()));
    }
    Map<String, YamlNode> entries =
        node.mapping("kubernetesCluster", KUBERNETES_CLUSTER_KEYS).orElse(Map.of());
    if (node.isMapping() && entries.isEmpty()) {
      node.problem("kubernetesCluster has neither uid nor name");
    }
    Optional<KubernetesClusterUid> uid =
        Optional.ofNullable(entries.get("uid"))
            .flatMap(it -> it.value("uid of kubernetesCluster", KubernetesClusterUid::new));
    Optional<String> name =
        Optional.ofNullable(entries.get("name"))
            .flatMap(it -> it.value("name of kubernetesCluster", PlainStateParser::displayName));
    boolean valid =
        !entries.isEmpty()
            && uid.isPresent() == entries.containsKey("uid")
            && name.isPresent() == entries.containsKey("name")
            && KUBERNETES_CLUSTER_KEYS.containsAll(entries.keySet());
    return valid ? Optional.of(new KubernetesCluster(uid, name)) : Optional.empty();
  }

  private static String displayName(String text) {
    boolean isPrintable = Quoted.line(text).equals(text) && text.strip().equals(text);
    if (text.isEmpty() || text.length() > MAX_DISPLAY_NAME || !isPrintable) {
      throw new InvalidValueException(
          "name of the Kubernetes cluster",
          text,
          "1 to " + MAX_DISPLAY_NAME + " printable characters");
    }
    return text;
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

  /** Returns the namespaces; empty if one of them is invalid. */
  private static Optional<List<NamespaceName>> namespaces(
      YamlNode item, Map<String, YamlNode> fields) {
    YamlNode list = fields.get("namespaces");
    if (list == null) {
      item.problem("a cluster has no namespaces; expected a list, which may be empty");
      return Optional.empty();
    }
    List<YamlNode> items = list.list("namespaces");
    List<NamespaceName> namespaces =
        items.stream()
            .flatMap(name -> name.value("a namespace", NamespaceName::new).stream())
            .toList();
    boolean valid = list.isList() && namespaces.size() == items.size();
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
