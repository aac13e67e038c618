package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.ChainComparison;
import io.github.logconfig.evaluate.Change;
import io.github.logconfig.evaluate.Comparison;
import io.github.logconfig.evaluate.Doubt;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.PossibleChains;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.ClusterTies;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.NamespaceEffect.Kind;
import io.github.logconfig.plan.NamespaceEffects;
import io.github.logconfig.plan.OtherNamespaces;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Proves the effect of a plan on the logs of each namespace by evaluating the rules before and
 * after it.
 *
 * <p>Evaluates every desired namespace, every namespace that a managed or adopted rule names, and
 * all other namespaces as one. If a step can affect namespaces that it does not name, evaluates
 * every namespace that any rule names, and lists those that change.
 */
final class PlanProof {

  private final DesiredCluster desired;
  private final ClusterRules clusterRules;
  private final ChainComparison rules;
  private final SortedMap<NamespaceName, NamespaceEffect> effects = new TreeMap<>();
  private final Map<FindingCode, Map<ScopedRule, List<NamespaceName>>> aboutRules =
      new LinkedHashMap<>();
  private final Set<ScopedRule> lettingOthersIn = new LinkedHashSet<>();
  private final Set<Doubt> doubts = new LinkedHashSet<>();
  private OtherNamespaces others = OtherNamespaces.NOT_INGESTED;
  private boolean coversDesired = true;
  private boolean stopsUnmanaged;

  private PlanProof(ClusterRules clusterRules, ChainComparison rules) {
    this.desired = clusterRules.desired();
    this.clusterRules = clusterRules;
    this.rules = rules;
  }

  /** Evaluates a cluster that does not change. */
  static PlanProof ofUnchanged(ClusterRules rules, PossibleChains chains) {
    PlanProof proof = new PlanProof(rules, new ChainComparison(chains));
    proof.addAll(Set.of(), chains, chains, List.of());
    return proof;
  }

  /**
   * Evaluates a change.
   *
   * @param managedNow the namespaces that enabled managed include rules name now
   * @param changed the rules that are created, changed, moved or deleted, before and after
   */
  static PlanProof of(
      ClusterRules rules,
      Set<NamespaceName> managedNow,
      PossibleChains now,
      PossibleChains after,
      Collection<LogRule> changed) {
    PlanProof proof = new PlanProof(rules, new ChainComparison(now, after));
    proof.addAll(managedNow, now, after, changed);
    return proof;
  }

  private void addAll(
      Set<NamespaceName> managedNow,
      PossibleChains now,
      PossibleChains after,
      Collection<LogRule> changed) {
    SortedSet<NamespaceName> named = new TreeSet<>(desired.namespaces());
    named.addAll(managedNow);
    changed.forEach(rule -> named.addAll(RuleDiff.namespaces(rule)));
    for (NamespaceName namespace : named) {
      add(namespace, managedNow.contains(namespace));
    }
    boolean affectsOthers = changed.stream().anyMatch(PlanProof::canMatchUnnamed);
    boolean exclusive = desired.policy() == Policy.EXCLUSIVE;
    if (affectsOthers || exclusive) {
      addNamedElsewhere(now, after, named);
    }
    addOthers(named);
  }

  boolean coversAllDesired() {
    return coversDesired;
  }

  NamespaceEffects effects() {
    return NamespaceEffects.of(List.copyOf(effects.values()));
  }

  OtherNamespaces others() {
    return others;
  }

  /** Returns whether logs stop, or may stop, that no managed rule covers. */
  boolean stopsUnmanaged() {
    return stopsUnmanaged || others.stops() != Change.NO;
  }

  Set<Doubt.Cause> causesOfDoubt() {
    Set<Doubt.Cause> causes = EnumSet.noneOf(Doubt.Cause.class);
    doubts.forEach(doubt -> causes.add(doubt.cause()));
    return causes;
  }

  List<Finding> findings(ClusterTies ties) {
    List<Finding> all = new ArrayList<>();
    aboutRules.forEach(
        (code, byRule) ->
            byRule.forEach(
                (rule, namespaces) ->
                    all.add(
                        code == FindingCode.FALLS_THROUGH
                            ? PlanFindings.fallsThrough(
                                rule,
                                namespaces,
                                lettingOthersIn.contains(rule),
                                desired.policy(),
                                desired.target().scopeKind(),
                                ties)
                            : PlanFindings.onNamespaces(code, rule, namespaces, ties))));
    all.addAll(PlanFindings.undecided(doubts));
    return all;
  }

  private void add(NamespaceName namespace, boolean managedNow) {
    Comparison comparison = rules.of(namespace);
    if (desired.namespaces().contains(namespace)) {
      addDesired(namespace, comparison);
    } else {
      addUndesired(namespace, comparison, managedNow);
    }
  }

  private void addDesired(NamespaceName namespace, Comparison comparison) {
    NamespaceVerdict after = comparison.after();
    coversDesired &= after.verdict() == Verdict.INGESTED;
    put(namespace, effectOnDesired(comparison), comparison, comparison.stops() != Change.NO);
    switch (after.verdict()) {
      case INGESTED -> {}
      case NOT_INGESTED ->
          after.decidedBy(RuleAction.EXCLUDE).stream()
              .reduce((first, second) -> second)
              .ifPresent(rule -> note(FindingCode.SHADOWED, rule, namespace));
      case PARTLY ->
          after
              .decidedBy(RuleAction.EXCLUDE)
              .forEach(rule -> note(FindingCode.PARTLY_SHADOWED, rule, namespace));
      case UNKNOWN -> doubts.addAll(after.doubts());
    }
    noteOverriddenExclusions(comparison, Optional.of(namespace));
  }

  /** Reports unmanaged rules that exclude logs which start. */
  private void noteOverriddenExclusions(Comparison comparison, Optional<NamespaceName> namespace) {
    comparison.overruledExclusions().stream()
        .filter(rule -> !clusterRules.isManaged(rule))
        .forEach(
            rule -> {
              List<NamespaceName> names = rulesOf(FindingCode.EXCLUSION_OVERRIDDEN, rule);
              namespace.ifPresent(names::add);
            });
  }

  private static Kind effectOnDesired(Comparison comparison) {
    return switch (comparison.after().verdict()) {
      case NOT_INGESTED -> Kind.BLOCKED;
      case PARTLY -> Kind.PARTLY;
      case UNKNOWN -> Kind.UNKNOWN;
      case INGESTED -> ofIngested(comparison);
    };
  }

  private static Kind ofIngested(Comparison comparison) {
    return switch (comparison.before().verdict()) {
      case INGESTED -> Kind.CONTINUES;
      case NOT_INGESTED, PARTLY -> Kind.STARTS;
      case UNKNOWN -> comparison.starts() == Change.YES ? Kind.STARTS : Kind.UNKNOWN;
    };
  }

  private void addUndesired(NamespaceName namespace, Comparison comparison, boolean managedNow) {
    Kind effect = effectOnUndesired(comparison);
    boolean stopping = managedNow || comparison.stops() != Change.NO;
    stopsUnmanaged |= stopping && !managedNow;
    if (!managedNow) {
      noteLosingRules(comparison, Optional.of(namespace));
    }
    noteOverriddenExclusions(comparison, Optional.of(namespace));
    if (effect != Kind.NONE || stopping) {
      put(namespace, effect, comparison, stopping);
    }
    if (effect == Kind.UNKNOWN) {
      doubts.addAll(comparison.before().doubts());
      doubts.addAll(comparison.after().doubts());
    }
    if (comparison.after().verdict() != Verdict.NOT_INGESTED) {
      comparison
          .after()
          .decidedBy(RuleAction.INCLUDE)
          .forEach(rule -> note(FindingCode.FALLS_THROUGH, rule, namespace));
    }
  }

  private static Kind effectOnUndesired(Comparison comparison) {
    return switch (comparison.after().verdict()) {
      case INGESTED -> ofIngested(comparison);
      case PARTLY -> Kind.PARTLY;
      case UNKNOWN -> Kind.UNKNOWN;
      case NOT_INGESTED ->
          switch (comparison.before().verdict()) {
            case INGESTED, PARTLY -> Kind.STOPS;
            case NOT_INGESTED -> Kind.NONE;
            case UNKNOWN -> comparison.stops() == Change.YES ? Kind.STOPS : Kind.UNKNOWN;
          };
    };
  }

  /** Adds namespaces that unmanaged rules name, if something changes for them. */
  private void addNamedElsewhere(
      PossibleChains now, PossibleChains after, Set<NamespaceName> named) {
    SortedSet<NamespaceName> elsewhere = new TreeSet<>();
    for (LogRule rule : distinct(now, after)) {
      elsewhere.addAll(RuleDiff.namespaces(rule));
    }
    elsewhere.removeAll(named);
    for (NamespaceName namespace : elsewhere) {
      Comparison comparison = rules.of(namespace);
      if (comparison.stops() != Change.NO || comparison.starts() != Change.NO) {
        addUndesired(namespace, comparison, false);
      } else if (desired.policy() == Policy.EXCLUSIVE
          && comparison.after().verdict() != Verdict.NOT_INGESTED) {
        comparison
            .after()
            .decidedBy(RuleAction.INCLUDE)
            .forEach(rule -> note(FindingCode.FALLS_THROUGH, rule, namespace));
      }
      named.add(namespace);
    }
  }

  /** Unmanaged rules are the same objects before and after. */
  private static Set<LogRule> distinct(PossibleChains now, PossibleChains after) {
    Set<LogRule> rules = Collections.newSetFromMap(new IdentityHashMap<>());
    now.rules().forEach(rule -> rules.add(rule.rule()));
    after.rules().forEach(rule -> rules.add(rule.rule()));
    return rules;
  }

  private void addOthers(Set<NamespaceName> named) {
    Comparison comparison = rules.ofOtherNamespaces(named);
    others = OtherNamespaces.of(comparison);
    if (others.effect() == Kind.UNKNOWN) {
      doubts.addAll(comparison.before().doubts());
      doubts.addAll(comparison.after().doubts());
    }
    noteLosingRules(comparison, Optional.empty());
    noteOverriddenExclusions(comparison, Optional.empty());
    if (others.after() != Verdict.NOT_INGESTED) {
      for (ScopedRule rule : comparison.after().decidedBy(RuleAction.INCLUDE)) {
        lettingOthersIn.add(rule);
        rulesOf(FindingCode.FALLS_THROUGH, rule);
      }
    }
  }

  /** Reports the rules whose logs stop, except managed rules, which are steps of the plan. */
  private void noteLosingRules(Comparison comparison, Optional<NamespaceName> namespace) {
    comparison
        .overruledInclusions()
        .forEach(
            rule -> {
              List<NamespaceName> names = rulesOf(FindingCode.OTHER_NAMESPACES_STOP, rule);
              namespace.ifPresent(names::add);
            });
  }

  /** Returns whether a rule may match namespaces that it does not name literally. */
  private static boolean canMatchUnnamed(LogRule rule) {
    return rule.unreadable().isPresent()
        || RuleEvaluator.otherNamespaces(
                    PossibleChains.of(
                        new RuleChain(
                            List.of(
                                new ScopedRule(
                                    RuleScope.ENVIRONMENT,
                                    LogRule.builder()
                                        .from(rule)
                                        .enabled(true)
                                        .action(RuleAction.INCLUDE)
                                        .build())))),
                    Set.of())
                .verdict()
            != Verdict.NOT_INGESTED;
  }

  private void put(NamespaceName namespace, Kind kind, Comparison comparison, boolean stopping) {
    effects.put(
        namespace,
        new NamespaceEffect(
            namespace,
            kind,
            comparison.before().verdict(),
            comparison.after().verdict(),
            stopping));
  }

  private void note(FindingCode code, ScopedRule rule, NamespaceName namespace) {
    rulesOf(code, rule).add(namespace);
  }

  private List<NamespaceName> rulesOf(FindingCode code, ScopedRule rule) {
    return aboutRules
        .computeIfAbsent(code, key -> new LinkedHashMap<>())
        .computeIfAbsent(rule, key -> new ArrayList<>());
  }
}
