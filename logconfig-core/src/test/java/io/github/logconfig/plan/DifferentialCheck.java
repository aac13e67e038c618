package io.github.logconfig.plan;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.rule.ObservedRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what the plans of a {@link SmallWorld} say with what happens to every record, in every
 * {@link Possibility}.
 */
final class DifferentialCheck {

  /** Limits with which small worlds can exceed the limit, too. */
  private static final List<ImpactLimit> LIMITS =
      List.of(
          ImpactLimit.DEFAULT,
          new ImpactLimit(2, 20, true, false),
          new ImpactLimit(1, 50, true, true),
          ImpactLimit.parse("60%"));

  private final long seed;
  private final SmallWorld world;
  private final DifferentialCounts counts;
  private final List<String> faults = new ArrayList<>();
  private final List<LogConfigPlan> plans;
  private final RecordUniverse universe;

  private DifferentialCheck(long seed, DifferentialCounts counts) {
    this.seed = seed;
    this.counts = counts;
    world = new SmallWorld(seed);
    plans = world.plans();
    List<ObservedRule> rules = new ArrayList<>(world.observed.rules());
    for (LogConfigPlan plan : plans) {
      for (PlanStep step : plan.steps()) {
        step.ruleAfter().ifPresent(rule -> rules.add(ClusterCheck.written(step, rule)));
      }
    }
    universe = new RecordUniverse(rules, namedNamespaces(rules));
  }

  /** Returns what the plans of a world state wrongly, each as {@code <check>: <details>}. */
  static List<String> faults(long seed, DifferentialCounts counts) {
    return new DifferentialCheck(seed, counts).run();
  }

  private List<String> run() {
    counts.worlds++;
    List<ClusterCheck.Stopping> stopping = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      DesiredCluster cluster = world.desired.get(i);
      if (Possibility.targetScope(cluster, world).isEmpty()) {
        if (!plans.get(i).steps().isEmpty()) {
          fault("steps without target scope", plans.get(i).steps());
        }
        stopping.add(new ClusterCheck.Stopping(0, 0, false, false));
        continue;
      }
      stopping.add(check(cluster, plans.get(i)));
    }
    for (ImpactLimit limit : LIMITS) {
      checkImpact(limit, stopping);
    }
    return faults;
  }

  private ClusterCheck.Stopping check(DesiredCluster cluster, LogConfigPlan plan) {
    return new ClusterCheck(seed, world, universe, cluster, plan, counts, faults).check();
  }

  private void fault(String check, Object... details) {
    faults.add(fault(check, seed, details));
  }

  static String fault(String check, long seed, Object... details) {
    StringBuilder text = new StringBuilder(check + ": seed " + seed);
    for (Object detail : details) {
      text.append("; ").append(detail);
    }
    return text.toString();
  }

  private Set<String> namedNamespaces(Collection<ObservedRule> rules) {
    Set<String> names = new TreeSet<>();
    world.desired.forEach(it -> it.namespaces().forEach(name -> names.add(name.value())));
    for (ObservedRule rule : rules) {
      names.addAll(ClusterCheck.namesIn(rule.rule()));
    }
    return names;
  }

  // the impact limit

  private void checkImpact(ImpactLimit limit, List<ClusterCheck.Stopping> stopping) {
    Impact impact = limit.assess(plans);
    int inFleet = 0;
    int ingestedInFleet = 0;
    boolean mustRefuse = false;
    for (int i = 0; i < plans.size(); i++) {
      ClusterCheck.Stopping of = stopping.get(i);
      inFleet += of.namespaces();
      ingestedInFleet += of.ingested();
      boolean mustRefuseCluster =
          isExceeded(limit, of.namespaces(), of.ingested())
              || (!limit.mayEmptyClusters() && of.ingested() >= 3 && of.everything())
              || (!limit.othersMayStop() && of.others());
      if (mustRefuseCluster && impact.refusalOf(plans.get(i)).isEmpty()) {
        fault("impact limit bypassed", limit, plans.get(i).cluster(), of);
      }
      mustRefuse |= mustRefuseCluster;
    }
    boolean mustRefuseFleet = isExceeded(limit, inFleet, ingestedInFleet);
    if (mustRefuseFleet && impact.fleet().isEmpty()) {
      fault("impact limit of fleet bypassed", limit, stopping);
    }
    if (impact.isRefused()) {
      counts.refused++;
      counts.refusedNeedlessly += mustRefuse || mustRefuseFleet ? 0 : 1;
    }
  }

  private static boolean isExceeded(ImpactLimit limit, int stopping, int ingested) {
    return stopping > limit.namespaces() && stopping * 100 > limit.percent() * ingested;
  }
}
