package io.github.logconfig.render;

import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.NamespaceEffect.Kind;
import io.github.logconfig.plan.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a reviewer must see of the plans of a fleet, most important first. Text, Markdown and the
 * page show the same facts.
 */
final class PlanDigest {

  /** The subjects of facts, in the order of output. */
  enum Topic {
    STOPS,
    STARTS,
    OTHERS_STOP,
    OTHERS,
    FAILED,
    ERRORS,
    PROBLEMS,
    WITHHELD,
    BLOCKED,
    PARTLY,
    UNKNOWN,
    REFUSED,
    WARNINGS,
    NOTES,
    ORPHANS
  }

  /**
   * Namespaces of one name with the same effect.
   *
   * @param clusters in how many clusters
   */
  record Name(String namespace, int clusters) {}

  /**
   * A cause.
   *
   * @param code the code of a finding
   * @param clusters the clusters that have it; empty if the text names them, or if there is one
   */
  record Line(Optional<FindingCode> code, String text, String clusters) {}

  /**
   * One fact.
   *
   * @param title the fact in a few words
   * @param where follows the title: the clusters
   * @param affected the number of clusters
   * @param names the namespaces, most frequent first
   * @param lines the causes, most frequent first
   */
  record Fact(
      Topic topic, String title, String where, int affected, List<Name> names, List<Line> lines) {

    /** Returns whether each name is in all of several clusters. */
    boolean isSameEverywhere() {
      return affected > 1 && names.stream().allMatch(name -> name.clusters() == affected);
    }
  }

  private final FleetPlan plan;
  private final Impact impact;
  private final PlanRemarks remarks;
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final Map<Kind, List<String>> clusters = new EnumMap<>(Kind.class);
  private final Map<Kind, Map<String, Name>> names = new EnumMap<>(Kind.class);

  PlanDigest(FleetPlan plan, Impact impact, PlanRemarks remarks) {
    this.plan = plan;
    this.impact = impact;
    this.remarks = remarks;
    for (LogConfigPlan cluster : plan.clusters()) {
      for (Kind kind : Kind.values()) {
        int count = cluster.count(kind);
        if (count > 0) {
          counts.merge(kind, count, Integer::sum);
          clusters.computeIfAbsent(kind, key -> new ArrayList<>()).add(cluster.cluster().value());
        }
      }
      if (cluster.count(Kind.CONTINUES) < cluster.effects().size()) {
        cluster.effects().forEach(this::addName);
      }
    }
  }

  private void addName(NamespaceEffect effect) {
    if (effect.effect() != Kind.CONTINUES && effect.effect() != Kind.NONE) {
      String namespace = effect.namespace().value();
      names
          .computeIfAbsent(effect.effect(), key -> new TreeMap<>())
          .merge(
              namespace,
              new Name(namespace, 1),
              (all, one) -> new Name(namespace, all.clusters() + 1));
    }
  }

  /** Returns the most important result in a few words. */
  String title() {
    int stop = count(Kind.STOPS);
    int start = count(Kind.STARTS);
    List<String> effects = new ArrayList<>();
    if (stop > 0) {
      effects.add(PlanWords.namespaces(stop) + (stop == 1 ? " stops" : " stop"));
    }
    if (start > 0) {
      effects.add(
          (stop > 0 ? PlanWords.number(start) : PlanWords.namespaces(start))
              + (start == 1 ? " starts" : " start"));
    }
    if (!plan.isEmpty()) {
      addOthers(effects, Kind.STOPS, "stop");
      addOthers(effects, Kind.STARTS, "start");
      addOthers(effects, Kind.UNKNOWN, "unknown");
      if (effects.isEmpty() && count(Kind.UNKNOWN) > 0) {
        effects.add(PlanWords.namespaces(count(Kind.UNKNOWN)) + " unknown");
      }
      if (effects.isEmpty() && count(Kind.PARTLY) > 0) {
        effects.add(PlanWords.namespaces(count(Kind.PARTLY)) + " partly ingested");
      }
    }
    int blocked = PlanWords.blocked(plan);
    boolean refused = impact.isRefused();
    if (effects.isEmpty() && refused) {
      effects.add("apply would be refused by the impact limit");
      refused = false;
    } else if (effects.isEmpty() && plan.clusters().isEmpty() && !remarks.failures().isEmpty()) {
      effects.add("no cluster could be planned");
    } else if (effects.isEmpty() && plan.clusters().isEmpty() && problems() > 0) {
      effects.add("no cluster is desired");
    } else if (effects.isEmpty() && blocked > 0 && blocked == plan.clusters().size()) {
      effects.add("nothing planned");
    } else if (effects.isEmpty()) {
      effects.add(plan.isEmpty() ? "nothing to change" : "no namespace starts or stops");
    }
    if (blocked > 0) {
      effects.add(PlanWords.clusters(blocked) + " with errors");
    }
    if (!remarks.failures().isEmpty() && !plan.clusters().isEmpty()) {
      effects.add(PlanWords.clusters(remarks.failures().size()) + " not planned");
    }
    if (problems() > 0) {
      effects.add(problemsInWords());
    }
    return PlanWords.capitalized(
        (refused ? "apply would be refused: " : "") + String.join(", ", effects));
  }

  private void addOthers(List<String> effects, Kind kind, String verb) {
    if (plan.clusters().stream().anyMatch(it -> it.otherNamespaces().effect() == kind)) {
      effects.add("other namespaces " + verb);
    }
  }

  /** Returns the totals as a sentence. */
  String summary() {
    List<String> besides = new ArrayList<>();
    if (!remarks.failures().isEmpty()) {
      besides.add(PlanWords.clusters(remarks.failures().size()) + " not planned");
    }
    if (problems() > 0) {
      besides.add(problemsInWords());
    }
    return PlanWords.summary(plan, String.join(", ", besides));
  }

  private int problems() {
    return remarks.problems().size() + remarks.environments().size();
  }

  private String problemsInWords() {
    return problems() == 1 ? "1 problem" : PlanWords.number(problems()) + " problems";
  }

  /** Returns all facts in the order of topics. */
  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    addEffect(facts, Topic.STOPS, Kind.STOPS);
    addEffect(facts, Topic.STARTS, Kind.STARTS);
    addOthers(facts);
    addFailures(facts);
    addFindings(facts, Topic.ERRORS, Severity.ERROR);
    addProblems(facts);
    addEffect(facts, Topic.BLOCKED, Kind.BLOCKED);
    addEffect(facts, Topic.PARTLY, Kind.PARTLY);
    addEffect(facts, Topic.UNKNOWN, Kind.UNKNOWN);
    addRefusals(facts);
    addFindings(facts, Topic.WARNINGS, Severity.WARNING);
    addFindings(facts, Topic.NOTES, Severity.INFO);
    if (!remarks.orphans().isEmpty()) {
      int orphans = remarks.orphans().size();
      String title =
          orphans == 1
              ? "1 managed rule has no desired cluster"
              : PlanWords.number(orphans) + " managed rules have no desired cluster";
      facts.add(fact(Topic.ORPHANS, title, texts(remarks.orphans())));
    }
    return facts;
  }

  private void addEffect(List<Fact> facts, Topic topic, Kind kind) {
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
    List<String> affected = clusters.getOrDefault(kind, List.of());
    List<Name> mostFrequent =
        names.getOrDefault(kind, Map.of()).values().stream()
            .sorted(
                Comparator.comparingInt(Name::clusters).reversed().thenComparing(Name::namespace))
            .toList();
    facts.add(
        new Fact(
            topic,
            PlanWords.namespaces(count) + verb,
            "in "
                + (affected.size() == 1
                    ? "cluster " + affected.get(0)
                    : PlanWords.clusters(affected.size())),
            affected.size(),
            mostFrequent,
            List.of()));
  }

  private void addOthers(List<Fact> facts) {
    Map<String, List<String>> effects = new LinkedHashMap<>();
    boolean stop = false;
    for (LogConfigPlan cluster : plan.clusters()) {
      stop |= cluster.otherNamespaces().effect() == Kind.STOPS || cluster.stopsUnmanaged();
      PlanWords.others(cluster)
          .ifPresent(
              it ->
                  effects
                      .computeIfAbsent(it, key -> new ArrayList<>())
                      .add(cluster.cluster().value()));
    }
    if (!effects.isEmpty()) {
      List<String> parts = new ArrayList<>();
      effects.forEach((effect, in) -> parts.add(effect + " in " + PlanWords.named(in)));
      facts.add(
          new Fact(
              stop ? Topic.OTHERS_STOP : Topic.OTHERS,
              "Other namespaces",
              String.join(", ", parts) + ". No rule and no desired state names them.",
              effects.size(),
              List.of(),
              List.of()));
    }
  }

  private void addFailures(List<Fact> facts) {
    if (remarks.failures().isEmpty()) {
      return;
    }
    facts.add(
        fact(
            Topic.FAILED,
            PlanWords.clusters(remarks.failures().size()) + " could not be planned",
            byCause(remarks.failures())));
  }

  private void addProblems(List<Fact> facts) {
    List<String> problems = new ArrayList<>();
    remarks.problems().forEach(problem -> problems.add(problem.toString()));
    remarks
        .environments()
        .forEach((name, cause) -> problems.add("environment " + name + ": " + cause));
    if (!problems.isEmpty()) {
      facts.add(fact(Topic.PROBLEMS, "Problems", texts(problems)));
    }
    if (!remarks.withheld().isEmpty()) {
      facts.add(
          fact(
              Topic.WITHHELD,
              "Changes of " + PlanWords.clusters(remarks.withheld().size()) + " are withheld",
              byCause(remarks.withheld())));
    }
  }

  private static List<Line> byCause(Map<?, String> causes) {
    Map<String, List<String>> byCause = new LinkedHashMap<>();
    causes.forEach(
        (cluster, cause) ->
            byCause.computeIfAbsent(cause, key -> new ArrayList<>()).add(cluster.toString()));
    return texts(
        byCause.entrySet().stream()
            .map(it -> PlanWords.named(it.getValue()) + ": " + it.getKey())
            .toList());
  }

  private void addRefusals(List<Fact> facts) {
    List<String> refusals =
        Stream.concat(impact.fleet().stream(), impact.clusters().values().stream())
            .map(Impact.Refusal::message)
            .toList();
    if (!refusals.isEmpty()) {
      facts.add(fact(Topic.REFUSED, "Refused by the impact limit", texts(refusals)));
    }
  }

  /** What one finding is about: clusters share a finding about one rule, and equal messages. */
  private record Cause(FindingCode code, Object subject) {}

  /** A finding that one or more clusters have. */
  static final class Shared {
    private final Finding first;
    private final String environment;
    private final List<LogConfigPlan> plans = new ArrayList<>();
    private boolean differs;

    /**
     * Creates a finding without clusters.
     *
     * @param environment the environment of its rule, if there are clusters of others; else empty
     */
    Shared(Finding first, String environment) {
      this.first = first;
      this.environment = environment;
    }

    private void add(Finding finding, LogConfigPlan plan) {
      plans.add(plan);
      differs |= !finding.message().equals(first.message());
    }

    Finding first() {
      return first;
    }

    List<LogConfigPlan> plans() {
      return plans;
    }

    /** Returns the clusters in words. */
    String where() {
      List<String> clusters = plans.stream().map(plan -> plan.cluster().value()).toList();
      String where =
          differs
              ? "cluster "
                  + clusters.get(0)
                  + ", similar in "
                  + PlanWords.clusters(clusters.size() - 1)
              : PlanWords.named(clusters);
      return clusters.size() > 1 && !environment.isEmpty()
          ? "environment " + environment + ", " + where
          : where;
    }

    private Line line(boolean ofMany) {
      return new Line(Optional.of(first.code()), first.message(), ofMany ? where() : "");
    }
  }

  private void addFindings(List<Fact> facts, Topic topic, Severity severity) {
    List<Shared> causes = causes(severity);
    if (!causes.isEmpty()) {
      boolean ofMany = plan.clusters().size() > 1;
      facts.add(
          fact(
              topic,
              PlanWords.capitalized(severity.label()) + (causes.size() == 1 ? "" : "s"),
              causes.stream().map(shared -> shared.line(ofMany)).toList()));
    }
  }

  /** Returns the findings of a severity, those of most clusters first. */
  List<Shared> causes(Severity severity) {
    Map<Cause, Shared> causes = new LinkedHashMap<>();
    boolean ofMany =
        plan.clusters().stream().map(it -> it.environment().name()).distinct().count() > 1;
    for (LogConfigPlan cluster : plan.clusters()) {
      if (severity == Severity.INFO && !PlanWords.isWorthShowing(cluster)) {
        continue;
      }
      for (Finding finding : cluster.findings()) {
        if (finding.severity() == severity) {
          Object subject =
              finding
                  .rule()
                  .<Object>map(rule -> List.of(cluster.environment().name(), rule))
                  .orElse(finding.message());
          causes
              .computeIfAbsent(
                  new Cause(finding.code(), subject),
                  key ->
                      new Shared(
                          finding,
                          ofMany && finding.rule().isPresent()
                              ? cluster.environment().name().value()
                              : ""))
              .add(finding, cluster);
        }
      }
    }
    return causes.values().stream()
        .sorted(Comparator.<Shared>comparingInt(shared -> shared.plans.size()).reversed())
        .toList();
  }

  private static List<Line> texts(List<String> texts) {
    return texts.stream().map(text -> new Line(Optional.empty(), text, "")).toList();
  }

  /** Returns the failures of a round of a loop after planning. */
  static Fact failedInRound(List<String> failures) {
    return fact(Topic.PROBLEMS, "Failed in this round", texts(failures));
  }

  private static Fact fact(Topic topic, String title, List<Line> lines) {
    return new Fact(topic, title, "", 0, List.of(), lines);
  }

  int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }
}
