package io.github.logconfig.render;

import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.NamespaceEffect.Kind;
import io.github.logconfig.plan.Severity;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes what a reviewer must see first: refusals, what stops and starts, errors, and totals. Needs
 * no script; links set the filters of the grid.
 */
final class HtmlHeadline {

  private static final int MAX_NAMES = 6;
  private static final int MAX_LINES = 5;
  private static final int MAX_FOLDED_LINES = 200;

  private final FleetPlan plan;
  private final Impact impact;
  private final PlanHtml.Remarks remarks;
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> clusters = new EnumMap<>(Kind.class);

  /** The namespaces that start or stop, and in how many clusters. */
  private final Map<Kind, Map<String, Integer>> names = new EnumMap<>(Kind.class);

  HtmlHeadline(FleetPlan plan, Impact impact, PlanHtml.Remarks remarks) {
    this.plan = plan;
    this.impact = impact;
    this.remarks = remarks;
    for (LogConfigPlan cluster : plan.clusters()) {
      for (Kind kind : Kind.values()) {
        int count = cluster.count(kind);
        counts.merge(kind, count, Integer::sum);
        clusters.merge(kind, count > 0 ? 1 : 0, Integer::sum);
      }
      if (cluster.count(Kind.STOPS) + cluster.count(Kind.STARTS) > 0) {
        for (NamespaceEffect effect : cluster.effects()) {
          if (effect.effect() == Kind.STOPS || effect.effect() == Kind.STARTS) {
            names
                .computeIfAbsent(effect.effect(), key -> new TreeMap<>())
                .merge(effect.namespace().value(), 1, Integer::sum);
          }
        }
      }
    }
  }

  /** Returns the most important result in a few words. */
  String title() {
    int stop = count(Kind.STOPS);
    int start = count(Kind.STARTS);
    List<String> effects = new ArrayList<>();
    if (stop > 0) {
      effects.add(namespaces(stop) + (stop == 1 ? " stops" : " stop"));
    }
    if (start > 0) {
      effects.add(
          (stop > 0 ? number(start) : namespaces(start)) + (start == 1 ? " starts" : " start"));
    }
    if (!plan.isEmpty()) {
      addOthers(effects, Kind.STOPS, "stop");
      addOthers(effects, Kind.STARTS, "start");
      addOthers(effects, Kind.UNKNOWN, "unknown");
      if (effects.isEmpty() && count(Kind.UNKNOWN) > 0) {
        effects.add(namespaces(count(Kind.UNKNOWN)) + " unknown");
      }
      if (effects.isEmpty() && count(Kind.PARTLY) > 0) {
        effects.add(namespaces(count(Kind.PARTLY)) + " partly ingested");
      }
    }
    if (effects.isEmpty() && plan.clusters().isEmpty() && !remarks.failures().isEmpty()) {
      effects.add("no cluster could be planned");
    } else if (effects.isEmpty()) {
      effects.add(plan.isEmpty() ? "nothing to change" : "no namespace starts or stops");
    }
    if (!remarks.failures().isEmpty() && !plan.clusters().isEmpty()) {
      effects.add(clusters(remarks.failures().size()) + " not planned");
    }
    String title =
        (impact.isRefused() ? "apply would be refused: " : "") + String.join(", ", effects);
    return capitalized(title);
  }

  private void addOthers(List<String> effects, Kind kind, String verb) {
    if (plan.clusters().stream().anyMatch(it -> it.otherNamespaces().effect() == kind)) {
      effects.add("other namespaces " + verb);
    }
  }

  private static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  void write(Appendable out) throws IOException {
    HtmlWriter html = new HtmlWriter(out);
    html.element("p", "logconfig plan", "class", "product").line();
    html.element("h1", title()).line();
    if (plan.isEmpty() && !plan.clusters().isEmpty()) {
      html.element("p", PlanWords.summary(plan), "class", "lead").line();
    }
    StringBuilder facts = new StringBuilder();
    writeFacts(new HtmlWriter(facts));
    if (!facts.isEmpty()) {
      html.open("ul", "class", "facts").line();
      out.append(facts);
      html.close("ul").line();
    }
    writeTotals(html);
  }

  private void writeFacts(HtmlWriter html) throws IOException {
    List<String> refusals =
        Stream.concat(impact.clusters().values().stream(), impact.fleet().stream())
            .map(refusal -> capitalized(refusal.message()) + ".")
            .toList();
    if (!refusals.isEmpty()) {
      open(html, "✕", "red", "Refused by the impact limit", "effect=REFUSED");
      lines(html, refusals);
      close(html);
    }
    writeEffect(html, Kind.STOPS, "■", "red");
    writeEffect(html, Kind.STARTS, "▶", "green");
    writeOthers(html);
    writeErrors(html);
    writeEffect(html, Kind.BLOCKED, "⊘", "red");
    writeEffect(html, Kind.PARTLY, "◐", "amber");
    writeEffect(html, Kind.UNKNOWN, "?", "amber");
    writeFindings(html, Severity.WARNING, "!", "amber", "Warnings");
    if (!remarks.orphans().isEmpty()) {
      open(
          html,
          "!",
          "amber",
          remarks.orphans().size() == 1
              ? "1 managed rule has no desired cluster"
              : number(remarks.orphans().size()) + " managed rules have no desired cluster",
          "");
      lines(html, remarks.orphans());
      close(html);
    }
  }

  private void writeEffect(HtmlWriter html, Kind kind, String icon, String color)
      throws IOException {
    int count = count(kind);
    if (count == 0) {
      return;
    }
    String verb =
        switch (kind) {
          case STOPS -> count == 1 ? " stops" : " stop";
          case STARTS -> count == 1 ? " starts" : " start";
          case BLOCKED -> count == 1 ? " is blocked" : " are blocked";
          case PARTLY -> count == 1 ? " is partly ingested" : " are partly ingested";
          default -> count == 1 ? " is unknown" : " are unknown";
        };
    open(html, icon, color, namespaces(count) + verb, "effect=" + kind);
    int affected = Objects.requireNonNull(clusters.get(kind));
    Map<String, Integer> byName = names.getOrDefault(kind, Map.of());
    String where =
        plan.clusters().size() == 1
            ? "cluster " + plan.clusters().get(0).cluster()
            : clusters(affected);
    html.text(" in " + where + (byName.isEmpty() ? "" : ": "));
    List<Map.Entry<String, Integer>> most =
        byName.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MAX_NAMES)
            .toList();
    String separator = "";
    for (Map.Entry<String, Integer> name : most) {
      html.text(separator);
      html.element(
          "a",
          name.getKey(),
          "class",
          "name",
          "href",
          "#effect=" + kind + "&namespace=" + encoded(name.getKey()));
      if (affected > 1) {
        html.text(" in " + number(name.getValue()));
      }
      separator = ", ";
    }
    if (byName.size() > most.size()) {
      html.text(" and " + number(byName.size() - most.size()) + " more");
    }
    close(html);
  }

  private void writeOthers(HtmlWriter html) throws IOException {
    Map<String, Integer> effects = new LinkedHashMap<>();
    boolean stops = false;
    for (LogConfigPlan cluster : plan.clusters()) {
      PlanWords.others(cluster).ifPresent(it -> effects.merge(it, 1, Integer::sum));
      stops |= cluster.otherNamespaces().effect() == Kind.STOPS || cluster.stopsUnmanaged();
    }
    if (effects.isEmpty()) {
      return;
    }
    open(html, stops ? "■" : "▶", stops ? "red" : "amber", "Other namespaces", "effect=OTHERS");
    List<String> lines = new ArrayList<>();
    effects.forEach((effect, count) -> lines.add(effect + " in " + clusters(count)));
    html.text(" " + String.join(", ", lines) + ". No rule and no desired state names them.");
    close(html);
  }

  private void writeErrors(HtmlWriter html) throws IOException {
    if (!remarks.failures().isEmpty()) {
      open(
          html,
          "✕",
          "red",
          clusters(remarks.failures().size()) + " could not be planned",
          "effect=FAILED");
      Map<String, List<String>> byCause = new LinkedHashMap<>();
      remarks
          .failures()
          .forEach(
              (cluster, cause) ->
                  byCause.computeIfAbsent(cause, key -> new ArrayList<>()).add(cluster.value()));
      lines(
          html,
          byCause.entrySet().stream()
              .map(it -> shortened(it.getValue()) + ": " + it.getKey())
              .toList());
      close(html);
    }
    writeFindings(html, Severity.ERROR, "✕", "red", "Errors");
    List<String> problems = new ArrayList<>(remarks.problems());
    remarks
        .environments()
        .forEach((name, cause) -> problems.add("environment " + name + ": " + cause));
    if (!problems.isEmpty()) {
      open(html, "✕", "red", "Problems", "");
      lines(html, problems);
      close(html);
    }
    if (!remarks.withheld().isEmpty()) {
      open(
          html,
          "!",
          "amber",
          "Changes of " + clusters(remarks.withheld().size()) + " are withheld",
          "");
      lines(
          html,
          remarks.withheld().entrySet().stream()
              .map(it -> it.getKey() + ": " + it.getValue())
              .toList());
      close(html);
    }
  }

  /** A finding that one or more clusters have. */
  private record Cause(FindingCode code, String message) {}

  private void writeFindings(
      HtmlWriter html, Severity severity, String icon, String color, String title)
      throws IOException {
    Map<Cause, Integer> causes = new LinkedHashMap<>();
    for (LogConfigPlan cluster : plan.clusters()) {
      for (Finding finding : cluster.findings()) {
        if (finding.severity() == severity) {
          causes.merge(new Cause(finding.code(), finding.message()), 1, Integer::sum);
        }
      }
    }
    if (causes.isEmpty()) {
      return;
    }
    open(html, icon, color, title, severity == Severity.ERROR ? "effect=ERRORS" : "");
    lines(
        html,
        causes.entrySet().stream()
            .sorted(Map.Entry.<Cause, Integer>comparingByValue().reversed())
            .toList(),
        it -> {
          Cause cause = it.getKey();
          html.element("a", cause.code().name(), "href", "#finding=" + cause.code());
          html.text(": " + cause.message());
          if (plan.clusters().size() > 1) {
            html.text(" (" + clusters(it.getValue()) + ")");
          }
        });
    close(html);
  }

  private void writeTotals(HtmlWriter html) throws IOException {
    FleetPlan.Summary summary = plan.summary();
    html.open("dl", "class", "totals").line();
    int all = plan.clusters().size() + remarks.failures().size();
    int unchanged = count(Kind.CONTINUES);
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
    html.open("div").element("dt", name).element("dd", number(count)).close("div").line();
  }

  /** Opens a fact; {@code filter} is the filter of the grid that shows it, or empty. */
  private static void open(HtmlWriter html, String icon, String color, String title, String filter)
      throws IOException {
    html.open("li");
    html.element("span", icon, "class", "icon " + color, "aria-hidden", "true");
    html.open("div").open("strong");
    if (filter.isEmpty()) {
      html.text(title);
    } else {
      html.element("a", title, "href", "#" + filter, "class", color);
    }
    html.close("strong");
  }

  private static void close(HtmlWriter html) throws IOException {
    html.close("div").close("li").line();
  }

  private static void lines(HtmlWriter html, List<String> lines) throws IOException {
    lines(html, lines, html::text);
  }

  /** Writes one line of a list. */
  private interface Line<T> {
    void write(T item) throws IOException;
  }

  /** Writes a list; all but the first lines are folded. */
  private static <T> void lines(HtmlWriter html, List<T> items, Line<T> line) throws IOException {
    for (int i = 0; i < Math.min(items.size(), MAX_FOLDED_LINES); i++) {
      if (i == MAX_LINES) {
        html.open("details").element("summary", number(items.size() - MAX_LINES) + " more");
      }
      html.open("p");
      line.write(items.get(i));
      html.close("p");
    }
    if (items.size() > MAX_FOLDED_LINES) {
      html.element("p", "and " + number(items.size() - MAX_FOLDED_LINES) + " more");
    }
    if (items.size() > MAX_LINES) {
      html.close("details");
    }
  }

  private static String shortened(Collection<String> all) {
    String first = String.join(", ", all.stream().limit(MAX_NAMES).toList());
    return all.size() > MAX_NAMES ? first + " and " + (all.size() - MAX_NAMES) + " more" : first;
  }

  private int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  private int count(Predicate<LogConfigPlan> which) {
    return (int) plan.clusters().stream().filter(which).count();
  }

  private static String namespaces(int count) {
    return number(count) + (count == 1 ? " namespace" : " namespaces");
  }

  private static String clusters(int count) {
    return number(count) + (count == 1 ? " cluster" : " clusters");
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
