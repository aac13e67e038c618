package io.github.logconfig.plan;

import io.github.logconfig.evaluate.Ingestion;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleAction;
import io.github.logconfig.plan.NamespaceEffect.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Proves what a plan does to every namespace that is wanted or was taken in by our rules, by
 * evaluating the rules as they stand and as they will stand.
 */
final class PlanProof {

  private static final int NAMED_IN_A_FINDING = 5;

  private final List<NamespaceEffect> effects = new ArrayList<>();
  private final Map<FindingCode, Map<ScopedRule, List<NamespaceName>>> obstacles =
      new LinkedHashMap<>();

  private PlanProof() {}

  static PlanProof of(
      Set<NamespaceName> wanted, Set<NamespaceName> takenInNow, RuleChain now, RuleChain after) {
    SortedSet<NamespaceName> all = new TreeSet<>(wanted);
    all.addAll(takenInNow);
    boolean unchanged = now.equals(after);
    PlanProof proof = new PlanProof();
    for (NamespaceName namespace : all) {
      NamespaceVerdict before = RuleEvaluator.verdict(now, namespace);
      NamespaceVerdict afterwards = unchanged ? before : RuleEvaluator.verdict(after, namespace);
      if (wanted.contains(namespace)) {
        proof.addWanted(namespace, before, afterwards);
      } else {
        proof.addUnwanted(namespace, before, afterwards);
      }
    }
    return proof;
  }

  List<NamespaceEffect> effects() {
    return effects;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    obstacles.forEach(
        (code, byRule) ->
            byRule.forEach((rule, namespaces) -> findings.add(finding(code, rule, namespaces))));
    return findings;
  }

  private void addWanted(NamespaceName namespace, NamespaceVerdict before, NamespaceVerdict after) {
    switch (after.ingestion()) {
      case YES ->
          add(namespace, before.ingestion() == Ingestion.YES ? Kind.CONTINUES : Kind.STARTS);
      case NO -> {
        add(namespace, Kind.BLOCKED);
        after.decidedBy().stream()
            .findFirst()
            .ifPresent(rule -> note(FindingCode.SHADOWED, rule, namespace));
      }
      case DEPENDS -> {
        add(namespace, Kind.PARTLY);
        firstThatExcludes(after)
            .ifPresent(rule -> note(FindingCode.PARTLY_SHADOWED, rule, namespace));
      }
    }
  }

  private void addUnwanted(
      NamespaceName namespace, NamespaceVerdict before, NamespaceVerdict after) {
    if (after.ingestion() == Ingestion.NO) {
      if (before.ingestion() != Ingestion.NO) {
        add(namespace, Kind.STOPS);
      }
      return;
    }
    add(namespace, after.ingestion() == Ingestion.YES ? Kind.CONTINUES : Kind.PARTLY);
    after.decidedBy().stream()
        .filter(rule -> rule.rule().action() == RuleAction.INCLUDE)
        .findFirst()
        .ifPresent(rule -> note(FindingCode.FALLS_THROUGH, rule, namespace));
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

  private static Optional<ScopedRule> firstThatExcludes(NamespaceVerdict verdict) {
    return verdict.decidedBy().stream()
        .filter(rule -> rule.rule().action() == RuleAction.EXCLUDE)
        .findFirst();
  }

  private static Finding finding(
      FindingCode code, ScopedRule rule, List<NamespaceName> namespaces) {
    String which = "rule " + Quoted.of(rule.rule().title()) + " at " + rule.scope();
    String what = listed(namespaces);
    return new Finding(
        code,
        switch (code) {
          case SHADOWED -> which + " keeps out " + what + "; change or move that rule";
          case PARTLY_SHADOWED -> which + " may keep out some logs of " + what;
          default -> which + " still ingests " + what + ", which nobody lists";
        });
  }

  private static String listed(List<NamespaceName> namespaces) {
    String named =
        namespaces.stream()
            .limit(NAMED_IN_A_FINDING)
            .map(NamespaceName::value)
            .collect(Collectors.joining(", "));
    int more = namespaces.size() - NAMED_IN_A_FINDING;
    return more > 0 ? named + " and " + more + " more" : named;
  }
}
