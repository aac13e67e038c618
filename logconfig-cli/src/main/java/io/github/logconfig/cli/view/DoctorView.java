package io.github.logconfig.cli.view;

import io.github.logconfig.reconcile.Diagnosis;
import io.github.logconfig.reconcile.FailureKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Result of {@code doctor}. */
public final class DoctorView {

  private DoctorView() {}

  /** Returns a line per check. */
  public static String text(Diagnosis diagnosis) {
    return diagnosis.checks().stream().map(DoctorView::line).collect(Collectors.joining());
  }

  private static String line(Diagnosis.Check check) {
    String advice = advice(check).isEmpty() ? "" : "; " + advice(check);
    return "%-7s  %s: %s: %s%s\n"
        .formatted(label(check), check.subject(), check.check(), check.message(), advice);
  }

  /** Returns the checks as a tree for JSON. */
  public static Map<String, Object> json(Diagnosis diagnosis) {
    return Map.of("checks", diagnosis.checks().stream().map(DoctorView::tree).toList());
  }

  private static Map<String, Object> tree(Diagnosis.Check check) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("subject", check.subject());
    tree.put("check", check.check());
    tree.put("status", label(check));
    tree.put("message", check.message());
    if (!advice(check).isEmpty()) {
      tree.put("advice", advice(check));
    }
    check.kind().ifPresent(kind -> tree.put("kind", kind.name().toLowerCase(Locale.ROOT)));
    return tree;
  }

  /** Adds the options of the command, which the reconciler does not know. */
  private static String advice(Diagnosis.Check check) {
    return check.kind().filter(kind -> kind == FailureKind.GUARD).isPresent()
        ? check.advice() + " (--max-stopping N, --allow-stopping-others)"
        : check.advice();
  }

  private static String label(Diagnosis.Check check) {
    return check.status().name().toLowerCase(Locale.ROOT);
  }
}
