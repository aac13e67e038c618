package io.github.logconfig.reconcile.internal;

import io.github.logconfig.plan.PlanStep;
import java.util.Locale;

/** The words by which programs know what steps do. */
public final class StepWords {

  private StepWords() {}

  public static String kind(PlanStep step) {
    if (step instanceof PlanStep.CreateRule) {
      return "create";
    }
    if (step instanceof PlanStep.MoveRule) {
      return "move";
    }
    return step instanceof PlanStep.DeleteRule ? "delete" : "update";
  }

  public static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
