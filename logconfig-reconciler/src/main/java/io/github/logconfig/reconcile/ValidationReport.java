package io.github.logconfig.reconcile;

import java.util.List;

/**
 * What the service says of a plan that it was asked to check.
 *
 * @param clusters one report per cluster, in the order of the plan; then those that had no plan
 * @since 0.1.0
 */
public record ValidationReport(List<ClusterValidation> clusters) {

  /**
   * Copies the reports.
   *
   * @param clusters as told above
   */
  public ValidationReport {
    clusters = List.copyOf(clusters);
  }

  /**
   * Whether nothing speaks against the plan.
   *
   * @return true if that is so for every cluster
   */
  public boolean isValid() {
    return clusters.stream().allMatch(ClusterValidation::isValid);
  }
}
