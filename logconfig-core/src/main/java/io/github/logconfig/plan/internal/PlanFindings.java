package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.Doubt;
import io.github.logconfig.evaluate.PossibleChains;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.ClusterTies;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.plan.RuleReference;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObservedRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Creates the findings of a plan. */
final class PlanFindings {

  private static final int NAMED_IN_A_FINDING = 5;

  private PlanFindings() {}

  static Finding titleTaken(RoleState role, ObservedRule holder, Adoption adoption) {
    String why;
    Optional<Adoption.Tool> tool = holder.externalId().flatMap(Adoption.Tool::of);
    if (tool.isPresent()) {
      why =
          "; it was created by "
              + tool.get().label()
              + ". Rename it, or stop managing it there and adopt it from "
              + tool.get().label();
    } else if (holder.externalId().isPresent()) {
      why = "; it cannot be adopted because it has the external id of another tool or owner";
    } else if (!adoption.sameTitle()) {
      why = ". Rename or delete it, or adopt it";
    } else {
      why = "; it cannot be adopted. Rename or delete it";
    }
    return about(
        FindingCode.TITLE_TAKEN,
        holder,
        "an unmanaged rule has the title "
            + Quoted.of(role.identity().title())
            + " in this scope"
            + why);
  }

  static Finding adopted(RoleState role, ObservedRule rule) {
    boolean kept = role.adopted() && role.kept().equals(Optional.of(rule));
    String what =
        kept
            ? " is adopted as " + role.identity()
            : " is merged into " + role.identity() + " and deleted";
    return about(
        FindingCode.ADOPTED,
        rule,
        named(rule) + what + lastWritten(rule) + dropped(rule.rule(), role));
  }

  /** Returns what a managed rule does not have: other matchers, wildcards, other namespaces. */
  private static String dropped(LogRule rule, RoleState role) {
    Set<String> desired =
        role.desired().map(DesiredRule::namespaces).orElseThrow().stream()
            .map(NamespaceName::value)
            .collect(Collectors.toSet());
    List<String> dropped = new ArrayList<>();
    rule.matchers().stream()
        .sorted(Comparator.comparing(matcher -> matcher.attribute().key()))
        .forEach(
            matcher -> {
              List<String> values =
                  matcher.values().stream()
                      .filter(
                          value ->
                              !matcher.attribute().equals(Attribute.K8S_NAMESPACE_NAME)
                                  || !desired.contains(value))
                      .sorted()
                      .map(Quoted::line)
                      .toList();
              if (!values.isEmpty()) {
                dropped.add(matcher.attribute() + " " + listed(values));
              }
            });
    if (rule.matchers().isEmpty() && !role.isCatchAll()) {
      dropped.add("everything that is not desired");
    }
    return dropped.isEmpty() ? "" : "; dropped: " + String.join(", ", dropped);
  }

  static Finding limitExceeded(DesiredCluster desired, int total) {
    return new Finding(
        FindingCode.LIMIT_EXCEEDED,
        desired.target().noun()
            + " "
            + desired.targetName()
            + " would have "
            + total
            + " rules; the maximum is "
            + LogRule.MAX_PER_SCOPE
            + ". Delete rules that are not needed");
  }

  static Finding locked(ObservedRule rule, String what) {
    return about(
        FindingCode.RULE_LOCKED,
        rule,
        named(rule) + " cannot be " + what + ": the service does not allow it");
  }

  static Finding titleHeld(RoleState role) {
    return new Finding(
        FindingCode.TITLE_HELD,
        "another managed rule still has the title "
            + Quoted.of(role.identity().title())
            + "; rule "
            + role.identity()
            + " has the title "
            + Quoted.of(role.desired().map(DesiredRule::title).orElse(""))
            + " until then. Plan again after this run, or rename one of the two rules");
  }

  /** Returns the finding about logs that intermediate states lose or let in. */
  static Finding transientChange(
      List<NamespaceName> lost,
      boolean othersLost,
      List<NamespaceName> letIn,
      boolean othersLetIn) {
    List<String> changes = new ArrayList<>();
    if (!lost.isEmpty() || othersLost) {
      changes.add("logs of " + namesAndOthers(lost, othersLost) + " may be lost");
    }
    if (!letIn.isEmpty() || othersLetIn) {
      changes.add("logs of " + namesAndOthers(letIn, othersLetIn) + " may be ingested");
    }
    Set<NamespaceName> namespaces = new TreeSet<>(lost);
    namespaces.addAll(letIn);
    return new Finding(
        FindingCode.TRANSIENT_CHANGE,
        FindingCode.TRANSIENT_CHANGE.severity(),
        "while the steps are applied, "
            + String.join(", and ", changes)
            + ", unlike before and after: managed rules were rewritten, and no safe order of the"
            + " steps was found",
        Optional.empty(),
        List.copyOf(namespaces));
  }

  static Finding orderUnchecked() {
    return new Finding(
        FindingCode.ORDER_UNCHECKED,
        "managed rules were rewritten, and the rules combine too many conditions to evaluate the"
            + " states between the steps; logs may be lost or ingested while the steps are"
            + " applied");
  }

  private static String namesAndOthers(List<NamespaceName> names, boolean others) {
    if (names.isEmpty()) {
      return OTHERS;
    }
    return others ? names(names) + ", and " + OTHERS : names(names);
  }

  static Finding duplicates(RoleState role, int number) {
    String kept =
        role.kept().map(it -> named(it) + " is kept, the others are").orElse("all of them are");
    return new Finding(
        FindingCode.DUPLICATE_OWNED,
        number + " rules have the external id " + role.identity() + "; " + kept + " deleted");
  }

  static Finding drifted(ObservedRule rule, List<RuleDiff.FieldChange> changes, boolean moved) {
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
        moved ? (what.isEmpty() ? "" : ", ") + "its position (another rule decides first)" : "";
    return about(
        FindingCode.DRIFTED,
        rule,
        named(rule)
            + " differs from the desired rule: "
            + what
            + where
            + lastWritten(rule)
            + "; the plan restores it");
  }

  private static Finding unknownAttribute(ScopedRule rule, ClusterTies ties) {
    String unknown =
        rule.rule().matchers().stream()
            .filter(it -> !it.attribute().isKnown() || !it.operator().equals("MATCHES"))
            .map(it -> Quoted.of(it.attribute() + " " + it.operator()))
            .sorted()
            .collect(Collectors.joining(", "));
    Set<String> fields = new TreeSet<>(rule.rule().otherFields().values().keySet());
    rule.rule().matchers().forEach(it -> fields.addAll(it.otherFields().values().keySet()));
    return new Finding(
        FindingCode.UNKNOWN_ATTRIBUTE,
        FindingCode.UNKNOWN_ATTRIBUTE.severity(),
        named(rule, ties)
            + " has a condition that this version does not know ("
            + (unknown.isEmpty() ? "field " + String.join(", ", fields) : unknown)
            + "); it may match any log",
        Optional.of(RuleReference.to(rule)),
        List.of());
  }

  /** Returns the findings about scopes that apply to the cluster, or may apply. */
  static List<Finding> ofScopes(
      ClusterRules rules, ClusterTies ties, Set<Doubt.Cause> causesOfDoubt) {
    OtherScopes scopes = rules.otherScopes();
    List<Finding> findings = new ArrayList<>();
    if (!scopes.notTied().isEmpty()) {
      boolean matters = causesOfDoubt.contains(Doubt.Cause.SCOPE_NOT_TIED);
      boolean hostGroups =
          scopes.notTied().stream().anyMatch(it -> it.kind() == RuleScope.Kind.HOST_GROUP);
      findings.add(
          new Finding(
              FindingCode.SCOPE_NOT_TIED,
              matters ? Severity.WARNING : Severity.INFO,
              "rules of "
                  + listed(scopes.notTied().stream().map(scope -> named(scope, ties)).toList())
                  + " may apply to this cluster"
                  + (matters ? ", so verdicts are unknown" : "; no verdict depends on that")
                  + (hostGroups
                      ? ". Set hostGroup of the cluster"
                      : ". Set kubernetesCluster.uid of the cluster (the UID of its namespace"
                          + " kube-system)"),
              Optional.empty(),
              List.of()));
    }
    scopes
        .tiedByLabel()
        .ifPresent(
            scope ->
                findings.add(
                    new Finding(
                        FindingCode.TIED_BY_NAME,
                        (scope.equals(rules.scope())
                                ? named(scope, ties) + " is assumed to be"
                                : "rules of " + named(scope, ties) + " are assumed to apply to")
                            + " this cluster because of its name. Set kubernetesCluster.uid to be"
                            + " certain")));
    if (!scopes.hosts().isEmpty()) {
      boolean matters = causesOfDoubt.contains(Doubt.Cause.HOST_SCOPE);
      findings.add(
          new Finding(
              FindingCode.HOST_RULES,
              matters ? Severity.WARNING : Severity.INFO,
              "rules of host "
                  + listed(scopes.hosts().stream().map(RuleScope::id).toList())
                  + " are evaluated first for logs from "
                  + (scopes.hosts().size() == 1 ? "that host" : "those hosts")
                  + (matters ? ", so verdicts are unknown" : "; no verdict depends on that"),
              Optional.empty(),
              List.of()));
    }
    return findings;
  }

  /** Returns the findings about rules that this version does not understand. */
  static List<Finding> notUnderstood(PossibleChains chains, ClusterTies ties) {
    return RuleEvaluator.notUnderstood(chains).stream()
        .map(
            rule ->
                rule.rule().unreadable().isPresent()
                    ? unreadable(rule, ties)
                    : unknownAttribute(rule, ties))
        .toList();
  }

  /** Returns the findings about verdicts that are unknown, if no scope or rule explains it. */
  static List<Finding> undecided(Collection<Doubt> doubts) {
    return doubts.stream().flatMap(doubt -> undecided(doubt.cause()).stream()).distinct().toList();
  }

  private static Optional<Finding> undecided(Doubt.Cause cause) {
    return switch (cause) {
      case OPERATING_SYSTEM ->
          Optional.of(
              new Finding(
                  FindingCode.UNDECIDED,
                  "verdicts are unknown: rules on log.source differ only in case, which agents on"
                      + " Windows ignore"));
      case TOO_COMPLEX ->
          Optional.of(
              new Finding(
                  FindingCode.UNDECIDED,
                  "verdicts are unknown: the rules combine too many conditions"));
      default -> Optional.empty();
    };
  }

  private static Finding unreadable(ScopedRule rule, ClusterTies ties) {
    return new Finding(
        FindingCode.UNREADABLE_RULE,
        FindingCode.UNREADABLE_RULE.severity(),
        named(rule, ties)
            + " cannot be read ("
            + Quoted.line(rule.rule().unreadable().orElse(""))
            + "); it may include or exclude any log",
        Optional.of(RuleReference.to(rule)),
        List.of());
  }

  static Finding onNamespaces(
      FindingCode code, ScopedRule rule, List<NamespaceName> namespaces, ClusterTies ties) {
    String which = named(rule, ties);
    String what = namespaces.isEmpty() ? OTHERS : names(namespaces);
    String message =
        switch (code) {
          case SHADOWED -> which + " excludes " + what + ". Change or move that rule";
          case PARTLY_SHADOWED ->
              which + " excludes logs of " + what + " that have " + conditions(rule.rule());
          case EXCLUSION_OVERRIDDEN ->
              which
                  + " excludes logs"
                  + (hasConditions(rule.rule()) ? " that have " + conditions(rule.rule()) : "")
                  + "; the plan starts those of "
                  + what;
          default -> "logs that " + which + " includes stop: " + what;
        };
    return new Finding(
        code, code.severity(), message, Optional.of(RuleReference.to(rule)), namespaces);
  }

  /**
   * Returns the finding about a rule that includes logs that are not desired. Under the policy
   * additive this is expected for other namespaces.
   *
   * @param target the kind of the target scope; the catch-all rule is the last rule there
   */
  static Finding fallsThrough(
      ScopedRule rule,
      List<NamespaceName> namespaces,
      boolean others,
      Policy policy,
      RuleScope.Kind target,
      ClusterTies ties) {
    List<String> what = new ArrayList<>();
    if (!namespaces.isEmpty()) {
      what.add(names(namespaces) + ", not desired");
    }
    if (others) {
      what.add(OTHERS);
    }
    boolean expected = namespaces.isEmpty() && policy == Policy.ADDITIVE;
    return new Finding(
        FindingCode.FALLS_THROUGH,
        expected ? Severity.INFO : FindingCode.FALLS_THROUGH.severity(),
        named(rule, ties)
            + (isUnderstood(rule) ? " includes " : " may include ")
            + (hasConditions(rule.rule())
                ? "logs that have " + conditions(rule.rule()) + " of "
                : "")
            + String.join(", and ", what)
            + (!expected
                ? ". Change or move that rule"
                : isAfter(target, rule.scope().kind())
                    ? "; policy exclusive would exclude them"
                    : ""),
        Optional.of(RuleReference.to(rule)),
        namespaces);
  }

  private static boolean isAfter(RuleScope.Kind target, RuleScope.Kind other) {
    return other.compareTo(target) > 0 && other != RuleScope.Kind.OTHER;
  }

  private static final String OTHERS = "namespaces that neither a rule nor the desired state names";

  private static boolean isUnderstood(ScopedRule rule) {
    return RuleEvaluator.notUnderstood(new RuleChain(List.of(rule))).isEmpty();
  }

  private static boolean hasConditions(LogRule rule) {
    return !conditions(rule).isEmpty();
  }

  /** Returns the conditions of a rule besides those on the namespace. */
  private static String conditions(LogRule rule) {
    return conditions(
        rule.matchers().stream()
            .filter(it -> !it.attribute().equals(Attribute.K8S_NAMESPACE_NAME)));
  }

  static String allConditions(LogRule rule) {
    return conditions(rule.matchers().stream());
  }

  private static String conditions(Stream<Matcher> matchers) {
    return matchers
        .map(
            it ->
                it.attribute()
                    + " "
                    + it.values().stream()
                        .sorted()
                        .limit(NAMED_IN_A_FINDING)
                        .map(Quoted::line)
                        .collect(Collectors.joining(" or "))
                    + (it.values().size() > NAMED_IN_A_FINDING ? " or others" : ""))
        .sorted()
        .collect(Collectors.joining(" and "));
  }

  /** Returns the findings, most severe first. */
  static List<Finding> inOrder(List<Finding> findings) {
    List<Finding> all = new ArrayList<>(findings);
    all.sort(Comparator.comparing(Finding::severity).reversed());
    return all;
  }

  static Finding about(FindingCode code, ObservedRule rule, String message) {
    return new Finding(
        code, code.severity(), message, Optional.of(RuleReference.to(rule)), List.of());
  }

  private static String named(ObservedRule rule) {
    return "rule " + Quoted.of(rule.rule().title());
  }

  private static String lastWritten(ObservedRule rule) {
    String by = rule.author().map(author -> " by " + Quoted.of(author)).orElse("");
    String at = rule.modified().map(moment -> " at " + moment).orElse("");
    return by.isEmpty() && at.isEmpty() ? "" : " (last written" + by + at + ")";
  }

  static String named(ScopedRule rule, ClusterTies ties) {
    String where =
        switch (rule.scope().kind()) {
          case HOST_GROUP -> " of the host group";
          case KUBERNETES_CLUSTER -> " of " + named(rule.scope(), ties);
          default -> " in scope " + rule.scope();
        };
    return "rule " + Quoted.of(rule.rule().title()) + where;
  }

  private static String named(RuleScope scope, ClusterTies ties) {
    return switch (scope.kind()) {
      case KUBERNETES_CLUSTER ->
          "Kubernetes cluster "
              + scope.entity().map(ties::displayName).orElse(Quoted.line(scope.id()));
      case HOST_GROUP -> "host group " + scope.id();
      default -> "scope " + Quoted.line(scope.id());
    };
  }

  private static String names(List<NamespaceName> namespaces) {
    return listed(namespaces.stream().map(NamespaceName::value).toList());
  }

  private static String listed(List<String> texts) {
    int more = texts.size() - NAMED_IN_A_FINDING;
    String first = String.join(", ", texts.subList(0, Math.min(NAMED_IN_A_FINDING, texts.size())));
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
