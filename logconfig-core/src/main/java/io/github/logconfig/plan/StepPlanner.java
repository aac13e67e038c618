package io.github.logconfig.plan;

import io.github.logconfig.evaluate.Ingestion;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.RuleEvaluator;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Quoted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the steps that turn the owned rules of one host group into the wanted ones. */
final class StepPlanner {

  /** Include rules are written first; the closing rule only once they stand. */
  private static final int INCLUDE_WAVE = 0;

  private static final int CLOSING_WAVE = 1;

  private final DesiredCluster desired;
  private final Owner owner;
  private final ClusterRules rules;
  private final OwnedRules owned;
  private final List<PlanStep> steps = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  StepPlanner(DesiredCluster desired, Owner owner, ClusterRules rules) {
    this.desired = desired;
    this.owner = owner;
    this.rules = rules;
    this.owned = OwnedRules.in(rules.own(), owner, desired.hostGroup());
  }

  /** The steps, in the order of their waves. */
  List<PlanStep> steps() {
    return steps.stream().sorted(Comparator.comparingInt(PlanStep::wave)).toList();
  }

  List<Finding> findings() {
    return findings;
  }

  /** The namespaces that the owned rules take in now. */
  SortedSet<NamespaceName> namespacesTakenInNow() {
    SortedSet<NamespaceName> namespaces = new TreeSet<>();
    for (List<ObservedRule> ofRole : owned.byRole().values()) {
      ofRole.forEach(rule -> namespaces.addAll(RuleDiff.namespaces(rule.rule())));
    }
    return namespaces;
  }

  StepPlanner plan() {
    SortedMap<RuleIdentity, LogRule> wanted = WantedRules.of(desired, owner);
    wanted.forEach(this::reach);
    owned
        .byRole()
        .forEach(
            (role, observed) -> {
              RuleIdentity identity = new RuleIdentity(owner, desired.hostGroup(), role);
              if (!wanted.containsKey(identity)) {
                observed.forEach(rule -> delete(identity, rule));
              }
            });
    return this;
  }

  private void reach(RuleIdentity identity, LogRule wanted) {
    List<ObservedRule> observed = owned.of(identity.role());
    Optional<ObservedRule> holder = foreignHolderOf(wanted.title());
    if (holder.isPresent()) {
      findings.add(titleTaken(identity, holder.get()));
      return;
    }
    if (observed.isEmpty()) {
      create(identity, wanted);
      return;
    }
    ObservedRule kept =
        observed.stream()
            .filter(rule -> rule.rule().title().equals(wanted.title()))
            .findFirst()
            .orElse(observed.get(0));
    if (!kept.rule().equals(wanted)) {
      update(identity, kept, wanted);
    }
    if (observed.size() > 1) {
      findings.add(duplicates(identity, observed, kept));
      observed.stream().filter(rule -> rule != kept).forEach(rule -> delete(identity, rule));
    }
  }

  private void create(RuleIdentity identity, LogRule wanted) {
    boolean closing = identity.role().equals(RuleRole.EXCLUDE_REST);
    steps.add(
        new PlanStep.CreateRule(
            identity,
            rules.hostGroup().scope(),
            wanted,
            closing ? Position.LAST : positionOfInclude(identity, wanted),
            List.copyOf(RuleDiff.namespaces(wanted)),
            closing ? CLOSING_WAVE : INCLUDE_WAVE,
            new Precondition.Absent(identity.externalId())));
  }

  /** Last, so that others' rules keep their say; unless that would leave a wanted namespace out. */
  private Position positionOfInclude(RuleIdentity identity, LogRule wanted) {
    Position last = behindOthersButBeforeClosing();
    if (isTakenIn(wanted, identity, last)) {
      return last;
    }
    return isTakenIn(wanted, identity, Position.FIRST) ? Position.FIRST : last;
  }

  private Position behindOthersButBeforeClosing() {
    List<ObservedRule> closing = owned.of(RuleRole.EXCLUDE_REST);
    if (closing.isEmpty()) {
      return Position.LAST;
    }
    int at = rules.own().indexOf(closing.get(0));
    return at == 0 ? Position.FIRST : new Position.After(rules.own().get(at - 1).objectId());
  }

  private boolean isTakenIn(LogRule wanted, RuleIdentity identity, Position position) {
    PlanStep create =
        new PlanStep.CreateRule(
            identity,
            rules.hostGroup().scope(),
            wanted,
            position,
            List.of(),
            INCLUDE_WAVE,
            new Precondition.Absent(identity.externalId()));
    RuleChain chain = rules.after(List.of(create));
    return RuleDiff.namespaces(wanted).stream()
        .noneMatch(
            namespace -> RuleEvaluator.verdict(chain, namespace).ingestion() == Ingestion.NO);
  }

  private void update(RuleIdentity identity, ObservedRule observed, LogRule wanted) {
    RuleDiff diff = RuleDiff.between(observed.rule(), wanted);
    steps.add(
        new PlanStep.UpdateRule(
            identity,
            rules.hostGroup().scope(),
            wanted,
            diff.added(),
            diff.removed(),
            diff.changes(),
            identity.role().equals(RuleRole.EXCLUDE_REST) ? CLOSING_WAVE : INCLUDE_WAVE,
            unchanged(observed)));
  }

  private void delete(RuleIdentity identity, ObservedRule observed) {
    steps.add(
        new PlanStep.DeleteRule(
            identity,
            rules.hostGroup().scope(),
            observed.rule().title(),
            List.copyOf(RuleDiff.namespaces(observed.rule())),
            INCLUDE_WAVE,
            unchanged(observed)));
  }

  private Optional<ObservedRule> foreignHolderOf(String title) {
    return rules.own().stream()
        .filter(rule -> rule.rule().title().equals(title) && !owned.contains(rule))
        .findFirst();
  }

  private static Precondition.Unchanged unchanged(ObservedRule rule) {
    return new Precondition.Unchanged(rule.objectId(), rule.updateToken());
  }

  private static Finding titleTaken(RuleIdentity identity, ObservedRule holder) {
    return new Finding(
        FindingCode.TITLE_TAKEN,
        "a rule that is not ours already has the title "
            + Quoted.of(identity.title())
            + " in this scope (object "
            + holder.objectId()
            + "); rename or delete it");
  }

  private static Finding duplicates(
      RuleIdentity identity, List<ObservedRule> observed, ObservedRule kept) {
    return new Finding(
        FindingCode.DUPLICATE_OWNED,
        observed.size()
            + " rules carry the external id "
            + identity
            + "; "
            + kept.objectId()
            + " stays, the others are deleted");
  }
}
