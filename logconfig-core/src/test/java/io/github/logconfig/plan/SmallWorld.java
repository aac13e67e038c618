package io.github.logconfig.plan;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.plan.internal.ClusterPlanner;
import io.github.logconfig.plan.internal.EnvironmentRules;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedHost;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.OtherFields;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.rule.UpdateToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A random environment with one to three desired clusters, for {@link PlannerDifferentialTest}.
 *
 * <p>The generator first decides what is real: which Kubernetes clusters exist, and which host
 * groups their hosts belong to. It then hides some of that, as Dynatrace does: UIDs that are not
 * known, labels that are equal, topology that was not read. So at least one possibility that is
 * consistent with the observation always exists.
 *
 * <p>All names and values are short strings of the letters a and b, so that rules overlap often.
 */
final class SmallWorld {

  private static final Environment ENVIRONMENT =
      Environment.of("e1", "https://abc12345.live.dynatrace.com");
  private static final Owner OTHER_OWNER = new Owner("second");
  private static final List<String> NAMES = List.of("a", "b", "ab", "ba", "a-b", "bb");
  private static final List<String> NAME_PATTERNS =
      List.of("*", "a*", "*b", "*a*", "a-*", "b*", "a*b", "**", "A*");
  private static final List<String> VALUES = List.of("a", "b", "ab", "*", "a*", "*b", "*a*");
  private static final List<String> LOG_SOURCES =
      List.of("a", "A", "b", "ab", "aB", "*", "a*", "A*", "*B");
  private static final List<Attribute> OTHER_ATTRIBUTES =
      Attribute.known().stream().filter(it -> !it.equals(Attribute.K8S_NAMESPACE_NAME)).toList();
  private static final int LIMIT_OF_DOUBTS = 3;

  final List<DesiredCluster> desired;
  final ObservedState observed;
  final PlanOptions options;
  final int capacity;

  private final Random random;
  private final boolean large;
  private final List<String> names;
  private final List<Attribute> attributes = new ArrayList<>();
  private final boolean hasDoubts;
  private final Map<ClusterName, KubernetesCluster> entities = new HashMap<>();
  private int doubts;
  private int objects;

  SmallWorld(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    large = oneIn(40);
    names = new ArrayList<>(NAMES);
    if (large) {
      for (int i = 0; i < 30; i++) {
        names.add("n" + i);
      }
    }
    hasDoubts = oneIn(5);
    addAttributes();
    capacity = oneIn(3) ? 1 + random.nextInt(3) : 2_000;
    options =
        PlanOptions.builder().adoption(oneIn(3) ? Adoption.SAME_TITLE : Adoption.NEVER).build();
    List<KubernetesCluster> real = new ArrayList<>();
    desired = desiredClusters(real);
    addOtherKubernetesClusters(real);
    observed = observe(real);
  }

  /** Plans all clusters. */
  List<LogConfigPlan> plans() {
    EnvironmentRules rules = EnvironmentRules.of(observed, desired);
    return desired.stream().map(it -> ClusterPlanner.plan(it, rules, options, capacity)).toList();
  }

  /** A Kubernetes cluster as it really is; {@code hostGroup} is that of all its hosts. */
  private record KubernetesCluster(
      EntityId id, String label, KubernetesClusterUid uid, Optional<EntityId> hostGroup) {}

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void addAttributes() {
    int count = random.nextInt(3);
    while (attributes.size() < count) {
      Attribute attribute = oneIn(6) ? new Attribute("log.source") : any(OTHER_ATTRIBUTES);
      if (!attributes.contains(attribute)) {
        attributes.add(attribute);
      }
    }
  }

  // what is real, and what is desired

  private List<DesiredCluster> desiredClusters(List<KubernetesCluster> real) {
    int count = oneIn(2) ? 1 : 1 + random.nextInt(3);
    List<DesiredCluster> clusters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "c" + i;
      Target target = oneIn(3) ? Target.KUBERNETES_CLUSTER : Target.HOST_GROUP;
      DesiredCluster.Builder cluster =
          DesiredCluster.builder()
              .name(new ClusterName(name))
              .hostGroup(new HostGroupName("hg-" + i))
              .environment(ENVIRONMENT)
              .target(target)
              .policy(oneIn(3) ? Policy.EXCLUSIVE : Policy.ADDITIVE)
              .addAllNamespaces(someNamespaces(large ? 30 : 5));
      if (!oneIn(5)) {
        KubernetesCluster kubernetes =
            kubernetesCluster(real.size(), label(i, count), hostGroupOf(i, target));
        real.add(kubernetes);
        entities.put(new ClusterName(name), kubernetes);
        if (oneIn(3)) {
          cluster.kubernetesClusterUid(kubernetes.uid());
        }
        if (oneIn(3)) {
          cluster.kubernetesClusterName(kubernetes.label());
        }
      }
      clusters.add(cluster.build());
    }
    return clusters;
  }

  /** Hosts of a cluster that is a target itself may have no host group, or any. */
  private Optional<EntityId> hostGroupOf(int cluster, Target target) {
    return target == Target.HOST_GROUP || oneIn(3)
        ? Optional.of(hostGroup(cluster))
        : oneIn(3) ? Optional.of(hostGroup(10)) : Optional.empty();
  }

  private String label(int cluster, int count) {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> "c" + cluster;
      case 3, 4 -> "dynakube";
      default -> "c" + random.nextInt(count);
    };
  }

  private void addOtherKubernetesClusters(List<KubernetesCluster> real) {
    for (int i = random.nextInt(6) / 2; i > 0; i--) {
      Optional<EntityId> hostGroup =
          switch (random.nextInt(6)) {
            case 0 -> Optional.of(hostGroup(random.nextInt(desired.size()))); // an older cluster
            case 1, 2, 3 -> Optional.of(hostGroup(10 + random.nextInt(2)));
            default -> Optional.empty();
          };
      real.add(kubernetesCluster(real.size(), label(0, desired.size()), hostGroup));
    }
  }

  private static KubernetesCluster kubernetesCluster(
      int number, String label, Optional<EntityId> hostGroup) {
    return new KubernetesCluster(
        entity("KUBERNETES_CLUSTER", number),
        label,
        new KubernetesClusterUid("uid-" + number),
        hostGroup);
  }

  private static EntityId hostGroup(int number) {
    return entity("HOST_GROUP", number);
  }

  private static EntityId entity(String type, int number) {
    return new EntityId(
        type + "-000000000000000" + Integer.toHexString(number + 1).toUpperCase(Locale.ROOT));
  }

  // what was observed of it

  private ObservedState observe(List<KubernetesCluster> real) {
    ObservedState.Builder state = ObservedState.builder().environment(ENVIRONMENT.name());
    for (int i = 0; i < desired.size(); i++) {
      boolean optional = desired.get(i).target() == Target.KUBERNETES_CLUSTER;
      boolean known = !oneIn(optional ? 3 : 60);
      state.putHostGroup(desired.get(i).hostGroup(), known ? Set.of(hostGroup(i)) : Set.of());
      addRules(desired.get(i), Target.HOST_GROUP, RuleScope.of(hostGroup(i)), state);
    }
    Set<EntityId> withRules = new HashSet<>();
    for (DesiredCluster cluster : desired) {
      KubernetesCluster kubernetes = entities.get(cluster.name());
      boolean isTarget = cluster.target() == Target.KUBERNETES_CLUSTER;
      if (kubernetes != null && (isTarget || oneIn(6))) {
        withRules.add(kubernetes.id());
        addRules(cluster, Target.KUBERNETES_CLUSTER, RuleScope.of(kubernetes.id()), state);
      }
    }
    for (KubernetesCluster cluster : real) {
      if (!oneIn(10)) {
        ObservedKubernetesCluster.Builder seen =
            ObservedKubernetesCluster.builder().id(cluster.id()).label(cluster.label());
        if (!oneIn(3)) {
          seen.uid(cluster.uid());
        }
        if (oneIn(2)) {
          seen.hostGroups(cluster.hostGroup().map(Set::of).orElse(Set.of()));
          seen.hasHostsWithoutGroup(cluster.hostGroup().isEmpty() && oneIn(2));
        }
        state.addKubernetesCluster(seen.build());
      }
      if (oneIn(3) && !withRules.contains(cluster.id())) {
        addUnmanagedRules(RuleScope.of(cluster.id()), 1 + random.nextInt(2), state);
      }
    }
    if (oneIn(6)) {
      addHosts(real, state);
    }
    if (oneIn(16)) {
      String scope = oneIn(2) ? "APPLICATION-000000000000000A" : "of-the-future";
      addUnmanagedRules(RuleScope.parse(scope), 1, state);
    }
    addUnmanagedRules(RuleScope.ENVIRONMENT, random.nextInt(4), state);
    return state.build();
  }

  private void addHosts(List<KubernetesCluster> real, ObservedState.Builder state) {
    for (int i = random.nextInt(2); i >= 0; i--) {
      EntityId host = entity("HOST", i);
      addUnmanagedRules(RuleScope.of(host), 1, state);
      if (oneIn(4)) {
        continue; // nothing is known of the host
      }
      if (real.isEmpty() || oneIn(5)) {
        state.addHost(new ObservedHost(host, Set.of(hostGroup(random.nextInt(10) + 2)), Set.of()));
      } else {
        KubernetesCluster cluster = any(real);
        state.addHost(
            new ObservedHost(
                host,
                cluster.hostGroup().map(Set::of).orElse(Set.of()),
                oneIn(4) ? Set.of() : Set.of(cluster.id())));
      }
    }
  }

  // rules

  private void addRules(
      DesiredCluster cluster, Target target, RuleScope scope, ObservedState.Builder state) {
    List<ObservedRule> rules = new ArrayList<>();
    unmanagedRules(scope, random.nextInt(4), rules);
    if (target == Target.KUBERNETES_CLUSTER && oneIn(5)) {
      String label = entities.get(cluster.name()).label();
      rules.add(observed(scope, Optional.empty(), unmanagedRule(label)));
    }
    Set<String> titles = new LinkedHashSet<>();
    rules.forEach(rule -> titles.add(rule.rule().title()));
    if (target != cluster.target() && oneIn(2)) {
      state.addAllRules(rules); // the target has not changed, or the change is complete
      return;
    }
    List<LogRule> managed = new ArrayList<>();
    List<RuleRole> roles = new ArrayList<>();
    List<NamespaceName> namespaces =
        oneIn(2) ? List.copyOf(cluster.namespaces()) : someNamespaces(large ? 30 : 5);
    for (int from = 0, part = 1; from < namespaces.size(); part++) {
      int to = Math.min(from + capacity, namespaces.size());
      Matcher.Builder matcher = Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME);
      namespaces.subList(from, to).forEach(it -> matcher.addValue(it.value()));
      roles.add(RuleRole.include(part));
      managed.add(LogRule.builder().title("").addMatcher(matcher.build()).build());
      from = to;
    }
    if (cluster.policy() == Policy.EXCLUSIVE ^ oneIn(4)) {
      roles.add(RuleRole.CATCH_ALL);
      managed.add(LogRule.builder().title("").action(RuleAction.EXCLUDE).build());
    }
    boolean drifted = oneIn(2);
    for (int i = 0; i < managed.size(); i++) {
      int copies = !drifted ? 1 : oneIn(8) ? 2 : oneIn(8) ? 0 : 1;
      for (int copy = 0; copy < copies; copy++) {
        RuleIdentity identity =
            new RuleIdentity(options.owner(), cluster.nameIn(target), roles.get(i));
        LogRule rule = drifted ? drifted(managed.get(i)) : managed.get(i);
        boolean moved = drifted && oneIn(4);
        rules.add(
            moved ? random.nextInt(rules.size() + 1) : rules.size(),
            observed(
                scope,
                Optional.of(identity.externalId()),
                LogRule.builder()
                    .from(rule)
                    .title(title(identity.title(), drifted && oneIn(8), titles))
                    .build()));
      }
    }
    if (oneIn(8)) {
      addNamesake(cluster.nameIn(target), scope, titles, rules);
    }
    state.addAllRules(rules);
  }

  /** Adds an unmanaged rule that has the title of a managed one, and so may be adopted. */
  private void addNamesake(
      TargetName name, RuleScope scope, Set<String> titles, List<ObservedRule> rules) {
    RuleRole role = oneIn(3) ? RuleRole.CATCH_ALL : RuleRole.INCLUDE;
    String title = new RuleIdentity(options.owner(), name, role).title();
    if (titles.add(title)) {
      LogRule rule = LogRule.builder().from(unmanagedRule(title)).build();
      rules.add(random.nextInt(rules.size() + 1), observed(scope, Optional.empty(), rule));
    }
  }

  private String title(String title, boolean renamed, Set<String> taken) {
    if (!renamed && taken.add(title)) {
      return title;
    }
    String other = "renamed " + taken.size();
    taken.add(other);
    return other;
  }

  /** Returns the rule with or without a manual change. */
  private LogRule drifted(LogRule rule) {
    LogRule.Builder drifted = LogRule.builder().from(rule);
    return switch (random.nextInt(14)) {
      case 0 -> drifted.enabled(false).build();
      case 1 ->
          drifted
              .action(rule.action() == RuleAction.INCLUDE ? RuleAction.EXCLUDE : RuleAction.INCLUDE)
              .build();
      case 2 -> drifted.matchers(List.of(onNamespaces(List.of("ab", any(NAME_PATTERNS))))).build();
      case 3 -> drifted.addMatcher(onAnyAttribute()).build();
      case 4 -> drifted.matchers(List.of()).build();
      case 5 -> mayAddDoubt() ? drifted.otherFields(otherFields()).build() : rule;
      default -> rule;
    };
  }

  private void addUnmanagedRules(RuleScope scope, int count, ObservedState.Builder state) {
    List<ObservedRule> rules = new ArrayList<>();
    unmanagedRules(scope, count, rules);
    state.addAllRules(rules);
  }

  private void unmanagedRules(RuleScope scope, int count, List<ObservedRule> rules) {
    for (int i = 0; i < count; i++) {
      Optional<ExternalId> externalId =
          oneIn(8)
              ? Optional.of(new ExternalId("logconfig:" + OTHER_OWNER + ":hg-0:include-" + (i + 2)))
              : Optional.empty();
      rules.add(observed(scope, externalId, unmanagedRule("rule " + i)));
    }
  }

  private LogRule unmanagedRule(String title) {
    LogRule.Builder rule =
        LogRule.builder()
            .title(title)
            .enabled(!oneIn(8))
            .action(oneIn(2) ? RuleAction.INCLUDE : RuleAction.EXCLUDE);
    for (int i = oneIn(8) ? 0 : 1 + random.nextInt(4) / 3; i > 0; i--) {
      rule.addMatcher(
          attributes.isEmpty() || random.nextInt(5) < 3
              ? onNamespaces(namespaceValues())
              : onAnyAttribute());
    }
    if (mayAddDoubt()) {
      return withDoubt(rule.build());
    }
    return oneIn(50)
        ? rule.otherFields(new OtherFields(Map.of("new", false))).build()
        : rule.build();
  }

  private boolean mayAddDoubt() {
    if (!hasDoubts || doubts >= LIMIT_OF_DOUBTS || !oneIn(4)) {
      return false;
    }
    doubts++;
    return true;
  }

  /** Returns the rule with a part that this version does not know. */
  private LogRule withDoubt(LogRule rule) {
    LogRule.Builder doubtful = LogRule.builder().from(rule);
    Matcher unknown =
        Matcher.builder().attribute(new Attribute("of.the.future")).addValue("x").build();
    return switch (random.nextInt(5)) {
      case 0, 1 -> doubtful.addMatcher(unknown).build();
      case 2 ->
          doubtful
              .addMatcher(Matcher.builder().from(onAnyAttribute()).operator("STARTS_WITH").build())
              .build();
      case 3 ->
          oneIn(2)
              ? doubtful.otherFields(otherFields()).build()
              : doubtful
                  .addMatcher(
                      Matcher.builder().from(onAnyAttribute()).otherFields(otherFields()).build())
                  .build();
      default -> doubtful.matchers(List.of()).unreadable(Optional.of("not an object")).build();
    };
  }

  private static OtherFields otherFields() {
    return new OtherFields(Map.of("new", true));
  }

  private Matcher onAnyAttribute() {
    Attribute attribute = attributes.isEmpty() ? new Attribute("loglevel") : any(attributes);
    List<String> values = attribute.key().equals("log.source") ? LOG_SOURCES : VALUES;
    Matcher.Builder matcher = Matcher.builder().attribute(attribute).addValue(any(values));
    return (oneIn(4) ? matcher.addValue(any(values)) : matcher).build();
  }

  private static Matcher onNamespaces(List<String> values) {
    return Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME).addAllValues(values).build();
  }

  private List<String> namespaceValues() {
    List<String> values = new ArrayList<>();
    for (int i = random.nextInt(large ? 12 : 3); i >= 0; i--) {
      values.add(oneIn(4) ? any(NAME_PATTERNS) : any(names));
    }
    return values;
  }

  private List<NamespaceName> someNamespaces(int atMost) {
    List<String> shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, random);
    TreeSet<NamespaceName> some = new TreeSet<>();
    shuffled
        .subList(0, Math.min(shuffled.size(), random.nextInt(atMost + 1)))
        .forEach(it -> some.add(new NamespaceName(it)));
    return List.copyOf(some);
  }

  private ObservedRule observed(RuleScope scope, Optional<ExternalId> externalId, LogRule rule) {
    int number = objects++;
    return ObservedRule.builder()
        .objectId(new ObjectId("object-" + number))
        .updateToken(new UpdateToken("token-" + number))
        .scope(scope)
        .externalId(externalId)
        .rule(rule)
        .movable(!oneIn(60))
        .modifiable(!oneIn(100))
        .deletable(!oneIn(100))
        .build();
  }
}
