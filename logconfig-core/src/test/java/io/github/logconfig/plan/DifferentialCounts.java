package io.github.logconfig.plan;

/** Counts over many worlds. */
final class DifferentialCounts {
  long worlds;
  long plans;
  long steps;
  long effects;
  long possibilities;
  long verdictsKnowable;
  long verdictsNeedlesslyUnknown;
  long effectsKnowable;
  long effectsNeedlesslyUnknown;
  long harmless;
  long harmlessCountedAsStopping;
  long plansThatStopNoOthers;
  long plansThatStopNoOthersButSaySo;
  long refused;
  long refusedNeedlessly;
  long plansWithoutSafeOrder;

  /** Adds the counts of other worlds; worlds may be counted in parallel. */
  synchronized void add(DifferentialCounts other) {
    worlds += other.worlds;
    plans += other.plans;
    steps += other.steps;
    effects += other.effects;
    possibilities += other.possibilities;
    verdictsKnowable += other.verdictsKnowable;
    verdictsNeedlesslyUnknown += other.verdictsNeedlesslyUnknown;
    effectsKnowable += other.effectsKnowable;
    effectsNeedlesslyUnknown += other.effectsNeedlesslyUnknown;
    harmless += other.harmless;
    harmlessCountedAsStopping += other.harmlessCountedAsStopping;
    plansThatStopNoOthers += other.plansThatStopNoOthers;
    plansThatStopNoOthersButSaySo += other.plansThatStopNoOthersButSaySo;
    refused += other.refused;
    refusedNeedlessly += other.refusedNeedlessly;
    plansWithoutSafeOrder += other.plansWithoutSafeOrder;
  }

  double percentOfVerdictsNeedlesslyUnknown() {
    return percent(verdictsNeedlesslyUnknown, verdictsKnowable);
  }

  double percentOfEffectsNeedlesslyUnknown() {
    return percent(effectsNeedlesslyUnknown, effectsKnowable);
  }

  double percentNeedlesslyCountedAsStopping() {
    return percent(harmlessCountedAsStopping, harmless);
  }

  double percentOfPlansThatNeedlesslyStopOthers() {
    return percent(plansThatStopNoOthersButSaySo, plansThatStopNoOthers);
  }

  double percentOfPlansWithoutSafeOrder() {
    return percent(plansWithoutSafeOrder, plans);
  }

  private static double percent(long part, long whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }

  @Override
  public String toString() {
    return String.format(
        "%d worlds, %d plans, %d steps, %d effects, %d possibilities;"
            + " needlessly unknown: %d of %d verdicts (%.2f %%), %d of %d effects (%.2f %%);"
            + " needlessly counted as stopping: %d of %d namespaces (%.2f %%);"
            + " other namespaces needlessly said to stop: %d of %d plans (%.2f %%);"
            + " refused needlessly: %d of %d refusals;"
            + " no order of the steps is safe: %d plans (%.2f %%)",
        worlds,
        plans,
        steps,
        effects,
        possibilities,
        verdictsNeedlesslyUnknown,
        verdictsKnowable,
        percentOfVerdictsNeedlesslyUnknown(),
        effectsNeedlesslyUnknown,
        effectsKnowable,
        percentOfEffectsNeedlesslyUnknown(),
        harmlessCountedAsStopping,
        harmless,
        percentNeedlesslyCountedAsStopping(),
        plansThatStopNoOthersButSaySo,
        plansThatStopNoOthers,
        percentOfPlansThatNeedlesslyStopOthers(),
        refusedNeedlessly,
        refused,
        plansWithoutSafeOrder,
        percentOfPlansWithoutSafeOrder());
  }
}
