package io.github.logconfig.render;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Something to know about the desired state, with the places that it concerns: for formats that
 * show messages next to the lines of files.
 *
 * @param severity the severity
 * @param code the code of a finding, or {@code PROBLEM}, {@code NOT_PLANNED}, {@code WITHHELD},
 *     {@code IMPACT_LIMIT} or {@code ORPHAN}
 * @param message the message, on one line
 * @param locations the places, without duplicates; empty if they are unknown
 * @param clusters the names of the clusters; empty if it concerns none in particular
 * @since 0.1.0
 */
public record Annotation(
    Severity severity,
    String code,
    String message,
    List<SourceLocation> locations,
    List<String> clusters) {

  private static final int MAX_LOCATIONS = 10;

  /** Copies the lists. */
  public Annotation {
    locations = List.copyOf(locations);
    clusters = List.copyOf(clusters);
  }

  /** Returns the annotation for a problem of the desired state, or for a probable mistake. */
  public static Annotation of(Severity severity, Problem problem) {
    return new Annotation(
        severity,
        "PROBLEM",
        problem.message(),
        List.of(problem.location()),
        problem.cluster().map(ClusterName::value).stream().toList());
  }

  /**
   * Returns annotations for everything that is wrong with plans, most severe first. A finding about
   * one rule is one annotation for all clusters.
   */
  public static List<Annotation> of(FleetPlan plan, Impact impact, PlanRemarks remarks) {
    List<Annotation> all = new ArrayList<>();
    remarks.problems().forEach(problem -> all.add(of(Severity.ERROR, problem)));
    remarks
        .environments()
        .forEach(
            (name, cause) ->
                all.add(of(Severity.ERROR, "NOT_PLANNED", "environment " + name + ": " + cause)));
    addByCause(Severity.ERROR, "NOT_PLANNED", remarks.failures(), all);
    PlanDigest digest = new PlanDigest(plan, impact, remarks);
    addFindings(Severity.ERROR, digest, all);
    impact.clusters().forEach((cluster, refusal) -> all.add(refused(refusal, List.of(cluster))));
    impact.fleet().ifPresent(refusal -> all.add(refused(refusal, List.of())));
    addByCause(Severity.WARNING, "WITHHELD", remarks.withheld(), all);
    addFindings(Severity.WARNING, digest, all);
    remarks.orphans().forEach(orphan -> all.add(of(Severity.WARNING, "ORPHAN", orphan)));
    addFindings(Severity.INFO, digest, all);
    return all;
  }

  private static Annotation of(Severity severity, String code, String message) {
    return new Annotation(severity, code, message, List.of(), List.of());
  }

  private static void addByCause(
      Severity severity, String code, Map<ClusterName, String> causes, List<Annotation> all) {
    Map<String, List<String>> clusters = new LinkedHashMap<>();
    causes.forEach(
        (name, cause) ->
            clusters.computeIfAbsent(cause, key -> new ArrayList<>()).add(name.value()));
    clusters.forEach(
        (cause, names) ->
            all.add(
                new Annotation(
                    severity, code, PlanWords.named(names) + ": " + cause, List.of(), names)));
  }

  private static Annotation refused(Impact.Refusal refusal, List<LogConfigPlan> plans) {
    return new Annotation(
        Severity.ERROR,
        "IMPACT_LIMIT",
        "apply would be refused: " + refusal.message(),
        plans.stream().flatMap(it -> it.locations().cluster().stream()).toList(),
        plans.stream().map(it -> it.cluster().value()).toList());
  }

  private static void addFindings(Severity severity, PlanDigest digest, List<Annotation> all) {
    for (PlanDigest.Shared cause : digest.causes(severity)) {
      List<LogConfigPlan> plans = cause.plans();
      all.add(
          new Annotation(
              severity,
              cause.first().code().name(),
              plans.size() == 1
                  ? "cluster " + plans.get(0).cluster() + ": " + cause.first().message()
                  : cause.first().message() + " [" + cause.where() + "]",
              locations(cause.first(), plans),
              plans.stream().map(plan -> plan.cluster().value()).toList()));
    }
  }

  /** Returns where the namespaces of the finding are desired, or else where the clusters are. */
  private static List<SourceLocation> locations(Finding finding, List<LogConfigPlan> plans) {
    Set<SourceLocation> locations = new LinkedHashSet<>();
    for (LogConfigPlan plan : plans) {
      Stream<NamespaceName> namespaces = finding.namespaces().stream();
      locations.addAll(namespaces.flatMap(it -> plan.locations().namespace(it).stream()).toList());
      if (locations.size() >= MAX_LOCATIONS) {
        break;
      }
    }
    if (locations.isEmpty()) {
      plans.stream()
          .map(plan -> plan.locations().cluster())
          .flatMap(Optional::stream)
          .limit(MAX_LOCATIONS)
          .forEach(locations::add);
    }
    return locations.stream().limit(MAX_LOCATIONS).toList();
  }
}
