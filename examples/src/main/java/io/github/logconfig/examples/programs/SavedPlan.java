package io.github.logconfig.examples.programs;

import io.github.logconfig.model.DesiredState;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.PlanDocument;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.Reconciler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Saves a plan for review, and applies it later if the rules have not changed since. */
final class SavedPlan {

  private SavedPlan() {}

  static boolean save(Reconciler reconciler, DesiredState desired, Path file) throws IOException {
    PlanReport planned = reconciler.plan(desired);
    Files.writeString(file, PlanDocument.write(planned, "1.0.0"));
    return !planned.impact().isRefused();
  }

  static ApplyReport apply(Reconciler reconciler, Path file) throws IOException {
    PlanReport planned = PlanDocument.read(Files.readString(file), "1.0.0");
    return reconciler.applySaved(planned);
  }
}
