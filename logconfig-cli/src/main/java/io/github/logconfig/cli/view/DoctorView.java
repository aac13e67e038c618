package io.github.logconfig.cli.view;

import io.github.logconfig.reconcile.Diagnosis;
import io.github.logconfig.reconcile.Diagnosis.Status;
import io.github.logconfig.reconcile.FailureKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Result of {@code doctor}. */
public final class DoctorView {

  private DoctorView() {}

  /**
   * Returns a line for each problem, a line for each warning, and a summary. Clusters with the same
   * result share a line.
   *
   * @param withPassed whether to list the checks that passed, too
   */
  public static String text(Diagnosis diagnosis, boolean withPassed) {
    StringBuilder text = new StringBuilder();
    append(diagnosis, Status.PROBLEM, text);
    append(diagnosis, Status.WARNING, text);
    if (withPassed) {
      append(diagnosis, Status.OK, text);
    }
    long passed = count(diagnosis, Status.OK);
    return text.append(Phrases.count(count(diagnosis, Status.PROBLEM), "problem"))
        .append(", ")
        .append(Phrases.count(count(diagnosis, Status.WARNING), "warning"))
        .append(", ")
        .append(Phrases.count(passed, "check"))
        .append(" passed")
        .append(withPassed || passed == 0 ? "" : " (--verbose lists them)")
        .append(".\n")
        .toString();
  }

  private static void append(Diagnosis diagnosis, Status status, StringBuilder text) {
    Map<String, List<String>> subjects = new LinkedHashMap<>();
    diagnosis.checks().stream()
        .filter(check -> check.status() == status)
        .forEach(
            check ->
                subjects
                    .computeIfAbsent(result(check), it -> new ArrayList<>())
                    .add(check.subject()));
    subjects.forEach(
        (result, of) ->
            text.append(
                "%-7s  %s: %s\n"
                    .formatted(status.name().toLowerCase(Locale.ROOT), subject(of), result)));
  }

  /** Returns for example {@code cluster a}, or {@code 5 clusters (a, b, c, …)}. */
  private static String subject(List<String> subjects) {
    String noun = subjects.get(0).replaceFirst(" .*", "");
    if (subjects.size() == 1 || !subjects.stream().allMatch(it -> it.startsWith(noun + " "))) {
      return String.join(", ", subjects);
    }
    List<String> names = subjects.stream().map(it -> it.substring(noun.length() + 1)).toList();
    return Phrases.count(names.size(), noun) + " (" + Phrases.shortened(names) + ")";
  }

  private static String result(Diagnosis.Check check) {
    String advice = advice(check).isEmpty() ? "" : "; " + advice(check);
    return name(check) + ": " + check.message() + advice;
  }

  /** The check of limits is named by the term of the glossary; its JSON value stays. */
  private static String name(Diagnosis.Check check) {
    boolean ofService = check.kind().filter(kind -> kind != FailureKind.REFUSED).isPresent();
    return check.check().equals("limits") && !ofService ? "impact limit" : check.check();
  }

  private static long count(Diagnosis diagnosis, Status status) {
    return diagnosis.checks().stream().filter(check -> check.status() == status).count();
  }

  /** Returns the checks as a tree for JSON. */
  public static Map<String, Object> json(Diagnosis diagnosis) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("problems", count(diagnosis, Status.PROBLEM));
    summary.put("warnings", count(diagnosis, Status.WARNING));
    summary.put("passed", count(diagnosis, Status.OK));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("checks", diagnosis.checks().stream().map(DoctorView::tree).toList());
    document.put("summary", summary);
    return document;
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
    check.kind().ifPresent(kind -> tree.put("kind", kind.code().toLowerCase(Locale.ROOT)));
    return tree;
  }

  /** Adds the options of the command, which the reconciler does not know. */
  private static String advice(Diagnosis.Check check) {
    String remedy = check.failure().map(Phrases::connectionRemedy).orElse("");
    if (!remedy.isEmpty()) {
      return remedy;
    }
    return check.kind().filter(kind -> kind == FailureKind.REFUSED).isPresent()
        ? check.advice() + " (--max-stopping N, --allow-stopping-others)"
        : check.advice();
  }

  private static String label(Diagnosis.Check check) {
    return check.status().name().toLowerCase(Locale.ROOT);
  }
}
