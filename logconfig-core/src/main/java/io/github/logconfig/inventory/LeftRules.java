package io.github.logconfig.inventory;

import io.github.logconfig.inventory.RuleImport.Cluster;
import io.github.logconfig.inventory.RuleImport.LeftRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Explains why rules are not adopted, and what follows from leaving them as they are. */
final class LeftRules {

  private static final String STAYS_INCLUDING =
      "it stays: the logs that it matches are ingested as before, also after a namespace is removed"
          + " from the file";

  private LeftRules() {}

  /** Returns the rules that the owner does not manage and no plan adopts, in evaluation order. */
  static List<LeftRule> of(ObservedState observed, Owner owner, List<Cluster> clusters) {
    Set<ObjectId> adopted = new HashSet<>();
    clusters.forEach(it -> it.adopted().forEach(rule -> adopted.add(rule.objectId())));
    List<LeftRule> left = new ArrayList<>();
    for (RuleInventory.Scope scope : RuleInventory.of(observed, List.of(), false, owner).scopes()) {
      for (ListedRule listed : scope.rules()) {
        if (!listed.managed() && !adopted.contains(listed.rule().objectId())) {
          left.add(explained(listed, scope, clusters));
        }
      }
    }
    return left;
  }

  private static LeftRule explained(
      ListedRule listed, RuleInventory.Scope scope, List<Cluster> clusters) {
    ObservedRule observed = listed.rule();
    LogRule rule = observed.rule();
    if (listed.identity().isPresent()) {
      return new LeftRule(
          observed,
          scope.name(),
          "owner " + listed.identity().get().owner() + " manages it",
          "it stays with that owner");
    }
    if (rule.unreadable().isPresent()) {
      return new LeftRule(
          observed,
          scope.name(),
          "it cannot be read (" + Quoted.line(rule.unreadable().get()) + ")",
          "it stays: effects of plans are unknown where it may decide");
    }
    if (!rule.enabled()) {
      return new LeftRule(observed, scope.name(), "it is disabled", "it stays, and has no effect");
    }
    if (rule.action() == RuleAction.EXCLUDE) {
      return new LeftRule(
          observed,
          scope.name(),
          "it excludes logs; a desired state lists what is included",
          "it stays: logs that it excludes now are still excluded");
    }
    if (rule.matchers().isEmpty()) {
      return new LeftRule(
          observed,
          scope.name(),
          "it includes everything",
          "it stays: namespaces that are not listed are ingested as before; policy exclusive would"
              + " stop them");
    }
    Optional<String> conditions = conditions(rule);
    if (conditions.isPresent()) {
      return new LeftRule(observed, scope.name(), conditions.get(), STAYS_INCLUDING);
    }
    return new LeftRule(
        observed, scope.name(), ofList(observed, scope, clusters), consequence(observed, clusters));
  }

  /** Returns the conditions that a list of namespaces cannot express. */
  private static Optional<String> conditions(LogRule rule) {
    List<String> conditions = new ArrayList<>();
    int onNamespace = 0;
    for (Matcher matcher : rule.matchers()) {
      boolean known =
          matcher.operator().equals(Matcher.MATCHES) && !matcher.otherFields().isAnySet();
      if (!matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME) || !known) {
        conditions.add("a condition on " + Quoted.line(matcher.attribute().key()));
        continue;
      }
      onNamespace++;
      List<String> patterns =
          matcher.values().stream().filter(value -> value.contains("*")).sorted().toList();
      if (!patterns.isEmpty()) {
        conditions.add(
            "wildcards ("
                + patterns.stream().map(Quoted::line).collect(Collectors.joining(", "))
                + ")");
      }
      matcher.values().stream()
          .filter(value -> !value.contains("*") && !NamespaceName.isValid(value))
          .sorted()
          .findFirst()
          .ifPresent(value -> conditions.add("a value that is no namespace: " + Quoted.of(value)));
    }
    if (onNamespace > 1) {
      conditions.add("several conditions on " + Attribute.K8S_NAMESPACE_NAME);
    }
    if (rule.otherFields().isAnySet()) {
      conditions.add("fields that this version does not know");
    }
    conditions.sort(null);
    return conditions.isEmpty()
        ? Optional.empty()
        : Optional.of("it has " + String.join(", ", conditions));
  }

  /** Returns why a list of namespaces is not adopted. */
  private static String ofList(
      ObservedRule rule, RuleInventory.Scope scope, List<Cluster> clusters) {
    RuleScope.Kind kind = rule.scope().kind();
    if (kind == RuleScope.Kind.ENVIRONMENT) {
      return "it is in scope environment, and managed rules are in narrower scopes";
    }
    if (kind == RuleScope.Kind.HOST || kind == RuleScope.Kind.OTHER) {
      return "no managed rule can be in its scope";
    }
    if (scope.name().isEmpty()) {
      return "the name of its scope is not known";
    }
    if (rule.externalId().filter(id -> Adoption.Tool.of(id).isEmpty()).isPresent()) {
      return "another tool has created it";
    }
    if (!rule.modifiable() || !rule.deletable()) {
      return "the service does not allow to change and delete it";
    }
    Set<NamespaceName> imported = importedFrom(rule, clusters);
    String missing =
        RuleDiff.namespaces(rule.rule()).stream()
            .filter(name -> !imported.contains(name))
            .map(NamespaceName::value)
            .collect(Collectors.joining(", "));
    return missing.isEmpty()
        ? "a managed rule is in another scope of the cluster"
        : "other rules exclude, or may exclude, logs of " + missing;
  }

  private static String consequence(ObservedRule rule, List<Cluster> clusters) {
    long count =
        clusters.stream()
            .filter(it -> it.origins().values().stream().anyMatch(rules -> rules.contains(rule)))
            .count();
    return count == 0
        ? "it stays, and its namespaces are not in the file"
        : "it stays: its namespaces are listed for "
            + count
            + (count == 1 ? " cluster" : " clusters")
            + "; one that you remove from the file is ingested until the rule is deleted";
  }

  private static Set<NamespaceName> importedFrom(ObservedRule rule, List<Cluster> clusters) {
    Set<NamespaceName> names = new HashSet<>();
    clusters.forEach(
        it ->
            it.origins()
                .forEach(
                    (name, rules) -> {
                      if (rules.contains(rule)) {
                        names.add(name);
                      }
                    }));
    return names;
  }
}
