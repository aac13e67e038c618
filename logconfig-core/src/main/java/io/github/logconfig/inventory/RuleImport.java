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
    List<DesiredCluster> candidates = candidates(environment, observed, used);
    EnvironmentRules rules = EnvironmentRules.of(observed, candidates);
    Map<ClusterName, SortedMap<NamespaceName, List<ObservedRule>>> origins = new LinkedHashMap<>();
    List<DesiredCluster> clusters = new ArrayList<>();
    for (DesiredCluster candidate : candidates) {
      EntityId id =
          observed.hostGroups().getOrDefault(candidate.hostGroup(), Set.of()).iterator().next();
      PossibleChains now = ClusterRules.of(candidate, RuleScope.of(id), rules, owner).now();
      SortedMap<NamespaceName, List<ObservedRule>> listed =
          namespaces(candidate, now, observed, owner);
      Policy policy = policy(observed.rulesIn(RuleScope.of(id)), candidate, owner);
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
   * Returns the clusters that rules may be imported for, without namespaces: one for each host
   * group that has rules or belongs to a Kubernetes cluster.
   */
  private static List<DesiredCluster> candidates(
      Environment environment, ObservedState observed, Set<ClusterName> used) {
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
    observed.hostGroups().entrySet().stream()
        .filter(it -> it.getValue().size() == 1)
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(HostGroupName::value)))
        .forEach(
            it -> {
              List<ObservedKubernetesCluster> ofGroup =
                  clusters.get(it.getValue().iterator().next());
              if (ofGroup != null) {
                ClusterName name = name(it.getKey(), environment, names);
                names.add(name);
                DesiredCluster.Builder candidate = DesiredCluster.builder();
                candidate.name(name).environment(environment).hostGroup(it.getKey());
                if (ofGroup.size() == 1) {
                  candidate.kubernetesClusterUid(ofGroup.get(0).uid());
                }
                candidates.add(candidate.build());
              }
            });
    return candidates;
  }

  /** Returns a name that no other cluster has: that of the host group if possible. */
  private static ClusterName name(
      HostGroupName hostGroup, Environment environment, Set<ClusterName> used) {
    String text = hostGroup.value();
    for (int i = 1; ; i++) {
      try {
        ClusterName name = new ClusterName(text);
        if (!used.contains(name)) {
          return name;
        }
      } catch (InvalidValueException e) {
        // names of host groups may be longer or have other characters
      }
      text = i == 1 ? environment.name() + "-" + hostGroup.value() : "cluster-" + i;
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
