package io.github.logconfig.cli.view;

import io.github.logconfig.cli.Version;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Orphan;
import io.github.logconfig.reconcile.PlanDocument;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.ValidationReport;
import io.github.logconfig.render.PlanHtml;
import io.github.logconfig.render.PlanMarkdown;
import io.github.logconfig.render.PlanText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Result of {@code plan}: the plan itself, and messages for standard error. */
public final class PlanView {

  private PlanView() {}

  /** Values of {@code --output} of {@code plan}. */
  public enum Format {
    text,
    json,
    markdown,
    html
  }

  /**
   * Writes the plan and its orphans as text.
   *
   * @param removesOrphans whether apply would remove the orphans
   */
  public static void text(
      PlanReport report, boolean colored, boolean removesOrphans, PrintWriter out) {
    if (!isFailed(report)) {
      write(to -> PlanText.write(report.plan(), report.impact(), colored, to), out);
    }
    out.print(orphans(report.orphans(), removesOrphans));
  }

  /** Writes the plan as text, without its orphans and without color. */
  static void text(PlanReport report, PrintWriter out) {
    write(to -> PlanText.write(report.plan(), report.impact(), false, to), out);
  }

  /** Writes the plan and its orphans as Markdown. */
  public static void markdown(PlanReport report, PrintWriter out) {
    if (!isFailed(report)) {
      write(to -> PlanMarkdown.write(report.plan(), report.impact(), to), out);
    }
    out.print(markdown(report.orphans()));
  }

  /** Writes the document of a plan. */
  public static void json(PlanReport report, Map<String, String> source, PrintWriter out) {
    write(to -> PlanDocument.write(report, Version.number(), source, Optional.empty(), to), out);
  }

  private interface Content {
    void writeTo(PrintWriter out) throws IOException;
  }

  /** A {@link PrintWriter} keeps its failure; {@link StandardOutput} reports it. */
  private static void write(Content content, PrintWriter out) {
    try {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the plan and everything besides it as an HTML page.
   *
   * @param revision the revision of the desired state, as pairs of a kind and a value
   */
  public static void html(PlanReport report, Map<String, String> revision, PrintWriter out) {
    StringBuilder origin = new StringBuilder("logconfig " + Version.number());
    revision.forEach((kind, value) -> origin.append(", ").append(kind).append(' ').append(value));
    PlanHtml.Remarks remarks =
        new PlanHtml.Remarks(
            messages(report.failures(), Failure::message),
            messages(report.environments(), PlanView::message),
            messages(report.withheld(), Failure::message),
            report.problemsBeside().stream().map(Problem::toString).toList(),
            orphans(report.orphans(), false).lines().toList(),
            origin.toString());
    write(to -> PlanHtml.write(report.plan(), report.impact(), remarks, to), out);
  }

  private static <K> Map<K, String> messages(
      Map<K, Failure> failures, Function<Failure, String> message) {
    Map<K, String> messages = new LinkedHashMap<>();
    failures.forEach((subject, failure) -> messages.put(subject, message.apply(failure)));
    return messages;
  }

  private static boolean isFailed(PlanReport report) {
    return report.plan().clusters().isEmpty() && !report.failures().isEmpty();
  }

  private static String orphans(List<Orphan> orphans, boolean removed) {
    return orphans.stream()
        .map(
            orphan ->
                "orphan: rule "
                    + Quoted.of(orphan.rule().title())
                    + " of environment "
                    + orphan.environment().name()
                    + " with "
                    + Phrases.count(orphan.namespaces().size(), "namespace")
                    + " has no desired cluster; "
                    + (removed ? "it will be removed" : "apply --remove-orphans removes it")
                    + "\n")
        .collect(Collectors.joining());
  }

  private static String markdown(List<Orphan> orphans) {
    if (orphans.isEmpty()) {
      return "";
    }
    return "\n### Orphans\n\n"
        + "Managed rules without a desired cluster; `apply --remove-orphans` removes them.\n\n"
        + orphans.stream()
            .map(
                orphan ->
                    "- "
                        + code(orphan.rule().title())
                        + " of host group "
                        + code(orphan.hostGroup().value())
                        + " in environment "
                        + code(orphan.environment().name().value())
                        + ": "
                        + Phrases.count(orphan.namespaces().size(), "namespace")
                        + "\n")
            .collect(Collectors.joining());
  }

  /** Anyone who can write rules chooses this text. */
  private static String code(String text) {
    return "`" + SafeText.line(text).replace('`', '\'') + "`";
  }

  /** Returns a line for each cause why clusters and environments could not be planned. */
  public static List<String> failures(PlanReport report) {
    List<String> lines =
        new ArrayList<>(Phrases.byCause("cluster", messages(report.failures(), Failure::message)));
    report
        .environments()
        .forEach((name, failure) -> lines.add("environment " + name + ": " + message(failure)));
    lines.addAll(Phrases.byCause("cluster", messages(report.withheld(), Failure::message)));
    return lines;
  }

  /** Returns the message of an environment, with the options that accept an empty desired state. */
  static String message(Failure failure) {
    return failure.kind() == FailureKind.GUARD
        ? failure.message() + ": apply --remove-orphans --allow-empty"
        : failure.message();
  }

  /** Returns a line for each rule that the service would refuse, with its objections. */
  public static List<String> refusals(ValidationReport report) {
    List<String> lines = new ArrayList<>();
    for (ValidationReport.Cluster cluster : report.clusters()) {
      String subject = "cluster " + cluster.cluster() + ": ";
      cluster.failure().ifPresent(failure -> lines.add(subject + failure.message()));
      cluster.steps().stream()
          .filter(step -> step.verdict() == ValidationReport.Step.Verdict.REFUSED)
          .forEach(
              step ->
                  lines.add(
                      subject
                          + "the service would refuse "
                          + Quoted.of(step.step().title())
                          + ": "
                          + String.join("; ", step.violations())));
    }
    return lines;
  }

  /** Returns the options that accept what the impact limit refuses; empty if it refuses nothing. */
  public static Optional<String> impactAdvice(Impact impact) {
    if (!impact.isRefused()) {
      return Optional.empty();
    }
    List<Impact.Reason> reasons =
        Stream.concat(impact.clusters().values().stream(), impact.fleet().stream())
            .map(Impact.Refusal::reason)
            .toList();
    List<String> options = new ArrayList<>();
    if (reasons.stream().anyMatch(reason -> reason != Impact.Reason.OTHERS_STOP)) {
      options.add("--max-stopping N");
    }
    if (reasons.contains(Impact.Reason.OTHERS_STOP)) {
      options.add("--allow-stopping-others");
    }
    return Optional.of(
        "logconfig: refused by the impact limit; accept it with " + String.join(" and ", options));
  }
}
