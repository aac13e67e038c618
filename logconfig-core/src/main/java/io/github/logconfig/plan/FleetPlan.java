package io.github.logconfig.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * The plans of several clusters.
 *
 * @param clusters one plan per cluster, in the order of the desired state
 * @since 0.1.0
 */
public record FleetPlan(List<LogConfigPlan> clusters) {

  /** Copies the plans. */
  public FleetPlan {
    clusters = List.copyOf(clusters);
  }

  /** Returns the plans of some clusters. */
  public static FleetPlan of(LogConfigPlan... clusters) {
    return new FleetPlan(List.of(clusters));
  }

  /** Returns the steps of all clusters, in order. */
  public Stream<PlanStep> steps() {
    return clusters.stream().flatMap(plan -> plan.steps().stream());
  }

  /** Returns the findings of all clusters, in order. */
  public Stream<Finding> findings() {
    return clusters.stream().flatMap(plan -> plan.findings().stream());
  }

  /** Returns the effects on the namespaces of all clusters, in order. */
  public Stream<NamespaceEffect> effects() {
    return clusters.stream().flatMap(plan -> plan.effects().stream());
  }

  /** Returns whether no plan has a step. */
  public boolean isEmpty() {
    return clusters.stream().allMatch(LogConfigPlan::isEmpty);
  }

  /** Returns whether a plan has a finding that is an error. */
  public boolean hasErrors() {
    return clusters.stream().anyMatch(LogConfigPlan::hasErrors);
  }

  /** Returns the number of changes of all clusters. */
  public Summary summary() {
    return Summary.of(clusters);
  }

  /**
   * The number of changes.
   *
   * @param create rules to create
   * @param update rules to update or adopt
   * @param move rules to move
   * @param delete rules to delete
   * @param unchanged clusters whose plan is empty
   */
  public record Summary(int create, int update, int move, int delete, int unchanged) {

    static Summary of(List<LogConfigPlan> plans) {
      int create = 0;
      int update = 0;
      int move = 0;
      int delete = 0;
      int unchanged = 0;
      for (LogConfigPlan plan : plans) {
        unchanged += plan.isEmpty() ? 1 : 0;
        for (PlanStep step : plan.steps()) {
          switch (step.action()) {
            case CREATE -> create++;
            case UPDATE, ADOPT -> update++;
            case MOVE -> move++;
            case DELETE -> delete++;
          }
        }
      }
      return new Summary(create, update, move, delete, unchanged);
    }
  }
}
