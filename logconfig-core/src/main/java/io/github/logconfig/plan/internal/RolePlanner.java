package io.github.logconfig.plan.internal;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.Adoption;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.RuleAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Plans the roles of a cluster: which objects are kept, changed, created and deleted.
 *
 * <p>If a change is not possible, there is a finding that is an error and no step at all, because
 * applying half of the rules can be worse than applying none.
 */
final class RolePlanner {

  private final DesiredCluster desired;
  private final ClusterRules rules;
  private final PlanOptions options;
  private final ManagedRules owned;
  private final List<RoleState> roles = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  RolePlanner(DesiredCluster desired, PlanOptions options, ClusterRules rules, int capacity) {
    this.desired = desired;
    this.rules = rules;
    this.options = options;
    this.owned = ManagedRules.in(rules.own(), options.owner(), desired.targetName());
    SortedMap<RuleRole, DesiredRule> desiredRules =
        new DesiredRules(desired, options.owner(), capacity).given(owned);
    for (DesiredRule rule : desiredRules.values()) {
      roles.add(RoleState.of(rule.identity(), Optional.of(rule), owned));
    }
    for (RuleRole role : owned.byRole().keySet()) {
      if (!desiredRules.containsKey(role)) {
        RuleIdentity identity = new RuleIdentity(options.owner(), desired.targetName(), role);
        roles.add(RoleState.of(identity, Optional.empty(), owned));
      }
    }
    roles.replaceAll(this::adopting);
  }

  List<Finding> findings() {
    return findings;
  }

  /** Returns when the managed rules were modified last; empty if that is not known of each. */
  Optional<Instant> modified() {
    Optional<Instant> last = Optional.empty();
    for (List<ObservedRule> rules : owned.byRole().values()) {
      for (ObservedRule rule : rules) {
        Optional<Instant> modified = rule.modified();
        if (modified.isEmpty()) {
          return modified;
        }
        last = last.filter(it -> it.isAfter(modified.get())).or(() -> modified);
      }
    }
    return last;
  }

  boolean isUnchanged() {
    if (rules.former().isPresent()) {
      return false;
    }
    for (RoleState role : roles) {
      if (!role.isUnchanged()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether the managed rules are as desired, and only rules of the environment apply
   * besides them: include rules, which match all logs of their namespaces, followed by the
   * catch-all rule.
   */
  boolean isUnchangedAndUncontested() {
    return !rules.hasOtherScopes()
        && rules.otherScopes().tiedByLabel().isEmpty()
        && rules.own().size() == roles.size()
        && isUnchanged()
        && isUnderstood()
        && isCatchAllLast();
  }

  /** Returns whether no managed rule has fields that this version does not know. */
  private boolean isUnderstood() {
    for (ObservedRule rule : rules.own()) {
      boolean otherFields =
          rule.rule().otherFields().isAnySet()
              || rule.rule().matchers().stream().anyMatch(it -> it.otherFields().isAnySet());
      if (otherFields) {
        return false;
      }
    }
    return true;
  }

  private boolean isCatchAllLast() {
    if (roles.isEmpty() || !roles.get(roles.size() - 1).isCatchAll()) {
      return true;
    }
    ObservedRule last = rules.own().get(rules.own().size() - 1);
    return roles.get(roles.size() - 1).kept().map(last::equals).orElse(false);
  }

  /** Returns whether there is a first include rule to be created, so that one can be adopted. */
  boolean createsInclude() {
    return roles.stream()
        .anyMatch(role -> role.identity().role().equals(RuleRole.INCLUDE) && role.needsCreation());
  }

  /** Returns the namespaces that managed rules include now, and those of adopted rules. */
  SortedSet<NamespaceName> managedNow() {
    SortedSet<NamespaceName> namespaces = new TreeSet<>();
    for (RoleState role : roles) {
      role.kept().ifPresent(rule -> addIncluded(namespaces, rule.rule()));
      role.surplus().forEach(rule -> addIncluded(namespaces, rule.rule()));
    }
    rules
        .former()
        .ifPresent(
            former -> former.managed().all().forEach(it -> addIncluded(namespaces, it.rule())));
    return Collections.unmodifiableSortedSet(namespaces);
  }

  /** Returns the steps; none if a finding is an error. */
  List<PlanStep> steps() {
    roles.forEach(this::addTitleTaken);
    int total = rules.own().size() + (int) roles.stream().filter(RoleState::needsCreation).count();
    if (total > LogRule.MAX_PER_SCOPE && total > rules.own().size()) {
      findings.add(PlanFindings.limitExceeded(desired, total));
    }
    roles.forEach(this::addLockedFindings);
    rules.former().ifPresent(former -> addLocked(former.managed().all()));
    if (findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
      return List.of();
    }
    Coverage coverage = new Coverage(roles);
    ScopeLayout layout = new ScopeLayout(rules, roles, coverage.isReduced());
    StepPlanner planner = resolveTitles(coverage, layout);
    addWarnings(layout);
    StepScheduler.Schedule schedule =
        StepScheduler.schedule(rules, withDeletions(planner.steps()), desired.namespaces());
    schedule.finding().ifPresent(findings::add);
    return schedule.steps();
  }

  /** Adds the deletion of the rules of the former scope, after everything else. */
  private List<PlanStep> withDeletions(List<PlanStep> steps) {
    if (rules.former().isEmpty()) {
      return steps;
    }
    FormerScope former = rules.former().get();
    findings.add(TargetFindings.targetChanged(desired, former.scope()));
    int firstWave = steps.stream().mapToInt(step -> step.wave() + 1).max().orElse(0);
    List<PlanStep> all = new ArrayList<>(steps);
    all.addAll(former.deletions(options.owner(), desired, firstWave));
    return all;
  }

  /** Adopts the selected rules: first the one with the desired title, to leave no other with it. */
  private RoleState adopting(RoleState role) {
    if (options.adoption().equals(Adoption.NEVER) || role.desired().isEmpty()) {
      return role;
    }
    DesiredRule rule = role.desired().get();
    List<ObservedRule> selected =
        rules.own().stream()
            .filter(it -> !owned.all().contains(it))
            .filter(it -> isSelected(it, role, rule))
            .sorted(
                Comparator.comparing((ObservedRule it) -> !it.rule().title().equals(rule.title())))
            .toList();
    List<ObservedRule> adopted = selected.isEmpty() ? operatorRule(role) : selected;
    if (adopted.isEmpty()) {
      return role;
    }
    RoleState adopting = role.adopting(adopted);
    adopted.forEach(it -> findings.add(PlanFindings.adopted(adopting, it)));
    return adopting;
  }

  /** Returns the rule of the operator, if it is to be adopted as the first include rule. */
  private List<ObservedRule> operatorRule(RoleState role) {
    if (!options.adoption().sameTitle()
        || !role.identity().role().equals(RuleRole.INCLUDE)
        || !role.needsCreation()) {
      return List.of();
    }
    return OperatorRules.in(rules.scope(), rules.own(), rules.ties()).stream()
        .filter(ObservedRule::modifiable)
        .limit(1)
        .toList();
  }

  /** Rules without the title of a managed rule are merged into the first include rule. */
  private boolean isSelected(ObservedRule rule, RoleState role, DesiredRule desired) {
    boolean first = role.isCatchAll() || role.identity().role().equals(RuleRole.INCLUDE);
    boolean freeTitle = rule.rule().title().equals(desired.title()) && role.kept().isEmpty();
    return (freeTitle && options.adoption().selectsTitleOf(rule))
        || (first && options.adoption().selects(rule, desired.namespaces()));
  }

  private void addTitleTaken(RoleState role) {
    Set<ObservedRule> ours = owned.all();
    String title = role.desired().map(DesiredRule::title).orElse("");
    rules.own().stream()
        .filter(it -> role.desired().isPresent() && it.rule().title().equals(title))
        .filter(it -> !ours.contains(it) && !role.isAdopting(it))
        .findFirst()
        .ifPresent(it -> findings.add(PlanFindings.titleTaken(role, it, options.adoption())));
  }

  private void addLockedFindings(RoleState role) {
    role.kept()
        .filter(rule -> role.needsUpdate() && !rule.modifiable())
        .ifPresent(rule -> findings.add(PlanFindings.locked(rule, "changed")));
    addLocked(role.surplus());
  }

  private void addLocked(Collection<ObservedRule> toDelete) {
    toDelete.stream()
        .filter(rule -> !rule.deletable())
        .forEach(rule -> findings.add(PlanFindings.locked(rule, "deleted")));
  }

  /** Lets a rule keep its title for now if another managed rule still has the desired one. */
  private StepPlanner resolveTitles(Coverage coverage, ScopeLayout layout) {
    Map<RuleRole, String> held = new HashMap<>();
    StepPlanner planner = new StepPlanner(rules.scope(), roles, coverage, layout);
    for (Map<RuleRole, String> more = planner.heldTitles();
        !held.keySet().containsAll(more.keySet());
        more = planner.heldTitles()) {
      held.putAll(more);
      roles.replaceAll(
          role -> {
            String title = held.get(role.identity().role());
            return title == null ? role : role.titled(title);
          });
      planner = new StepPlanner(rules.scope(), roles, coverage, layout);
    }
    roles.stream()
        .filter(role -> held.containsKey(role.identity().role()))
        .forEach(role -> findings.add(PlanFindings.titleHeld(role)));
    return planner;
  }

  private void addWarnings(ScopeLayout layout) {
    for (RoleState role : roles) {
      if (role.desired().isPresent() && owned.of(role.identity().role()).size() > 1) {
        findings.add(PlanFindings.duplicates(role, owned.of(role.identity().role()).size()));
      }
      if (role.desired().isPresent() && role.kept().isPresent() && !role.adopted()) {
        ObservedRule kept = role.kept().get();
        RuleDiff diff = RuleDiff.between(kept.rule(), role.desired().get().rule());
        boolean moved = layout.placeOf(role).isPresent();
        if (moved || !diff.changes().isEmpty()) {
          findings.add(PlanFindings.drifted(kept, diff.changes(), moved));
        }
      }
    }
    for (RuleRole role : layout.stuck()) {
      owned.of(role).stream()
          .filter(rule -> !rule.movable())
          .findFirst()
          .ifPresent(rule -> findings.add(PlanFindings.locked(rule, "moved")));
    }
  }

  private static void addIncluded(Set<NamespaceName> namespaces, LogRule rule) {
    if (rule.enabled() && rule.action() == RuleAction.INCLUDE) {
      namespaces.addAll(RuleDiff.namespaces(rule));
    }
  }
}
