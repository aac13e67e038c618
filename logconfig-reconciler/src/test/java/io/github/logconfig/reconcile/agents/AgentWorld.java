package io.github.logconfig.reconcile.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.LogRuleCodec;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedHost;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.rule.UpdateToken;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedWorkload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A random environment as it really is: Kubernetes clusters, hosts, rules and log records; and what
 * an observation shows of it, which may be less.
 *
 * <p>It keeps to what ties rely on: a label that equals the name of a desired cluster, or that the
 * desired state names, is the label of that cluster.
 */
final class AgentWorld {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES = List.of("a", "b", "ab", "ba", "a-b", "bb");
  private static final List<String> OTHER_NAMES = List.of("other", "xa", "b-x", "a-x-b");
  private static final List<String> PATTERNS =
      List.of("*", "a*", "*b", "*a*", "a-*", "b*", "a*b", "**", "A*");
  private static final List<String> VALUES = List.of("a", "b", "ab", "aB", "*", "a*", "*b", "A*");

  /** Attributes that a record can have several times. */
  private static final Set<String> MULTIPLE =
      Set.of(
          "host.tag",
          "k8s.pod.annotation",
          "k8s.pod.label",
          "process.technology",
          "winlog.keywords");

  private static final List<String> WRITTEN = List.of("a", "b", "ab", "ba", "A", "aB", "AB", "x");

  final List<DesiredCluster> desired = new ArrayList<>();

  private final Random random;
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<KubernetesCluster> kubernetesClusters = new ArrayList<>();
  private final List<Optional<SimulatedEntity>> hostGroups = new ArrayList<>();
  private final List<List<SimulatedEntity>> hosts = new ArrayList<>();
  private final List<SimulatedEntity> otherHosts = new ArrayList<>();
  private final Map<RuleScope, List<ObservedRule>> rules = new LinkedHashMap<>();
  private int objects;

  /** A Kubernetes cluster, and the host group of its hosts. */
  private record KubernetesCluster(
      SimulatedEntity entity, String uid, Optional<SimulatedEntity> group, boolean listed) {}

  AgentWorld(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    List<Attribute> others =
        Attribute.known().stream().filter(it -> !it.equals(Attribute.K8S_NAMESPACE_NAME)).toList();
    for (int i = random.nextInt(4); i > 0; i--) {
      attributes.add(oneIn(5) ? new Attribute("log.source") : any(others));
    }
    int clusters = oneIn(2) ? 1 : 2 + random.nextInt(2);
    for (int i = 0; i < clusters; i++) {
      addCluster(i);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      addOtherCluster(i);
    }
    addRules();
  }

  // what is real

  private void addCluster(int number) {
    // the hosts of a cluster with the standalone log module belong to no host group
    boolean logOnly = oneIn(8);
    Optional<SimulatedEntity> group =
        logOnly ? Optional.empty() : Optional.of(SimulatedEntity.hostGroup("hg-" + number));
    hostGroups.add(group);
    boolean ofCluster = logOnly || oneIn(4);
    DesiredCluster.Builder cluster =
        DesiredCluster.builder()
            .name(new ClusterName("c" + number))
            .hostGroup(new HostGroupName("hg-" + number))
            .target(ofCluster ? Target.KUBERNETES_CLUSTER : Target.HOST_GROUP)
            .environment(Fleets.STAGING)
            .policy(oneIn(3) ? Policy.EXCLUSIVE : Policy.ADDITIVE)
            .addAllNamespaces(someNamespaces());
    SimulatedEntity host = inGroup(SimulatedEntity.host("node-" + number), group);
    SimulatedEntity second = inGroup(SimulatedEntity.host("node-" + number + "-2"), group);
    if (ofCluster || !oneIn(5)) {
      String uid = "uid-" + number;
      String label = oneIn(2) ? "c" + number : "dynakube";
      SimulatedEntity kubernetes = SimulatedEntity.kubernetesCluster(label, uid);
      boolean named = oneIn(3);
      boolean listed = named || !oneIn(8);
      kubernetesClusters.add(new KubernetesCluster(kubernetes, uid, group, listed));
      host = host.inKubernetesCluster(kubernetes);
      second = second.inKubernetesCluster(kubernetes);
      if (oneIn(3) || (ofCluster && !oneIn(4))) {
        cluster.kubernetesClusterUid(new KubernetesClusterUid(uid));
      }
      if (named) {
        cluster.kubernetesClusterName(label);
      }
    }
    if (oneIn(4)) {
      second = second.property("osType", "WINDOWS");
    }
    hosts.add(oneIn(2) ? List.of(host) : List.of(host, second));
    desired.add(cluster.build());
  }

  private static SimulatedEntity inGroup(SimulatedEntity host, Optional<SimulatedEntity> group) {
    return group.map(host::instanceOf).orElse(host);
  }

  /** Adds a cluster that is not desired; some have no host group at all. */
  private void addOtherCluster(int number) {
    String uid = "uid-other-" + number;
    SimulatedEntity kubernetes =
        SimulatedEntity.kubernetesCluster(oneIn(2) ? "dynakube" : "elsewhere", uid);
    Optional<SimulatedEntity> group =
        oneIn(2) ? Optional.of(SimulatedEntity.hostGroup("hg-other")) : Optional.empty();
    // an unlisted label may make another one look unique
    kubernetesClusters.add(new KubernetesCluster(kubernetes, uid, group, true));
    SimulatedEntity host = SimulatedEntity.host("other-" + number).inKubernetesCluster(kubernetes);
    otherHosts.add(inGroup(host, group));
  }

  private void addRules() {
    for (Optional<SimulatedEntity> group : hostGroups) {
      int count = random.nextInt(4);
      group.ifPresent(it -> addRules(it.entityId(), count));
    }
    for (KubernetesCluster cluster : kubernetesClusters) {
      addRules(cluster.entity().entityId(), oneIn(3) ? 1 + random.nextInt(2) : 0);
    }
    if (oneIn(5)) {
      List<SimulatedEntity> all = new ArrayList<>(otherHosts);
      hosts.forEach(all::addAll);
      addRules(any(all).entityId(), 1);
    }
    addRules("environment", random.nextInt(4));
  }

  private void addRules(String scope, int count) {
    RuleScope parsed = RuleScope.parse(scope);
    for (int i = 0; i < count; i++) {
      LogRule rule = rule("rule " + i);
      rules
          .computeIfAbsent(parsed, it -> new ArrayList<>())
          .add(stored(parsed, rule, ObservedRule.builder()));
    }
  }

  private LogRule rule(String title) {
    LogRule.Builder rule =
        LogRule.builder()
            .title(title)
            .enabled(!oneIn(8))
            .action(oneIn(2) ? RuleAction.INCLUDE : RuleAction.EXCLUDE);
    for (int i = oneIn(8) ? 0 : 1 + random.nextInt(4) / 3; i > 0; i--) {
      rule.addMatcher(matcher());
    }
    return rule.build();
  }

  private Matcher matcher() {
    boolean ofNamespace = attributes.isEmpty() || random.nextInt(5) < 3;
    Matcher.Builder matcher =
        Matcher.builder().attribute(ofNamespace ? Attribute.K8S_NAMESPACE_NAME : any(attributes));
    for (int i = random.nextInt(3); i >= 0; i--) {
      matcher.addValue(any(!ofNamespace ? VALUES : oneIn(4) ? PATTERNS : NAMES));
    }
    return matcher.build();
  }

  private ObservedRule stored(RuleScope scope, LogRule rule, ObservedRule.Builder parts) {
    objects++;
    return parts
        .objectId(new ObjectId("object-" + objects))
        .updateToken(new UpdateToken("token-" + objects))
        .scope(scope)
        .rule(rule)
        .build();
  }

  // what happens

  /** Returns other desired clusters of the same names, as they may have been earlier. */
  List<DesiredCluster> earlier() {
    List<DesiredCluster> earlier = new ArrayList<>();
    for (DesiredCluster cluster : desired) {
      earlier.add(
          DesiredCluster.builder()
              .from(cluster)
              .namespaces(oneIn(2) ? cluster.namespaces() : someNamespaces())
              .policy(oneIn(4) ? Policy.EXCLUSIVE : cluster.policy())
              .target(earlierTarget(cluster))
              .build());
    }
    return earlier;
  }

  private Target earlierTarget(DesiredCluster cluster) {
    boolean hasGroup = hostGroups.get(desired.indexOf(cluster)).isPresent();
    return hasGroup && oneIn(3)
        ? oneIn(2) ? Target.HOST_GROUP : Target.KUBERNETES_CLUSTER
        : cluster.target();
  }

  /** Changes some managed rules, as somebody may do by hand. */
  void drift() {
    for (List<ObservedRule> ofScope : rules.values()) {
      for (int i = 0; i < ofScope.size(); i++) {
        ObservedRule rule = ofScope.get(i);
        if (rule.externalId().isPresent() && oneIn(6)) {
          LogRule.Builder changed = LogRule.builder().from(rule.rule());
          switch (random.nextInt(4)) {
            case 0 -> changed.enabled(false);
            case 1 -> changed.addMatcher(matcher());
            case 2 -> changed.action(oneIn(2) ? RuleAction.INCLUDE : RuleAction.EXCLUDE);
            default -> changed.matchers(List.of(matcher()));
          }
          ofScope.set(i, ObservedRule.builder().from(rule).rule(changed.build()).build());
        }
      }
      if (oneIn(10)) {
        Collections.shuffle(ofScope, random);
      }
    }
  }

  /** Writes what a plan says, as the service does. */
  void apply(LogConfigPlan plan) {
    plan.steps().forEach(this::apply);
  }

  private void apply(PlanStep step) {
    List<ObservedRule> ofScope = rules.computeIfAbsent(step.scope(), it -> new ArrayList<>());
    ObservedRule.Builder parts = ObservedRule.builder();
    int at = ofScope.size();
    if (step.objectId().isPresent()) {
      at = indexOf(ofScope, step.objectId().get());
      parts.from(ofScope.remove(at));
    }
    if (step.ruleAfter().isEmpty()) {
      return;
    }
    if (step.position().isPresent()) {
      Position position = step.position().get();
      at =
          position instanceof Position.After after
              ? indexOf(ofScope, after.objectId()) + 1
              : position instanceof Position.First ? 0 : ofScope.size();
    }
    if (step.action() == Action.CREATE || step.action() == Action.ADOPT) {
      parts.externalId(step.identity().externalId());
    }
    if (step.action() == Action.CREATE) {
      ofScope.add(at, stored(step.scope(), step.ruleAfter().get(), parts));
    } else {
      ofScope.add(at, parts.rule(step.ruleAfter().get()).build());
    }
  }

  private static int indexOf(List<ObservedRule> ofScope, ObjectId id) {
    for (int i = 0; i < ofScope.size(); i++) {
      if (ofScope.get(i).objectId().equals(id)) {
        return i;
      }
    }
    throw new AssertionError("no object " + id);
  }

  // what is observed

  ObservedState observe() {
    ObservedState.Builder state = ObservedState.builder().environment(Fleets.STAGING.name());
    for (int i = 0; i < desired.size(); i++) {
      state.putHostGroup(
          desired.get(i).hostGroup(), hostGroups.get(i).map(it -> Set.of(id(it))).orElse(Set.of()));
    }
    for (KubernetesCluster cluster : kubernetesClusters) {
      if (cluster.listed()) {
        ObservedKubernetesCluster.Builder seen =
            ObservedKubernetesCluster.builder()
                .id(id(cluster.entity()))
                .label(cluster.entity().displayName());
        if (!oneIn(3)) {
          seen.uid(new KubernetesClusterUid(cluster.uid()));
        }
        if (oneIn(2)) {
          seen.hostGroups(cluster.group().map(it -> Set.of(id(it))).orElse(Set.of()))
              .hasHostsWithoutGroup(cluster.group().isEmpty());
        }
        state.addKubernetesCluster(seen.build());
      }
    }
    List<SimulatedEntity> all = new ArrayList<>(otherHosts);
    hosts.forEach(all::addAll);
    for (SimulatedEntity host : all) {
      if (rules.containsKey(RuleScope.of(id(host))) && !oneIn(4)) {
        state.addHost(
            new ObservedHost(
                id(host),
                ids(host.related("isInstanceOf")),
                oneIn(4) ? Set.of() : ids(host.related("isClusterOfHost"))));
      }
    }
    rules.values().forEach(state::addAllRules);
    return state.build();
  }

  private static Set<EntityId> ids(List<String> related) {
    return related.isEmpty() ? Set.of() : Set.of(new EntityId(related.get(0)));
  }

  private static EntityId id(SimulatedEntity entity) {
    return new EntityId(entity.entityId());
  }

  /** Returns the rules as a snapshot of the simulator, with the connections of the clusters. */
  JsonNode snapshot() {
    ObjectNode snapshot = JSON.createObjectNode().put("format", "dynatrace-simulator/1");
    ArrayNode list = snapshot.putArray("objects");
    int number = 0;
    for (KubernetesCluster cluster : kubernetesClusters) {
      if (cluster.listed()) {
        ObjectNode value =
            object(list, number++, "builtin:cloud.kubernetes", cluster.entity().entityId());
        value
            .put("enabled", true)
            .put("label", cluster.entity().displayName())
            .put("clusterIdEnabled", true)
            .put("clusterId", cluster.uid());
      }
    }
    for (List<ObservedRule> ofScope : rules.values()) {
      for (ObservedRule rule : ofScope) {
        ObjectNode value = object(list, number++, LogRule.SCHEMA_ID, rule.scope().id());
        value.setAll(JSON.<ObjectNode>valueToTree(LogRuleCodec.encode(rule.rule())));
        ObjectNode item = (ObjectNode) list.get(list.size() - 1);
        rule.externalId().ifPresent(id -> item.put("externalId", id.value()));
      }
    }
    return snapshot;
  }

  private static ObjectNode object(ArrayNode list, int number, String schema, String scope) {
    ObjectNode item =
        list.addObject()
            .put("key", new UUID(0, number + 1).toString())
            .put("schemaId", schema)
            .put("scope", scope)
            .put("protection", "NONE");
    for (String stamp : List.of("created", "modified")) {
      item.putObject(stamp)
          .put("revision", new UUID(0x1000, 0).toString())
          .put("millis", 0)
          .put("author", "");
    }
    return item.putObject("value");
  }

  /** Returns the entities, in an order in which they can be added. */
  List<SimulatedEntity> entities() {
    List<SimulatedEntity> entities = new ArrayList<>();
    hostGroups.forEach(group -> group.ifPresent(entities::add));
    for (KubernetesCluster cluster : kubernetesClusters) {
      entities.add(cluster.entity());
      cluster.group().ifPresent(entities::add);
    }
    hosts.forEach(entities::addAll);
    entities.addAll(otherHosts);
    return entities;
  }

  // what agents see

  /** Returns the namespaces that rules or the desired state may name, and some that none names. */
  static List<NamespaceName> namespaces() {
    List<NamespaceName> all = new ArrayList<>();
    NAMES.forEach(it -> all.add(new NamespaceName(it)));
    OTHER_NAMES.forEach(it -> all.add(new NamespaceName(it)));
    return all;
  }

  static boolean isNamedByNobody(NamespaceName namespace) {
    return OTHER_NAMES.contains(namespace.value());
  }

  /** Returns workloads of a namespace on the hosts of a cluster, with different attributes. */
  List<SimulatedWorkload> workloads(int cluster, NamespaceName namespace) {
    List<SimulatedWorkload> workloads = new ArrayList<>();
    for (SimulatedEntity host : hosts.get(cluster)) {
      int kinds = attributes.isEmpty() ? 1 : 6;
      for (int i = 0; i < kinds; i++) {
        SimulatedWorkload.Builder workload =
            SimulatedWorkload.builder(namespace.value(), host).attribute("log.source");
        if (i > 0) {
          for (Attribute attribute : attributes) {
            workload.attribute(attribute.key(), written(attribute));
          }
        }
        workloads.add(workload.attribute("k8s.namespace.name", namespace.value()).build());
      }
    }
    return workloads;
  }

  private String[] written(Attribute attribute) {
    if (oneIn(6)) {
      return new String[0];
    }
    return MULTIPLE.contains(attribute.key()) && oneIn(3)
        ? new String[] {any(WRITTEN), any(WRITTEN)}
        : new String[] {any(WRITTEN)};
  }

  private Set<NamespaceName> someNamespaces() {
    List<String> shuffled = new ArrayList<>(NAMES);
    Collections.shuffle(shuffled, random);
    Set<NamespaceName> some = new TreeSet<>();
    shuffled.subList(0, random.nextInt(5)).forEach(it -> some.add(new NamespaceName(it)));
    return some;
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
