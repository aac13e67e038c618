package io.github.logconfig.cli.view;

import io.github.logconfig.cli.Version;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.reconcile.Failure;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.reconcile.Orphan;
import io.github.logconfig.reconcile.PlanDocument;
import io.github.logconfig.reconcile.PlanReport;
import io.github.logconfig.reconcile.ValidationReport;
import io.github.logconfig.render.Annotation;
import io.github.logconfig.render.PlanHtml;
import io.github.logconfig.render.PlanMarkdown;
import io.github.logconfig.render.PlanRemarks;
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
import java.util.stream.Stream;

/** Result of {@code plan}: the plan itself, and messages for standard error. */
public final class PlanView {

  private PlanView() {}

  /** Values of {@code --output} of {@code plan} and {@code show}. */
  public enum Format {
    text,
    json,
    markdown,
    html,
    sarif,
    junit,
    github
  }

  /**
   * How a plan is shown.
   *
   * @param style whether text is colored, and whether text and Markdown list everything
   * @param comment the limits of Markdown
   * @param removesOrphans whether apply would remove the orphans
   * @param revision the revision of the desired state, as pairs of a kind and a value
   */
  public record Form(
      Format format,
      PlanText.Style style,
      PlanMarkdown.Options comment,
      boolean removesOrphans,
      Map<String, String> revision) {

    /** Returns the limits of Markdown that is followed by some characters. */
    private PlanMarkdown.Options comment(int following) {
      return comment.withMaxLength(
          Math.max(PlanMarkdown.Options.MIN_LENGTH, comment.maxLength() - following));
    }
  }

  /** Writes a plan with everything besides it. */
  public static void write(PlanReport report, Form form, PrintWriter out) {
    PlanReport shown = form.removesOrphans() ? report.assessingRemovals() : report;
    FleetPlan plan = form.removesOrphans() ? report.withRemovals() : report.plan();
    PlanRemarks remarks = remarks(report, form);
    write(
        to -> {
          switch (form.format()) {
            case text -> {
              PlanText.write(plan, shown.impact(), remarks, form.style(), to);
              to.print(report.stages().isEmpty() ? "" : "\n" + StageView.text(report.stages()));
            }
            case markdown -> {
              String stages = StageView.markdown(report.stages());
              PlanMarkdown.write(plan, shown.impact(), remarks, form.comment(stages.length()), to);
              to.print(stages);
            }
            case html -> PlanHtml.write(plan, shown.impact(), remarks, to);
            case json -> PlanDocument.write(shown, Version.number(), form.revision(), to);
            case sarif, junit, github ->
                to.print(
                    AnnotationView.of(
                        AnnotationView.Format.valueOf(form.format().name()),
                        "plan",
                        checked(report),
                        Annotation.of(plan, shown.impact(), remarks)));
          }
        },
        out);
  }

  /** Returns whether no cluster could be planned, so that there are only failures to report. */
  public static boolean isFailed(PlanReport report) {
    return report.plan().clusters().isEmpty() && !report.failures().isEmpty();
  }

  /** Writes a page of a round, and of the plan that it applied. */
  static void html(PlanReport report, PlanHtml.Round round, Appendable out) throws IOException {
    Form form =
        new Form(Format.html, PlanText.Style.PLAIN, PlanMarkdown.Options.DEFAULT, false, Map.of());
    PlanHtml.write(report.plan(), report.impact(), remarks(report, form), round, out);
  }

  /** Writes the plan as text without color. */
  static void text(PlanReport report, PrintWriter out) {
    write(
        report,
        new Form(Format.text, PlanText.Style.PLAIN, PlanMarkdown.Options.DEFAULT, false, Map.of()),
        out);
  }

  private static List<AnnotationView.Checked> checked(PlanReport report) {
    List<AnnotationView.Checked> checked = new ArrayList<>();
    for (LogConfigPlan plan : report.plan().clusters()) {
      checked.add(
          new AnnotationView.Checked(plan.environment().name().value(), plan.cluster().value()));
    }
    report
        .failures()
        .keySet()
        .forEach(cluster -> checked.add(new AnnotationView.Checked("", cluster.value())));
    return checked;
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

  private static PlanRemarks remarks(PlanReport report, Form form) {
    StringBuilder origin = new StringBuilder("logconfig " + Version.number());
    form.revision()
        .forEach((kind, value) -> origin.append(", ").append(kind).append(' ').append(value));
    return new PlanRemarks(
        messages(report.failures(), Phrases::message),
        messages(report.environments(), PlanView::message),
        messages(report.withheld(), Phrases::message),
        report.problemsBeside().stream().map(PlanView::masked).toList(),
        form.removesOrphans() ? List.of() : orphans(report.orphans()),
        StageView.remarks(report.stages()),
        origin.toString());
  }

  private static <K> Map<K, String> messages(
      Map<K, Failure> failures, Function<Failure, String> message) {
    Map<K, String> messages = new LinkedHashMap<>();
    failures.forEach((subject, failure) -> messages.put(subject, message.apply(failure)));
    return messages;
  }

  private static Problem masked(Problem problem) {
    return new Problem(
        new SourceLocation(
            problem.location().kind(),
            SafeText.masked(problem.location().name()),
            problem.location().line()),
        SafeText.masked(problem.message()),
        problem.kind(),
        problem.cluster(),
        problem.hostGroup(),
        problem.namespace());
  }

  private static List<String> orphans(List<Orphan> orphans) {
    return orphans.stream()
        .map(
            orphan ->
                "rule "
                    + Quoted.of(orphan.rule().title())
                    + " of environment "
                    + orphan.environment().name()
                    + (orphan.namespaces().isEmpty()
                        ? ""
                        : " with " + Phrases.count(orphan.namespaces().size(), "namespace"))
                    + " has no desired cluster; apply --remove-orphans removes it")
        .toList();
  }

  /** Returns a line for each cause why clusters and environments could not be planned. */
  public static List<String> failures(PlanReport report) {
    List<String> lines =
        new ArrayList<>(Phrases.byCause("cluster", messages(report.failures(), Phrases::message)));
    report
        .environments()
        .forEach((name, failure) -> lines.add("environment " + name + ": " + message(failure)));
    lines.addAll(Phrases.byCause("cluster", messages(report.withheld(), Phrases::message)));
    return lines;
  }

  /** Returns the message of an environment, with the options that accept an empty desired state. */
  static String message(Failure failure) {
    return failure.kind() == FailureKind.REFUSED
        ? failure.message() + ": apply --remove-orphans --allow-empty"
        : Phrases.message(failure);
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
