package io.github.logconfig.plan;

import java.util.List;

/**
 * The plans of several clusters.
 *
 * @param clusters one plan per cluster, in the order of the desired state
 * @since 0.1.0
 */
public record FleetPlan(List<LogConfigPlan> clusters) {

  /**
   * Copies the plans.
   *
   * @param clusters as told above
   */
  public FleetPlan {
    clusters = List.copyOf(clusters);
  }

  /**
   * Whether nothing has to change anywhere.
   *
   * @return true if no plan has a step
   */
  public boolean isEmpty() {
    return clusters.stream().allMatch(LogConfigPlan::isEmpty);
  }

  /**
   * Whether something stands in the way of the desired state of any cluster.
   *
   * @return true if a finding is an error
   */
  public boolean hasErrors() {
    return clusters.stream().anyMatch(LogConfigPlan::hasErrors);
  }

  /**
   * Totals over all clusters.
   *
   * @return the totals
   */
  public PlanSummary summary() {
    return PlanSummary.of(clusters);
  }
}
