package io.github.logconfig.reconcile.internal.doctor;

import io.github.logconfig.reconcile.Diagnosis.Check;
import io.github.logconfig.reconcile.Diagnosis.Status;
import io.github.logconfig.reconcile.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what was looked at. */
public final class Checks {

  private final List<Check> all = new ArrayList<>();

  void ok(String subject, String check, String message) {
    all.add(new Check(subject, check, Status.OK, message, "", Optional.empty()));
  }

  void warning(String subject, String check, String message, String advice) {
    all.add(new Check(subject, check, Status.WARNING, message, advice, Optional.empty()));
  }

  void problem(String subject, String check, Failure failure, String advice) {
    all.add(
        new Check(
            subject,
            check,
            Status.PROBLEM,
            failure.message(),
            advice,
            Optional.of(failure.kind())));
  }

  List<Check> all() {
    return all;
  }
}
