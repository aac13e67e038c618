package io.github.logconfig.plan;

import io.github.logconfig.evaluate.Ingestion;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleAction;
import io.github.logconfig.plan.NamespaceEffect.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Proves what a plan does to every namespace that is wanted or was taken in by our rules, and to
 * those that nobody lists, by evaluating the rules as they stand and as they will stand.
 */
final class PlanProof {

  private final DesiredCluster desired;
  private final List<NamespaceEffect> effects;
  private final Map<FindingCode, Map<ScopedRule, List<NamespaceName>>> obstacles =
      new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private boolean coversAll = true;

  private PlanProof(DesiredCluster desired) {
    this.desired = desired;
    this.effects = new ArrayList<>(desired.namespaces().size());
  }

  /** The proof where nothing changes, and our rules take in what is wanted and nothing else. */
  static PlanProof ofUnchanged(DesiredCluster desired, RuleChain chain) {
    PlanProof proof = new PlanProof(desired);
    for (NamespaceName namespace : desired.namespaces()) {
      NamespaceVerdict verdict = RuleEvaluator.verdict(chain, namespace);
      proof.addWanted(namespace, verdict, verdict);
    }
    proof.addOthers(chain);
    return proof;
  }

  static PlanProof of(
      DesiredCluster desired, Set<NamespaceName> takenInNow, RuleChain now, RuleChain after) {
    SortedSet<NamespaceName> all = new TreeSet<>(desired.namespaces());
    all.addAll(takenInNow);
    PlanProof proof = new PlanProof(desired);
    for (NamespaceName namespace : all) {
      NamespaceVerdict before = RuleEvaluator.verdict(now, namespace);
      NamespaceVerdict afterwards = RuleEvaluator.verdict(after, namespace);
      if (desired.namespaces().contains(namespace)) {
        proof.addWanted(namespace, before, afterwards);
      } else {
        proof.addUnwanted(namespace, before, afterwards);
      }
    }
    proof.addOthers(after);
    return proof;
  }

  /** Whether every record of every wanted namespace is ingested in the end. */
  boolean coversAllThatIsWanted() {
    return coversAll;
  }

  NamespaceEffects effects() {
    return NamespaceEffects.of(effects);
  }

  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(obstacles.size() + findings.size());
    obstacles.forEach(
        (code, byRule) ->
            byRule.forEach(
                (rule, namespaces) -> all.add(PlanFindings.onNamespaces(code, rule, namespaces))));
    all.addAll(findings);
    return all;
  }

  private void addWanted(NamespaceName namespace, NamespaceVerdict before, NamespaceVerdict after) {
    coversAll &= after.ingestion() == Ingestion.YES;
    switch (after.ingestion()) {
      case YES -> add(namespace, ofIngested(before));
      case NO -> {
        add(namespace, Kind.BLOCKED);
        after.decidedBy().stream()
            .reduce((first, second) -> second)
            .ifPresent(rule -> note(FindingCode.SHADOWED, rule, namespace));
      }
      case DEPENDS -> {
        add(namespace, Kind.PARTLY);
        after
            .decidedBy(RuleAction.EXCLUDE)
            .forEach(rule -> note(FindingCode.PARTLY_SHADOWED, rule, namespace));
      }
    }
  }

  private static Kind ofIngested(NamespaceVerdict before) {
    return before.ingestion() == Ingestion.YES ? Kind.CONTINUES : Kind.STARTS;
  }

  private void addUnwanted(
      NamespaceName namespace, NamespaceVerdict before, NamespaceVerdict after) {
    if (after.ingestion() == Ingestion.NO) {
      if (before.ingestion() != Ingestion.NO) {
        add(namespace, Kind.STOPS);
      }
      return;
    }
    add(namespace, after.ingestion() == Ingestion.YES ? ofIngested(before) : Kind.PARTLY);
    after.decidedBy(RuleAction.INCLUDE).stream()
        .findFirst()
        .ifPresent(rule -> note(FindingCode.FALLS_THROUGH, rule, namespace));
  }

  /** What happens to namespaces that are not wanted and that we never had anything to do with. */
  private void addOthers(RuleChain after) {
    findings.addAll(UnlistedNamespaces.notUnderstood(after));
    if (desired.policy() == Policy.EXCLUSIVE) {
      addNamedByOthers(after);
    }
    UnlistedNamespaces.fallingThrough(desired.policy(), after)
        .filter(finding -> !isToldAlready(finding))
        .ifPresent(findings::add);
  }

  private boolean isToldAlready(Finding fallingThrough) {
    Map<ScopedRule, List<NamespaceName>> told =
        obstacles.getOrDefault(FindingCode.FALLS_THROUGH, Map.of());
    return desired.policy() == Policy.ADDITIVE
        && fallingThrough.rule().map(told::containsKey).orElse(false);
  }

  private void addNamedByOthers(RuleChain after) {
    SortedSet<NamespaceName> named = UnlistedNamespaces.named(after);
    named.removeAll(desired.namespaces());
    effects.forEach(effect -> named.remove(effect.namespace()));
    for (NamespaceName namespace : named) {
      NamespaceVerdict verdict = RuleEvaluator.verdict(after, namespace);
      if (verdict.ingestion() != Ingestion.NO) {
        verdict.decidedBy(RuleAction.INCLUDE).stream()
            .findFirst()
            .ifPresent(rule -> note(FindingCode.FALLS_THROUGH, rule, namespace));
      }
    }
  }

  private void add(NamespaceName namespace, Kind kind) {
    effects.add(new NamespaceEffect(namespace, kind));
  }

  private void note(FindingCode code, ScopedRule rule, NamespaceName namespace) {
    obstacles
        .computeIfAbsent(code, key -> new LinkedHashMap<>())
        .computeIfAbsent(rule, key -> new ArrayList<>())
        .add(namespace);
  }
}
