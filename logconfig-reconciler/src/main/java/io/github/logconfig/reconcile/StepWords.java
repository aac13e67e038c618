package io.github.logconfig.reconcile;

import io.github.logconfig.plan.PlanStep;
import java.util.Locale;

/** The words by which programs know what steps do. */
final class StepWords {

  private StepWords() {}

  static String kind(PlanStep step) {
    if (step instanceof PlanStep.CreateRule) {
      return "create";
    }
    if (step instanceof PlanStep.MoveRule) {
      return "move";
    }
    return step instanceof PlanStep.DeleteRule ? "delete" : "update";
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
