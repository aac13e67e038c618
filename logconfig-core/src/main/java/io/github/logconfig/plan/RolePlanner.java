package io.github.logconfig.plan;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.RuleAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds out what becomes of our rules: which objects stay, which go, what they are to say. If
 * something stands in the way of that, there is a finding, and no step at all: half of the rules
 * can be worse than none.
 */
final class RolePlanner {

  private final ClusterRules rules;
  private final PlanOptions options;
  private final OwnedRules owned;
  private final List<RoleState> roles = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  RolePlanner(DesiredCluster desired, PlanOptions options, ClusterRules rules, int capacity) {
    this.rules = rules;
    this.options = options;
    this.owned = OwnedRules.in(rules.own(), options.owner(), desired.hostGroup());
    SortedMap<RuleRole, WantedRule> wanted =
        new WantedRules(desired, options.owner(), capacity).given(owned);
    for (WantedRule rule : wanted.values()) {
      roles.add(RoleState.of(rule.identity(), Optional.of(rule), owned));
    }
    for (RuleRole role : owned.byRole().keySet()) {
      if (!wanted.containsKey(role)) {
        RuleIdentity identity = new RuleIdentity(options.owner(), desired.hostGroup(), role);
        roles.add(RoleState.of(identity, Optional.empty(), owned));
      }
    }
  }

  List<Finding> findings() {
    return findings;
  }

  boolean isAsWanted() {
    for (RoleState role : roles) {
      if (!role.isAsWanted()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether our rules stand as wanted, and no rule but those of the environment has a say beside
   * them: include rules, which take all logs of what they list, and behind them the closing rule.
   */
  boolean isAsWantedAndAlone() {
    return !rules.hasOtherScopes()
        && rules.own().size() == roles.size()
        && isAsWanted()
        && isUnderstood()
        && isClosingLast();
  }

  /** A managed rule with fields that this version does not know may mean something else. */
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

  private boolean isClosingLast() {
    if (roles.isEmpty() || !roles.get(roles.size() - 1).isClosing()) {
      return true;
    }
    ObservedRule last = rules.own().get(rules.own().size() - 1);
    return roles.get(roles.size() - 1).kept().map(last::equals).orElse(false);
  }

  /** The namespaces that our rules take in now, and those of rules that become ours. */
  SortedSet<NamespaceName> namespacesTakenInNow() {
    SortedSet<NamespaceName> namespaces = new TreeSet<>();
    for (RoleState role : roles) {
      role.kept().ifPresent(rule -> addTakenIn(namespaces, rule.rule()));
      role.surplus().forEach(rule -> addTakenIn(namespaces, rule.rule()));
    }
    return Collections.unmodifiableSortedSet(namespaces);
  }

  /** The steps; none if something is in the way. */
  List<PlanStep> steps() {
    roles.replaceAll(this::adoptIfAsked);
    int total = rules.own().size() + (int) roles.stream().filter(RoleState::isToBeCreated).count();
    if (total > LogRule.MAX_PER_SCOPE && total > rules.own().size()) {
      findings.add(PlanFindings.limitExceeded(rules.hostGroup(), total));
    }
    roles.forEach(this::noteWhatIsLocked);
    if (findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
      return List.of();
    }
    StepPlanner planner = settleTitles();
    noteWhatPeopleShouldKnow(planner.layout());
    return planner.steps();
  }

  private RoleState adoptIfAsked(RoleState role) {
    Optional<ObservedRule> holder =
        role.wanted().flatMap(wanted -> foreignHolderOf(wanted.title()));
    if (holder.isEmpty()) {
      return role;
    }
    ObservedRule rule = holder.get();
    boolean free = rule.externalId().isEmpty() && role.kept().isEmpty() && rule.modifiable();
    if (options.adoption() == Adoption.SAME_TITLE && free) {
      findings.add(PlanFindings.adopted(role, rule));
      return role.adopting(rule);
    }
    findings.add(PlanFindings.titleTaken(role, rule, options.adoption()));
    return role;
  }

  private Optional<ObservedRule> foreignHolderOf(String title) {
    Set<ObservedRule> ours = owned.all();
    return rules.own().stream()
        .filter(rule -> rule.rule().title().equals(title) && !ours.contains(rule))
        .findFirst();
  }

  private void noteWhatIsLocked(RoleState role) {
    role.kept()
        .filter(rule -> role.isToBeRewritten() && !rule.modifiable())
        .ifPresent(rule -> findings.add(PlanFindings.locked(rule, "changed")));
    role.surplus().stream()
        .filter(rule -> !rule.deletable())
        .forEach(rule -> findings.add(PlanFindings.locked(rule, "deleted")));
  }

  /** A rule whose title another rule of ours still has keeps the one that it has for now. */
  private StepPlanner settleTitles() {
    Map<RuleRole, String> held = new HashMap<>();
    StepPlanner planner = new StepPlanner(rules, roles);
    for (Map<RuleRole, String> more = planner.titlesHeld();
        !held.keySet().containsAll(more.keySet());
        more = planner.titlesHeld()) {
      held.putAll(more);
      roles.replaceAll(
          role -> {
            String title = held.get(role.identity().role());
            return title == null ? role : role.titled(title);
          });
      planner = new StepPlanner(rules, roles);
    }
    roles.stream()
        .filter(role -> held.containsKey(role.identity().role()))
        .forEach(role -> findings.add(PlanFindings.titleHeld(role)));
    return planner;
  }

  private void noteWhatPeopleShouldKnow(ScopeLayout layout) {
    for (RoleState role : roles) {
      if (role.wanted().isPresent() && !role.surplus().isEmpty()) {
        findings.add(PlanFindings.duplicates(role));
      }
      if (role.wanted().isPresent() && role.kept().isPresent() && !role.adopted()) {
        ObservedRule kept = role.kept().get();
        RuleDiff diff = RuleDiff.between(kept.rule(), role.wanted().get().rule());
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

  private static void addTakenIn(Set<NamespaceName> namespaces, LogRule rule) {
    if (rule.enabled() && rule.action() == RuleAction.INCLUDE) {
      namespaces.addAll(RuleDiff.namespaces(rule));
    }
  }
}
