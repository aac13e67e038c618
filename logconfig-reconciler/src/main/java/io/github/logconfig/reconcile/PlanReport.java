package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.rollout.StageStatus;
import io.github.logconfig.render.PlanHtml;
import io.github.logconfig.render.PlanMarkdown;
import io.github.logconfig.render.PlanRemarks;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Result of planning.
 *
 * @param plan the plans of all clusters whose environment could be read
 * @param failures why the other clusters have no plan
 * @param removals the removals of managed rules without a desired cluster, as far as they can be
 *     determined; they are applied only on request
 * @param environments what is wrong with environments without clusters: they could not be read, or
 *     they hold managed rules and the desired state is empty
 * @param problems what is wrong with the source of the desired state; a cluster that is missing
 *     because of a problem is among the failures, too
 * @param withheld changes of clusters with a plan that are not made because the desired state has
 *     problems: either the plan is without them, or {@code apply} refuses all of it
 * @param impact the assessment of the impact limit; {@code apply} refuses the plans that exceed it
 * @param scopeDigests for each planned cluster a digest of the rules in its scope, which changes
 *     with every write there
 * @param stages the state of each stage of the rollout; empty if no stages are defined
 * @since 0.1.0
 */
public record PlanReport(
    FleetPlan plan,
    Map<ClusterName, Failure> failures,
    List<OrphanRemoval> removals,
    Map<EnvironmentName, Failure> environments,
    List<Problem> problems,
    Map<ClusterName, Failure> withheld,
    Impact impact,
    Map<ClusterName, String> scopeDigests,
    List<StageStatus> stages) {

  /** Copies the collections. */
  public PlanReport {
    failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    removals = List.copyOf(removals);
    environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    problems = List.copyOf(problems);
    withheld = Collections.unmodifiableMap(new LinkedHashMap<>(withheld));
    scopeDigests = Collections.unmodifiableMap(new LinkedHashMap<>(scopeDigests));
    stages = List.copyOf(stages);
  }

  /** Creates a report without stages. */
  public PlanReport(
      FleetPlan plan,
      Map<ClusterName, Failure> failures,
      List<OrphanRemoval> removals,
      Map<EnvironmentName, Failure> environments,
      List<Problem> problems,
      Map<ClusterName, Failure> withheld,
      Impact impact,
      Map<ClusterName, String> scopeDigests) {
    this(
        plan,
        failures,
        removals,
        environments,
        problems,
        withheld,
        impact,
        scopeDigests,
        List.of());
  }

  /** Creates a report without orphans of a desired state without problems. */
  public PlanReport(FleetPlan plan, Map<ClusterName, Failure> failures) {
    this(
        plan,
        failures,
        List.of(),
        Map.of(),
        List.of(),
        Map.of(),
        ImpactLimit.DEFAULT.assess(plan.clusters()),
        Map.of());
  }

  /** Returns the managed rules without a desired cluster, as far as they can be determined. */
  public List<Orphan> orphans() {
    return removals.stream().flatMap(removal -> removal.orphans().stream()).toList();
  }

  /**
   * Whether everything is as desired: everything could be read, there is no step, no failure and no
   * finding that is an error. There may be orphans.
   */
  public boolean isAsDesired() {
    return hasNoDifference() && failures.isEmpty() && environments.isEmpty();
  }

  /**
   * Whether it is unknown if everything is as desired: something could not be read, and the rest is
   * as desired.
   */
  public boolean isUnknown() {
    return hasNoDifference()
        && !(failures.isEmpty() && environments.isEmpty())
        && Stream.concat(failures.values().stream(), environments.values().stream())
            .noneMatch(failure -> failure.kind() == FailureKind.REFUSED);
  }

  private boolean hasNoDifference() {
    return plan.isEmpty() && !plan.hasErrors() && problems.isEmpty() && withheld.isEmpty();
  }

  /** Returns the same report with these problems. */
  public PlanReport withProblems(List<Problem> other) {
    return new PlanReport(
        plan, failures, removals, environments, other, withheld, impact, scopeDigests, stages);
  }

  /** Returns the same report with these states of the stages. */
  public PlanReport withStages(List<StageStatus> other) {
    return new PlanReport(
        plan, failures, removals, environments, problems, withheld, impact, scopeDigests, other);
  }

  /** Returns the plans of some clusters, without removals. */
  public PlanReport only(Collection<ClusterName> clusters) {
    Map<ClusterName, Failure> withheldThere = new LinkedHashMap<>(withheld);
    withheldThere.keySet().retainAll(clusters);
    return new PlanReport(
        new FleetPlan(
            plan.clusters().stream().filter(it -> clusters.contains(it.cluster())).toList()),
        Map.of(),
        List.of(),
        Map.of(),
        problems,
        withheldThere,
        impact,
        scopeDigests);
  }

  /** Returns the removals alone. */
  public PlanReport onlyRemovals() {
    return new PlanReport(
        new FleetPlan(List.of()),
        Map.of(),
        removals,
        environments,
        problems,
        Map.of(),
        impact,
        Map.of());
  }

  /**
   * Returns the same report as a run that {@linkplain Reconciler.Builder#removeOrphans() removes
   * orphans} sees it: the impact limit counts their namespaces, too.
   */
  public PlanReport assessingRemovals() {
    return new PlanReport(
        plan,
        failures,
        removals,
        environments,
        problems,
        withheld,
        impact.limit().assess(withRemovals().clusters()),
        scopeDigests,
        stages);
  }

  /** Returns the plans, followed by those that remove orphans. */
  public FleetPlan withRemovals() {
    return new FleetPlan(
        Stream.concat(plan.clusters().stream(), removals.stream().map(OrphanRemoval::plan))
            .toList());
  }

  /**
   * Returns everything besides the plans that a reviewer has to know, for renderers such as {@link
   * PlanMarkdown} and {@link PlanHtml}.
   *
   * @param origin who made the output from what, for example {@code deployer 1.4, commit 0f3c2a}
   */
  public PlanRemarks remarks(String origin) {
    return new PlanRemarks(
        messages(failures),
        messages(environments),
        messages(withheld),
        problemsBeside(),
        orphans().stream().map(PlanReport::description).toList(),
        stages.stream()
            .map(it -> new PlanRemarks.Stage(it.stage(), it.state().label(), it.reason()))
            .toList(),
        origin);
  }

  private static <K> Map<K, String> messages(Map<K, Failure> failures) {
    Map<K, String> messages = new LinkedHashMap<>();
    failures.forEach((subject, failure) -> messages.put(subject, failure.message()));
    return messages;
  }

  private static String description(Orphan orphan) {
    int count = orphan.namespaces().size();
    return "rule "
        + Quoted.of(orphan.rule().title())
        + " of environment "
        + orphan.environment().name()
        + " with "
        + count
        + (count == 1 ? " namespace" : " namespaces")
        + " has no desired cluster";
  }

  /** Returns the problems that are not reported as the failure of a cluster. */
  public List<Problem> problemsBeside() {
    return problems.stream()
        .filter(problem -> problem.cluster().filter(failures::containsKey).isEmpty())
        .toList();
  }
}
