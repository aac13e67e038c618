package io.github.logconfig.inventory;

import io.github.logconfig.evaluate.PossibleChains;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.plan.internal.ClusterRules;
import io.github.logconfig.plan.internal.EnvironmentRules;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A desired state made from the rules that exist.
 *
 * <p>Rules are adopted in the scope of the host group. If only the scope of the Kubernetes cluster
 * has lists of namespaces, and its UID is known, they are adopted there.
 *
 * <p>A namespace is imported for a cluster if a rule that applies to the cluster lists it, and if
 * all of its logs are ingested now. Rules with other conditions are left as they are. Therefore the
 * plan that adopts the rules changes nothing: no logs start or stop. Every plan is made and
 * checked, and a cluster whose plan would change something is left out.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param environment the environment
 * @param clusters the imported clusters
 * @param rejected the clusters that are left out, and why
 * @param left the rules that are not adopted, in evaluation order
 * @since 0.1.0
 */
public record RuleImport(
    Environment environment,
    List<Cluster> clusters,
    Map<ClusterName, String> rejected,
    List<LeftRule> left) {

  /** Adopts everything that an import selects. */
  public static final Adoption ADOPTION =
      Adoption.builder().namespaceLists(true).addTool(Adoption.Tool.MONACO).build();

  /** Copies the collections. */
  public RuleImport {
    clusters = List.copyOf(clusters);
    rejected = Collections.unmodifiableMap(new LinkedHashMap<>(rejected));
    left = List.copyOf(left);
  }

  /**
   * An imported cluster.
   *
   * @param desired the cluster
   * @param origins the rules that list each namespace
   * @param adopted the rules that the plan adopts or merges
   * @param plan the plan with adoption; it has no effect on any namespace
   */
  public record Cluster(
      DesiredCluster desired,
      SortedMap<NamespaceName, List<ObservedRule>> origins,
      List<ObservedRule> adopted,
      LogConfigPlan plan) {

    /** Copies the collections. */
    public Cluster {
      origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
      adopted = List.copyOf(adopted);
    }
  }

  /**
   * A rule that is not adopted.
   *
   * @param rule the rule
   * @param scopeName the name of the host group or Kubernetes cluster that the rule is in
   * @param reason why it is not adopted
   * @param consequence what it means that the rule stays as it is
   */
  public record LeftRule(
      ObservedRule rule, Optional<String> scopeName, String reason, String consequence) {}

  /**
   * Imports the rules of an environment.
   *
   * @param observed the environment, read completely: with the names of all host groups and the
   *     host groups of all Kubernetes clusters
   * @param owner the owner of the managed rules. Rules that it manages already are imported, too
   * @param used names of clusters of other environments
   */
  public static RuleImport of(
      Environment environment, ObservedState observed, Owner owner, Set<ClusterName> used) {
    List<ObservedKubernetesCluster> targets = targets(observed, owner);
    RuleImport imported =
        of(environment, observed, owner, candidates(environment, observed, used, targets));
    boolean proven = imported.rejected().isEmpty() || targets.isEmpty();
    return proven
        ? imported
        : of(environment, observed, owner, candidates(environment, observed, used, List.of()));
  }

  private static RuleImport of(
      Environment environment,
      ObservedState observed,
      Owner owner,
      List<DesiredCluster> candidates) {
    EnvironmentRules rules = EnvironmentRules.of(observed, candidates);
    Map<ClusterName, SortedMap<NamespaceName, List<ObservedRule>>> origins = new LinkedHashMap<>();
    List<DesiredCluster> clusters = new ArrayList<>();
    for (DesiredCluster candidate : candidates) {
      Optional<RuleScope> scope = ClusterRules.targetScope(candidate, rules);
      if (scope.isEmpty()) {
        continue;
      }
      PossibleChains now = ClusterRules.of(candidate, scope.get(), rules, owner).now();
      SortedMap<NamespaceName, List<ObservedRule>> listed =
          namespaces(candidate, now, observed, owner);
      Policy policy = policy(observed.rulesIn(scope.get()), candidate, owner);
      if (!listed.isEmpty() || policy == Policy.EXCLUSIVE) {
        origins.put(candidate.name(), listed);
        clusters.add(
            DesiredCluster.builder()
                .from(candidate)
                .policy(policy)
                .addAllNamespaces(listed.keySet())
                .build());
      }
    }
    return proven(environment, observed, owner, clusters, origins);
  }

  /** Plans the clusters, and leaves out those whose plan would change something. */
  private static RuleImport proven(
      Environment environment,
      ObservedState observed,
      Owner owner,
      List<DesiredCluster> clusters,
      Map<ClusterName, SortedMap<NamespaceName, List<ObservedRule>>> origins) {
    PlanOptions options = PlanOptions.builder().owner(owner).adoption(ADOPTION).build();
    DesiredState desired =
        DesiredState.builder().addEnvironment(environment).addAllClusters(clusters).build();
    Map<ObjectId, ObservedRule> byId = new HashMap<>();
    observed.rules().forEach(rule -> byId.putIfAbsent(rule.objectId(), rule));
    List<Cluster> imported = new ArrayList<>();
    Map<ClusterName, String> rejected = new LinkedHashMap<>();
    for (LogConfigPlan plan :
        LogConfigPlanner.planAll(desired, Map.of(environment.name(), observed), options)
            .clusters()) {
      Optional<String> objection = objection(plan);
      if (objection.isPresent()) {
        rejected.put(plan.cluster(), objection.get());
      } else {
        List<ObservedRule> adopted = new ArrayList<>();
        plan.steps().forEach(step -> step.objectId().map(byId::get).ifPresent(adopted::add));
        imported.add(
            new Cluster(
                plan.desired().orElseThrow(),
                origins.getOrDefault(plan.cluster(), new TreeMap<>()),
                adopted,
                plan));
      }
    }
    return new RuleImport(environment, imported, rejected, LeftRules.of(observed, owner, imported));
  }

  /** Returns what a plan would change; empty if it has no effect. */
  private static Optional<String> objection(LogConfigPlan plan) {
    Optional<String> error =
        plan.findings().stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .map(Finding::message)
            .findFirst();
    if (error.isPresent()) {
      return error;
    }
    for (NamespaceEffect effect : plan.effects()) {
      if (effect.before() != effect.after() || effect.stopping()) {
        return Optional.of(
            "namespace " + effect.namespace() + " would change: " + effect.effect().label());
      }
    }
    boolean othersChange =
        plan.stopsUnmanaged() || plan.otherNamespaces().before() != plan.otherNamespaces().after();
    return othersChange ? Optional.of("other namespaces would change") : Optional.empty();
  }

  /**
   * Returns the Kubernetes clusters in whose scope rules can be adopted: they have a UID and lists
   * of namespaces, and share no host group. Their host group, if there is one, has no such rules.
   */
  private static List<ObservedKubernetesCluster> targets(ObservedState observed, Owner owner) {
    Map<EntityId, Integer> sharing = new HashMap<>();
    observed
        .kubernetesClusters()
        .forEach(
            it ->
                it.hostGroups().orElse(Set.of()).forEach(id -> sharing.merge(id, 1, Integer::sum)));
    return observed.kubernetesClusters().stream()
        .filter(it -> it.uid().isPresent())
        .filter(it -> it.hostGroups().orElse(Set.of()).size() <= 1)
        .filter(
            it ->
                it.hostGroups().orElse(Set.of()).stream()
                    .allMatch(
                        id ->
                            sharing.getOrDefault(id, 0) == 1 && !isAdoptable(id, observed, owner)))
        .filter(it -> isAdoptable(it.id(), observed, owner))
        .toList();
  }

  /** Returns whether a scope has lists of namespaces, or rules that the owner manages. */
  private static boolean isAdoptable(EntityId scope, ObservedState observed, Owner owner) {
    return observed.rulesIn(RuleScope.of(scope)).stream()
        .anyMatch(
            rule ->
                isNamespaceList(rule.rule())
                    || rule.externalId()
                        .flatMap(RuleIdentity::parse)
                        .filter(it -> it.owner().equals(owner))
                        .isPresent());
  }

  /**
   * Returns the clusters that rules may be imported for, without namespaces: one for each host
   * group that has rules or belongs to a Kubernetes cluster, and for the other targets.
   *
   * @param targets the Kubernetes clusters in whose scope rules are adopted
   */
  private static List<DesiredCluster> candidates(
      Environment environment,
      ObservedState observed,
      Set<ClusterName> used,
      List<ObservedKubernetesCluster> targets) {
    Map<EntityId, List<ObservedKubernetesCluster>> clusters = new LinkedHashMap<>();
    observed
        .scopesWithRules(RuleScope.Kind.HOST_GROUP)
        .forEach(scope -> scope.entity().ifPresent(id -> clusters.put(id, new ArrayList<>())));
    for (ObservedKubernetesCluster cluster : observed.kubernetesClusters()) {
      for (EntityId id : cluster.hostGroups().orElse(Set.of())) {
        clusters.computeIfAbsent(id, key -> new ArrayList<>()).add(cluster);
      }
    }
    Set<ClusterName> names = new HashSet<>(used);
    List<DesiredCluster> candidates = new ArrayList<>();
    Set<EntityId> done = new HashSet<>();
    observed.hostGroups().entrySet().stream()
        .filter(it -> it.getValue().size() == 1)
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(HostGroupName::value)))
        .forEach(
            it -> {
              List<ObservedKubernetesCluster> ofGroup =
                  clusters.get(it.getValue().iterator().next());
              if (ofGroup != null) {
                ClusterName name = name(it.getKey().value(), environment, names);
                names.add(name);
                DesiredCluster.Builder candidate = DesiredCluster.builder();
                candidate.name(name).environment(environment).hostGroup(it.getKey());
                if (ofGroup.size() == 1) {
                  candidate.kubernetesClusterUid(ofGroup.get(0).uid());
                  if (targets.contains(ofGroup.get(0))) {
                    candidate.target(Target.KUBERNETES_CLUSTER);
                    done.add(ofGroup.get(0).id());
                  }
                }
                candidates.add(candidate.build());
              }
            });
    for (ObservedKubernetesCluster cluster : targets) {
      if (!done.contains(cluster.id()) && cluster.hostGroups().orElse(Set.of()).isEmpty()) {
        ClusterName name = name(cluster.label().orElse(""), environment, names);
        names.add(name);
        if (isFree(name, observed)) {
          candidates.add(
              DesiredCluster.builder()
                  .name(name)
                  .environment(environment)
                  .target(Target.KUBERNETES_CLUSTER)
                  .kubernetesClusterUid(cluster.uid())
                  .build());
        }
      }
    }
    return candidates;
  }

  /** Returns whether a cluster without host group may have a name: no host group has it. */
  private static boolean isFree(ClusterName name, ObservedState observed) {
    try {
      return !observed.hostGroups().containsKey(new HostGroupName(name.value()));
    } catch (InvalidValueException e) {
      return false;
    }
  }

  /** Returns a name that no other cluster has: that of the host group or the label if possible. */
  private static ClusterName name(
      String preferred, Environment environment, Set<ClusterName> used) {
    String text = preferred;
    for (int i = 1; ; i++) {
      try {
        ClusterName name = new ClusterName(text);
        if (!used.contains(name)) {
          return name;
        }
      } catch (InvalidValueException e) {
        // names of host groups and labels may be longer or have other characters
      }
      text = i == 1 ? environment.name() + "-" + preferred : "cluster-" + i;
    }
  }

  /** Returns the namespaces to import, with the rules that list them. */
  private static SortedMap<NamespaceName, List<ObservedRule>> namespaces(
      DesiredCluster cluster, PossibleChains now, ObservedState observed, Owner owner) {
    SortedMap<NamespaceName, List<ObservedRule>> origins = new TreeMap<>();
    Set<ObjectId> applying = new HashSet<>();
    now.rules().forEach(rule -> rule.objectId().ifPresent(applying::add));
    for (ObservedRule rule : observed.rules()) {
      boolean managed =
          rule.externalId()
              .flatMap(id -> RuleIdentity.roleOf(id, owner, cluster.targetName()))
              .isPresent();
      if (!applying.contains(rule.objectId()) || !(managed || isNamespaceList(rule.rule()))) {
        continue;
      }
      for (NamespaceName namespace : RuleDiff.namespaces(rule.rule())) {
        boolean ingested = RuleEvaluator.verdict(now, namespace).verdict() == Verdict.INGESTED;
        if (ingested || (managed && isNamespaceList(rule.rule()))) {
          origins.computeIfAbsent(namespace, key -> new ArrayList<>()).add(rule);
        }
      }
    }
    return origins;
  }

  /**
   * Returns the policy: exclusive if the last enabled rule of the scope excludes everything, or is
   * the managed catch-all rule.
   */
  private static Policy policy(List<ObservedRule> rules, DesiredCluster cluster, Owner owner) {
    boolean managed =
        rules.stream()
            .flatMap(rule -> rule.externalId().stream())
            .anyMatch(
                id ->
                    RuleIdentity.roleOf(id, owner, cluster.targetName())
                        .equals(Optional.of(RuleRole.CATCH_ALL)));
    boolean unmanaged = !rules.isEmpty() && excludesEverything(rules.get(rules.size() - 1));
    return managed || unmanaged ? Policy.EXCLUSIVE : Policy.ADDITIVE;
  }

  private static boolean excludesEverything(ObservedRule rule) {
    boolean ofOtherOwner = rule.externalId().flatMap(RuleIdentity::parse).isPresent();
    return !ofOtherOwner
        && rule.modifiable()
        && rule.rule().enabled()
        && rule.rule().unreadable().isEmpty()
        && rule.rule().action() == RuleAction.EXCLUDE
        && rule.rule().matchers().isEmpty()
        && !rule.rule().otherFields().isAnySet();
  }

  /** Returns whether a rule includes exactly the logs of the namespaces that it lists. */
  static boolean isNamespaceList(LogRule rule) {
    if (!rule.enabled()
        || rule.unreadable().isPresent()
        || rule.action() != RuleAction.INCLUDE
        || rule.otherFields().isAnySet()
        || rule.matchers().size() != 1) {
      return false;
    }
    Matcher matcher = rule.matchers().iterator().next();
    return matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME)
        && matcher.operator().equals(Matcher.MATCHES)
        && !matcher.otherFields().isAnySet()
        && matcher.values().stream().allMatch(NamespaceName::isValid);
  }
}
