package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.plan.FleetPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What planning came to.
 *
 * @param plan the plans of all clusters whose environment could be read
 * @param failures why the other clusters have no plan
 * @since 0.1.0
 */
public record PlanReport(FleetPlan plan, Map<ClusterName, Failure> failures) {

  /**
   * Copies the failures.
   *
   * @param plan as told above
   * @param failures as told above
   */
  public PlanReport {
    failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }
}
