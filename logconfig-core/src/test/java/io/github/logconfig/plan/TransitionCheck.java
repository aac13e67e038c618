package io.github.logconfig.plan;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.ObservedRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks every state between the steps of a plan, with the steps of a wave in all orders.
 *
 * <p>Desired logs that are ingested before and after must not be lost, and other logs that are
 * ingested neither before nor after must not be let in. Only if no order of the steps is safe, a
 * plan may let logs in; then it reports the namespaces.
 */
final class TransitionCheck {

  private static final int MAX_PERMUTED = 4;
  private static final int MAX_SEARCHED = 2_000;

  private final ClusterCheck check;
  private final List<PlanStep> steps;
  private final Map<RuleScope, List<ObservedRule>> first;
  private final long[] before;
  private final long[] after;
  private final long[] desired;
  private final long[] letIn;
  private final Set<Set<PlanStep>> searched = new HashSet<>();

  TransitionCheck(
      ClusterCheck check, List<PlanStep> steps, Map<RuleScope, List<ObservedRule>> first) {
    this.check = check;
    this.steps = steps;
    this.first = first;
    before = check.ingested(first);
    after = check.ingested(apply(steps, first));
    desired = check.desiredRecords();
    letIn = new long[before.length];
  }

  void check(List<Finding> findings, DifferentialCounts counts) {
    if (steps.size() < 2 && findings.isEmpty()) {
      return;
    }
    SortedMap<Integer, List<PlanStep>> waves =
        steps.stream()
            .collect(Collectors.groupingBy(PlanStep::wave, TreeMap::new, Collectors.toList()));
    Map<RuleScope, List<ObservedRule>> rules = first;
    for (List<PlanStep> wave : waves.values()) {
      long[] result = check.ingested(apply(wave, rules));
      for (List<PlanStep> order : ordersOf(wave)) {
        checkOrder(order, rules, result);
      }
      rules = apply(wave, rules);
    }
    boolean safe = Arrays.stream(letIn).allMatch(word -> word == 0);
    if (!safe) {
      counts.plansWithoutSafeOrder++;
    }
    if (safe != findings.isEmpty()) {
      check.fault("logs are let in on the way: " + !safe + ", reported: " + findings, steps);
    }
    if (!safe && isSafeOrder(List.of(), first)) {
      check.fault("logs are let in on the way, and a safe order exists", steps);
    }
    Set<String> reported = new TreeSet<>();
    for (Finding finding : findings) {
      finding.namespaces().stream().map(NamespaceName::value).forEach(reported::add);
    }
    Set<String> expected = check.namedNamespacesOf(letIn);
    expected.retainAll(check.namesOfPossibleRules(steps));
    if (!reported.containsAll(expected)) {
      check.fault("namespaces let in on the way are not reported", findings, steps);
    }
  }

  private void checkOrder(
      List<PlanStep> order, Map<RuleScope, List<ObservedRule>> rules, long[] result) {
    Map<RuleScope, List<ObservedRule>> state = rules;
    for (PlanStep step : order) {
      state = apply(List.of(step), state);
      long[] now = check.ingested(state);
      if (isLost(now)) {
        check.fault("desired logs are lost on the way", step, steps);
      }
      for (int i = 0; i < now.length; i++) {
        letIn[i] |= letIn(now, i);
      }
    }
    if (!Arrays.equals(check.ingested(state), result)) {
      check.fault("the result depends on the order within a wave", order, steps);
    }
  }

  private Map<RuleScope, List<ObservedRule>> apply(
      List<PlanStep> some, Map<RuleScope, List<ObservedRule>> rules) {
    return check.applied(some, rules);
  }

  private boolean isLost(long[] now) {
    for (int i = 0; i < now.length; i++) {
      if ((desired[i] & before[i] & after[i] & ~now[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  private long letIn(long[] now, int word) {
    return now[word] & ~desired[word] & ~before[word] & ~after[word];
  }

  private boolean isSafe(Map<RuleScope, List<ObservedRule>> rules) {
    long[] now = check.ingested(rules);
    for (int i = 0; i < now.length; i++) {
      if (letIn(now, i) != 0) {
        return false;
      }
    }
    return !isLost(now);
  }

  private List<List<PlanStep>> ordersOf(List<PlanStep> wave) {
    List<List<PlanStep>> orders = new ArrayList<>();
    if (wave.size() <= MAX_PERMUTED) {
      addOrders(List.of(), wave, orders);
    } else {
      for (int seed = 0; seed < 3; seed++) {
        List<PlanStep> order = new ArrayList<>(wave);
        Collections.shuffle(order, new Random(seed));
        orders.add(order);
      }
    }
    return orders;
  }

  private static void addOrders(
      List<PlanStep> begun, List<PlanStep> wave, List<List<PlanStep>> orders) {
    if (begun.size() == wave.size()) {
      orders.add(begun);
    }
    wave.stream()
        .filter(step -> !begun.contains(step))
        .forEach(step -> addOrders(with(begun, step), wave, orders));
  }

  private static List<PlanStep> with(List<PlanStep> begun, PlanStep step) {
    List<PlanStep> more = new ArrayList<>(begun);
    more.add(step);
    return more;
  }

  /** Whether the steps that have begun can be continued safely, one at a time. */
  private boolean isSafeOrder(List<PlanStep> begun, Map<RuleScope, List<ObservedRule>> rules) {
    if (begun.size() == steps.size()) {
      return Arrays.equals(check.ingested(rules), after);
    }
    if (searched.size() > MAX_SEARCHED || !searched.add(Set.copyOf(begun))) {
      return false;
    }
    for (PlanStep step : steps) {
      if (!begun.contains(step) && isTitleFree(step, rules)) {
        Map<RuleScope, List<ObservedRule>> next = apply(List.of(step), rules);
        if (isSafe(next) && isSafeOrder(with(begun, step), next)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isTitleFree(PlanStep step, Map<RuleScope, List<ObservedRule>> rules) {
    return step.ruleAfter().isEmpty()
        || rules.getOrDefault(step.scope(), List.of()).stream()
            .filter(rule -> rule.rule().title().equals(step.title()))
            .allMatch(rule -> step.objectId().filter(rule.objectId()::equals).isPresent());
  }
}
