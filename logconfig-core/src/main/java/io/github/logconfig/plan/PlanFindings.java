package io.github.logconfig.plan;

import io.github.logconfig.evaluate.Ingestion;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.HostGroup;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a person is told about a plan, in words. */
final class PlanFindings {

  private static final int NAMED_IN_A_FINDING = 5;

  private PlanFindings() {}

  static Finding unresolved(DesiredCluster desired, Set<EntityId> ids) {
    String environment = "environment " + desired.environment().name();
    return ids.isEmpty()
        ? new Finding(
            FindingCode.HOST_GROUP_UNKNOWN,
            environment
                + " knows no host group "
                + desired.hostGroup()
                + "; check the name, and that agents of the cluster report to this environment")
        : new Finding(
            FindingCode.HOST_GROUP_AMBIGUOUS,
            environment
                + " knows several host groups "
                + desired.hostGroup()
                + ": "
                + new TreeSet<>(ids)
                + "; rename all but one of them");
  }

  static Finding titleTaken(RoleState role, ObservedRule holder, Adoption adoption) {
    String why;
    if (adoption == Adoption.NEVER) {
      why = "; rename or delete it, or have it adopted";
    } else if (holder.externalId().isPresent()) {
      why = " and cannot be adopted, since it carries the external id of another tool or owner";
    } else {
      why = " and cannot be adopted; rename or delete it";
    }
    return about(
        FindingCode.TITLE_TAKEN,
        holder,
        "a rule that is not ours already has the title "
            + Quoted.of(role.identity().title())
            + " in this scope (object "
            + Quoted.of(holder.objectId().value())
            + ")"
            + why);
  }

  static Finding adopted(RoleState role, ObservedRule rule) {
    return about(
        FindingCode.ADOPTED,
        rule,
        named(rule)
            + " is taken over as "
            + role.identity()
            + lastWritten(rule)
            + "; what it says beside our namespaces is lost");
  }

  static Finding limitExceeded(HostGroup hostGroup, int total) {
    return new Finding(
        FindingCode.LIMIT_EXCEEDED,
        "host group "
            + hostGroup.name()
            + " would have "
            + total
            + " rules, and a scope takes "
            + LogRule.MAX_PER_SCOPE
            + "; delete rules that nobody needs");
  }

  static Finding locked(ObservedRule rule, String what) {
    return about(
        FindingCode.RULE_LOCKED,
        rule,
        named(rule) + " would have to be " + what + ", which the service does not allow");
  }

  static Finding titleHeld(RoleState role) {
    return new Finding(
        FindingCode.TITLE_HELD,
        "another rule of ours still has the title "
            + Quoted.of(role.identity().title())
            + "; the rule "
            + role.identity()
            + " is called "
            + Quoted.of(role.wanted().map(WantedRule::title).orElse(""))
            + " meanwhile, so plan again, or rename one of the two by hand");
  }

  static Finding duplicates(RoleState role) {
    String stays =
        role.kept().map(kept -> Quoted.of(kept.objectId().value())).orElse("the one to be made");
    return new Finding(
        FindingCode.DUPLICATE_OWNED,
        (role.surplus().size() + role.kept().map(kept -> 1).orElse(0))
            + " rules carry the external id "
            + role.identity()
            + "; object "
            + stays
            + " stays, the others are deleted");
  }

  static Finding drifted(ObservedRule rule, List<FieldChange> changes, boolean moved) {
    String what =
        changes.stream()
            .map(
                change ->
                    change.field()
                        + " "
                        + Quoted.of(change.before())
                        + " instead of "
                        + Quoted.of(change.after()))
            .collect(Collectors.joining(", "));
    String where =
        moved ? (what.isEmpty() ? "" : ", ") + "a place where another rule overrules it" : "";
    return about(
        FindingCode.DRIFTED,
        rule,
        named(rule)
            + " is not as it was left: "
            + what
            + where
            + lastWritten(rule)
            + "; that is put back");
  }

  static Finding unknownAttribute(ScopedRule rule) {
    String unknown =
        rule.rule().matchers().stream()
            .filter(it -> !it.attribute().isKnown() || !it.operator().equals("MATCHES"))
            .map(it -> Quoted.of(it.attribute() + " " + it.operator()))
            .sorted()
            .collect(Collectors.joining(", "));
    return new Finding(
        FindingCode.UNKNOWN_ATTRIBUTE,
        FindingCode.UNKNOWN_ATTRIBUTE.severity(),
        named(rule)
            + " has a condition that this version does not know ("
            + unknown
            + "); it is taken for one that may match anything",
        Optional.of(rule),
        List.of());
  }

  static Finding hostRules(int hosts) {
    return new Finding(
        FindingCode.HOST_RULES,
        "rules hang from "
            + hosts
            + (hosts == 1 ? " single host" : " single hosts")
            + " of the environment; on a host of this cluster they come first, and what they do"
            + " there is not part of what is said here");
  }

  /** What other rules do with namespaces that are wanted, or not. */
  static Finding onNamespaces(FindingCode code, ScopedRule rule, List<NamespaceName> namespaces) {
    String which = named(rule);
    String what = listed(namespaces);
    String message =
        switch (code) {
          case SHADOWED -> which + " keeps out " + what + "; change or move that rule";
          case PARTLY_SHADOWED -> which + " may keep out some logs of " + what;
          default -> which + " ingests " + what + ", which nobody lists; change that rule";
        };
    return new Finding(code, code.severity(), message, Optional.of(rule), namespaces);
  }

  /** Namespaces that nobody lists are ingested all the same. */
  static Finding restFallsThrough(Policy policy, NamespaceVerdict rest) {
    ScopedRule rule = rest.decidedBy(RuleAction.INCLUDE).get(0);
    boolean meant = policy == Policy.ADDITIVE;
    return new Finding(
        FindingCode.FALLS_THROUGH,
        meant ? Severity.INFO : FindingCode.FALLS_THROUGH.severity(),
        "namespaces that nobody lists are ingested, "
            + (rest.ingestion() == Ingestion.YES ? "" : "in whole or in part, ")
            + "through "
            + named(rule)
            + (meant ? "; the policy exclusive would keep them out" : "; change or move that rule"),
        Optional.of(rule),
        List.of());
  }

  /** The findings with what is to be said of single hosts, grave ones first. */
  static List<Finding> inOrder(List<Finding> findings, int hosts) {
    List<Finding> all = new ArrayList<>(findings);
    if (hosts > 0) {
      all.add(hostRules(hosts));
    }
    all.sort(Comparator.comparing(Finding::severity).reversed());
    return all;
  }

  private static Finding about(FindingCode code, ObservedRule rule, String message) {
    return new Finding(
        code,
        code.severity(),
        message,
        Optional.of(new ScopedRule(rule.scope(), rule.rule())),
        List.of());
  }

  private static String named(ObservedRule rule) {
    return "rule " + Quoted.of(rule.rule().title());
  }

  private static String lastWritten(ObservedRule rule) {
    String by = rule.author().map(author -> " by " + Quoted.of(author)).orElse("");
    String at = rule.modified().map(moment -> " at " + moment).orElse("");
    return by.isEmpty() && at.isEmpty() ? "" : " (last written" + by + at + ")";
  }

  private static String named(ScopedRule rule) {
    return "rule " + Quoted.of(rule.rule().title()) + " at " + rule.scope();
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
