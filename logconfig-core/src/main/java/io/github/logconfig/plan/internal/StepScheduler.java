package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.RecordClasses;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Orders the steps of a plan that changes rewritten managed rules, so that every intermediate state
 * is safe.
 *
 * <p>A state is safe if every record of a desired namespace is ingested that is ingested before and
 * after the plan, and no other record is ingested that is not ingested before or after it. {@link
 * StepPlanner} orders the steps by the roles of the rules, which is safe as long as each rule has
 * the content of its role. If a rule was rewritten, for example from an include rule to an exclude
 * rule, or a change of the target was interrupted, this class evaluates the states between the
 * steps, and searches for another order if one of them is not safe.
 */
final class StepScheduler {

  /** Limit on the number of evaluated states. */
  private static final int MAX_STATES = 2_000;

  /** Limit on the steps of a wave, because every order of them is evaluated. */
  private static final int MAX_PER_WAVE = 4;

  /**
   * Steps in the order of their waves.
   *
   * @param finding reports records that may be lost or let in while the steps are applied, or that
   *     this was not checked
   */
  record Schedule(List<PlanStep> steps, Optional<Finding> finding) {}

  private final ClusterRules rules;
  private final List<PlanStep> steps;
  private final RecordClasses classes;
  private final BitSet desired;
  private final List<BitSet> before;
  private final List<BitSet> after;
  private final Deviation accepted = new Deviation(new BitSet(), new BitSet());
  private final Set<BitSet> tried = new HashSet<>();

  private StepScheduler(
      ClusterRules rules, List<PlanStep> steps, RecordClasses classes, Set<NamespaceName> desired) {
    this.rules = rules;
    this.steps = steps;
    this.classes = classes;
    this.desired = classes.recordsOf(desired);
    this.before = classes.ingested(rules.now());
    this.after = classes.ingested(rules.after(steps));
  }

  /**
   * Puts steps into safe waves.
   *
   * @param steps all steps of the plan, in waves that are safe for rules as this program writes
   *     them
   * @param desired the desired namespaces
   */
  static Schedule schedule(ClusterRules rules, List<PlanStep> steps, Set<NamespaceName> desired) {
    Schedule given = new Schedule(steps, Optional.empty());
    boolean unusual = changesRewrittenRules(rules, steps) || completesChangeOfTarget(rules);
    if (steps.size() < 2 || !unusual) {
      return given;
    }
    Set<ScopedRule> all = new HashSet<>(rules.now().rules());
    all.addAll(rules.after(steps).rules());
    return RecordClasses.of(all, desired)
        .map(classes -> new StepScheduler(rules, steps, classes, desired).schedule(given))
        .orElseGet(() -> new Schedule(steps, Optional.of(PlanFindings.orderUnchecked())));
  }

  private static boolean changesRewrittenRules(ClusterRules rules, List<PlanStep> steps) {
    Set<List<Object>> seen = new HashSet<>();
    List<ObservedRule> own = new ArrayList<>(rules.own());
    rules.former().ifPresent(former -> own.addAll(former.all()));
    return steps.stream()
            .anyMatch(
                step ->
                    step.action() == Action.ADOPT
                        || step.ruleBefore().filter(rule -> isRewritten(step, rule)).isPresent())
        || own.stream()
            .filter(rule -> rule.externalId().isPresent())
            .anyMatch(rule -> !seen.add(List.of(rule.scope(), rule.externalId().get())));
  }

  /**
   * Returns whether both scopes have managed rules, which an earlier run has left, or the former
   * scope has them in another order than they are written.
   */
  private static boolean completesChangeOfTarget(ClusterRules rules) {
    return rules
        .former()
        .filter(
            former ->
                !former.isInOrder()
                    || rules.own().stream().map(ScopedRule::of).anyMatch(rules::isManaged))
        .isPresent();
  }

  private static boolean isRewritten(PlanStep step, LogRule rule) {
    boolean catchAll = step.identity().role().equals(RuleRole.CATCH_ALL);
    boolean asWritten =
        catchAll
            ? rule.action() == RuleAction.EXCLUDE && rule.matchers().isEmpty()
            : rule.action() == RuleAction.INCLUDE
                && rule.matchers().size() == 1
                && rule.matchers().stream()
                    .allMatch(it -> it.attribute().equals(Attribute.K8S_NAMESPACE_NAME))
                && rule.matchers().stream()
                    .flatMap(it -> it.values().stream())
                    .noneMatch(value -> value.contains("*"));
    return !asWritten || !rule.enabled() || rule.unreadable().isPresent();
  }

  private Schedule schedule(Schedule given) {
    ScopePreview now = rules.preview();
    if (areSafe(now, given.steps())) {
      return given;
    }
    List<PlanStep> order = new ArrayList<>();
    if (findOrder(now, order, false)) {
      return new Schedule(inWaves(now, order), Optional.empty());
    }
    boolean keepsDesired = findOrder(now, order, true);
    List<PlanStep> best = keepsDesired ? order : given.steps();
    ScopePreview state = now;
    for (PlanStep step : best) {
      state = state.after(step);
      accepted.add(deviation(state));
    }
    return new Schedule(keepsDesired ? inWaves(now, order) : best, finding());
  }

  private Optional<Finding> finding() {
    return accepted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            PlanFindings.transientChange(
                List.copyOf(classes.namespacesOf(accepted.lost())),
                classes.hasOtherNamespaces(accepted.lost()),
                List.copyOf(classes.namespacesOf(accepted.letIn())),
                classes.hasOtherNamespaces(accepted.letIn())));
  }

  /** The records that a state treats otherwise than both the first and the last state. */
  private record Deviation(BitSet lost, BitSet letIn) {

    void add(Deviation other) {
      lost.or(other.lost);
      letIn.or(other.letIn);
    }

    boolean isEmpty() {
      return lost.isEmpty() && letIn.isEmpty();
    }

    boolean isWithin(Deviation accepted) {
      return isSubset(lost, accepted.lost) && isSubset(letIn, accepted.letIn);
    }

    private static boolean isSubset(BitSet set, BitSet of) {
      BitSet more = (BitSet) set.clone();
      more.andNot(of);
      return more.isEmpty();
    }
  }

  private Deviation deviation(ScopePreview state) {
    Deviation all = new Deviation(new BitSet(), new BitSet());
    List<BitSet> ingested = classes.ingested(rules.around(state));
    for (int i = 0; i < ingested.size(); i++) {
      BitSet lost = (BitSet) desired.clone();
      lost.and(before.get(i));
      lost.and(after.get(i));
      lost.andNot(ingested.get(i));
      BitSet letIn = (BitSet) ingested.get(i).clone();
      letIn.andNot(desired);
      letIn.andNot(before.get(i));
      letIn.andNot(after.get(i));
      all.add(new Deviation(lost, letIn));
    }
    return all;
  }

  // search

  /** A step that can be applied next, and the state that it leads to. */
  private record Candidate(int step, ScopePreview state, Deviation deviation) {}

  /**
   * Searches depth first for an order of the steps that are not applied yet. A state depends on the
   * steps that are applied, but hardly on their order, so each set of them is tried once.
   *
   * @param order the steps that are applied, to which the others are added
   * @return whether there is an order
   */
  private boolean findOrder(ScopePreview state, List<PlanStep> order, boolean mayLetIn) {
    tried.clear();
    order.clear();
    return findOrder(state, new BitSet(), order, mayLetIn);
  }

  private boolean findOrder(
      ScopePreview state, BitSet applied, List<PlanStep> order, boolean mayLetIn) {
    if (order.size() == steps.size()) {
      return classes.ingested(rules.around(state)).equals(after);
    }
    if (tried.size() >= MAX_STATES || !tried.add(applied)) {
      return false;
    }
    List<Candidate> candidates = new ArrayList<>();
    for (int i = applied.nextClearBit(0); i < steps.size(); i = applied.nextClearBit(i + 1)) {
      if (isTitleFree(state, steps.get(i))) {
        ScopePreview next = state.after(steps.get(i));
        Deviation deviation = deviation(next);
        if (deviation.lost().isEmpty() && (mayLetIn || deviation.letIn().isEmpty())) {
          candidates.add(new Candidate(i, next, deviation));
        }
      }
    }
    candidates.sort(Comparator.comparingInt(it -> it.deviation().letIn().cardinality()));
    for (Candidate candidate : candidates) {
      BitSet more = (BitSet) applied.clone();
      more.set(candidate.step());
      order.add(steps.get(candidate.step()));
      if (findOrder(candidate.state(), more, order, mayLetIn)) {
        return true;
      }
      order.remove(order.size() - 1);
    }
    return false;
  }

  private static boolean isTitleFree(ScopePreview state, PlanStep step) {
    return step.action() == Action.DELETE
        || state.rulesIn(step.scope()).stream()
            .filter(rule -> rule.rule().title().equals(step.title()))
            .allMatch(
                rule -> rule.objectId().isPresent() && rule.objectId().equals(step.objectId()));
  }

  // waves

  private List<PlanStep> inWaves(ScopePreview now, List<PlanStep> order) {
    List<PlanStep> scheduled = new ArrayList<>();
    ScopePreview beforeWave = now;
    List<PlanStep> wave = new ArrayList<>();
    int number = 0;
    for (PlanStep step : order) {
      wave.add(step);
      if (!isSafe(beforeWave, wave)) {
        wave.remove(wave.size() - 1);
        for (PlanStep ofWave : wave) {
          beforeWave = beforeWave.after(ofWave);
        }
        wave.clear();
        wave.add(step);
        number++;
      }
      scheduled.add(step.inWave(number));
    }
    return scheduled;
  }

  private boolean areSafe(ScopePreview now, List<PlanStep> given) {
    ScopePreview state = now;
    for (int wave : given.stream().map(PlanStep::wave).distinct().sorted().toList()) {
      List<PlanStep> ofWave = given.stream().filter(step -> step.wave() == wave).toList();
      if (!isSafe(state, ofWave)) {
        return false;
      }
      for (PlanStep step : ofWave) {
        state = state.after(step);
      }
    }
    return true;
  }

  /** Whether all orders of the steps of a wave are safe and lead to the same result. */
  private boolean isSafe(ScopePreview state, List<PlanStep> wave) {
    ScopePreview end = state;
    for (PlanStep step : wave) {
      end = end.after(step);
    }
    return wave.size() <= MAX_PER_WAVE && isSafe(state, wave, classes.ingested(rules.around(end)));
  }

  private boolean isSafe(ScopePreview state, List<PlanStep> wave, List<BitSet> end) {
    if (wave.isEmpty()) {
      return classes.ingested(rules.around(state)).equals(end);
    }
    for (PlanStep step : wave) {
      ScopePreview next = state.after(step);
      List<PlanStep> others = wave.stream().filter(it -> !it.equals(step)).toList();
      if (!isTitleFree(state, step)
          || !deviation(next).isWithin(accepted)
          || !isSafe(next, others, end)) {
        return false;
      }
    }
    return true;
  }
}
