package io.github.logconfig.render;

import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect.Kind;
import io.github.logconfig.render.PlanDigest.Fact;
import io.github.logconfig.render.PlanDigest.Line;
import io.github.logconfig.render.PlanDigest.Name;
import io.github.logconfig.render.PlanDigest.Topic;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Writes what a reviewer must see first: what stops and starts, errors, refusals, and totals. Needs
 * no script; links set the filters of the grid.
 */
final class HtmlHeadline {

  private static final int MAX_NAMES = 6;
  private static final int MAX_LINES = 5;
  private static final int MAX_FOLDED_LINES = 200;

  private final FleetPlan plan;
  private final PlanRemarks remarks;
  private final PlanDigest digest;
  private final Optional<PlanHtml.Round> round;

  HtmlHeadline(
      FleetPlan plan, PlanRemarks remarks, PlanDigest digest, Optional<PlanHtml.Round> round) {
    this.round = round;
    this.plan = plan;
    this.remarks = remarks;
    this.digest = digest;
  }

  String pageTitle() {
    return round
        .map(it -> "logconfig run: " + it.title())
        .orElseGet(() -> "logconfig plan: " + digest.title());
  }

  void write(Appendable out) throws IOException {
    HtmlWriter html = new HtmlWriter(out);
    if (round.isPresent()) {
      html.element("p", "logconfig run", "class", "product").line();
      html.element("h1", round.get().title()).line();
      html.element("p", round.get().lead(), "class", "lead").line();
      if (!plan.isEmpty()) {
        html.element("p", "Plan of this round: " + digest.title(), "class", "lead").line();
      }
    } else {
      html.element("p", "logconfig plan", "class", "product").line();
      html.element("h1", digest.title()).line();
    }
    if (plan.isEmpty() && !plan.clusters().isEmpty()) {
      html.element("p", digest.summary(), "class", "lead").line();
    }
    List<Fact> facts = new ArrayList<>();
    round
        .map(PlanHtml.Round::failures)
        .filter(failures -> !failures.isEmpty())
        .ifPresent(failures -> facts.add(PlanDigest.failedInRound(failures)));
    digest.facts().stream().filter(fact -> fact.topic() != Topic.NOTES).forEach(facts::add);
    if (!facts.isEmpty()) {
      html.open("ul", "class", "facts").line();
      for (Fact fact : facts) {
        write(fact, html);
      }
      html.close("ul").line();
    }
    writeTotals(html);
    if (!remarks.stages().isEmpty()) {
      writeStages(html);
    }
  }

  private void writeStages(HtmlWriter html) throws IOException {
    html.element("h2", "Stages").line().open("div", "class", "scroll").open("table").line();
    for (PlanRemarks.Stage stage : remarks.stages()) {
      String color =
          switch (stage.state()) {
            case "done" -> "green";
            case "failed" -> "red";
            case "waiting" -> "gray";
            default -> "amber";
          };
      html.open("tr").element("th", stage.name(), "scope", "row", "class", "word");
      html.element("td", stage.state(), "class", "whole " + color);
      html.element("td", stage.description()).close("tr").line();
    }
    html.close("table").close("div").line();
  }

  /** How the page shows a topic; {@code filter} is the filter of the grid, or empty. */
  private record Look(String icon, String color, String filter) {

    static Look of(Topic topic) {
      return switch (topic) {
        case STOPS -> new Look("■", "red", "effect=STOPS");
        case STARTS -> new Look("▶", "green", "effect=STARTS");
        case OTHERS_STOP -> new Look("■", "red", "effect=OTHERS");
        case OTHERS -> new Look("▶", "amber", "effect=OTHERS");
        case FAILED -> new Look("✕", "red", "effect=FAILED");
        case ERRORS -> new Look("✕", "red", "effect=ERRORS");
        case PROBLEMS -> new Look("✕", "red", "");
        case BLOCKED -> new Look("⊘", "red", "effect=BLOCKED");
        case PARTLY -> new Look("◐", "amber", "effect=PARTLY");
        case UNKNOWN -> new Look("?", "amber", "effect=UNKNOWN");
        case REFUSED -> new Look("✕", "red", "effect=REFUSED");
        case WITHHELD, WARNINGS, NOTES, ORPHANS -> new Look("!", "amber", "");
      };
    }
  }

  private static void write(Fact fact, HtmlWriter html) throws IOException {
    Look look = Look.of(fact.topic());
    html.open("li");
    html.element("span", look.icon(), "class", "icon " + look.color(), "aria-hidden", "true");
    html.open("div").open("strong");
    if (look.filter().isEmpty()) {
      html.text(fact.title());
    } else {
      html.element("a", fact.title(), "href", "#" + look.filter(), "class", look.color());
    }
    html.close("strong").text(fact.where().isEmpty() ? "" : " " + fact.where());
    writeNames(fact, html);
    writeLines(fact.lines(), html);
    html.close("div").close("li").line();
  }

  private static void writeNames(Fact fact, HtmlWriter html) throws IOException {
    List<Name> most = fact.names().subList(0, Math.min(MAX_NAMES, fact.names().size()));
    boolean sameEverywhere = fact.isSameEverywhere();
    String separator = sameEverywhere ? ", the same in each: " : ": ";
    for (Name name : most) {
      html.text(separator);
      html.element(
          "a",
          name.namespace(),
          "class",
          "name",
          "href",
          "#effect="
              + fact.topic()
              + "&namespace="
              + URLEncoder.encode(name.namespace(), StandardCharsets.UTF_8));
      if (name.clusters() > 1 && !sameEverywhere) {
        html.text(" in " + PlanWords.number(name.clusters()));
      }
      separator = ", ";
    }
    if (fact.names().size() > most.size()) {
      html.text(" and " + PlanWords.number(fact.names().size() - most.size()) + " more");
    }
  }

  /** Writes a list; all but the first lines are folded. */
  private static void writeLines(List<Line> lines, HtmlWriter html) throws IOException {
    for (int i = 0; i < Math.min(lines.size(), MAX_FOLDED_LINES); i++) {
      if (i == MAX_LINES) {
        html.open("details")
            .element("summary", PlanWords.number(lines.size() - MAX_LINES) + " more");
      }
      Line line = lines.get(i);
      html.open("p");
      if (line.code().isPresent()) {
        String code = line.code().get().name();
        html.element("a", code, "href", "#finding=" + code).text(": ");
      }
      html.text(line.text());
      html.text(line.clusters().isEmpty() ? "" : " [" + line.clusters() + "]").close("p");
    }
    if (lines.size() > MAX_FOLDED_LINES) {
      html.element("p", "and " + PlanWords.number(lines.size() - MAX_FOLDED_LINES) + " more");
    }
    if (lines.size() > MAX_LINES) {
      html.close("details");
    }
  }

  private void writeTotals(HtmlWriter html) throws IOException {
    FleetPlan.Summary summary = plan.summary();
    html.open("dl", "class", "totals").line();
    int all = plan.clusters().size() + remarks.failures().size();
    int unchanged = digest.count(Kind.CONTINUES);
    total(html, all == 1 ? "cluster" : "clusters", all);
    total(html, "with changes", count(cluster -> !cluster.isEmpty()));
    total(html, unchanged == 1 ? "namespace unchanged" : "namespaces unchanged", unchanged);
    totalIfAny(html, "created", summary.create());
    totalIfAny(html, "updated", summary.update());
    totalIfAny(html, "moved", summary.move());
    totalIfAny(html, "deleted", summary.delete());
    html.close("dl");
  }

  private static void totalIfAny(HtmlWriter html, String what, int rules) throws IOException {
    if (rules > 0) {
      total(html, (rules == 1 ? "rule " : "rules ") + what, rules);
    }
  }

  private static void total(HtmlWriter html, String name, int count) throws IOException {
    html.open("div").element("dt", name).element("dd", PlanWords.number(count)).close("div").line();
  }

  private int count(Predicate<LogConfigPlan> which) {
    return (int) plan.clusters().stream().filter(which).count();
  }
}
