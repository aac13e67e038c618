package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.plan.FleetPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What planning came to.
 *
 * @param plan the plans of all clusters whose environment could be read
 * @param failures why the other clusters have no plan
 * @param orphans rules of ours that no desired cluster wants, as far as that can be told
 * @param environments what is wrong with environments that no cluster reports to: they could not be
 *     read, or we have rules there and the desired state is empty
 * @param broken what of the desired state could not be read; those of them that have a name are
 *     among the failures, too
 * @since 0.1.0
 */
public record PlanReport(
    FleetPlan plan,
    Map<ClusterName, Failure> failures,
    List<Orphan> orphans,
    Map<EnvironmentName, Failure> environments,
    List<BrokenCluster> broken) {

  /**
   * Copies the parts.
   *
   * @param plan as told above
   * @param failures as told above
   * @param orphans as told above
   * @param environments as told above
   * @param broken as told above
   */
  public PlanReport {
    failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    orphans = List.copyOf(orphans);
    environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
    broken = List.copyOf(broken);
  }

  /**
   * A report without orphans, of a desired state that could be read as a whole.
   *
   * @param plan as told above
   * @param failures as told above
   */
  public PlanReport(FleetPlan plan, Map<ClusterName, Failure> failures) {
    this(plan, failures, List.of(), Map.of(), List.of());
  }

  /**
   * Whether everything is as desired: all could be read, and nothing has to change or is in the
   * way. Orphans may be there.
   *
   * @return true if there is no step, no failure and no finding that is an error
   */
  public boolean isAsDesired() {
    return plan.isEmpty()
        && !plan.hasErrors()
        && failures.isEmpty()
        && environments.isEmpty()
        && broken.isEmpty();
  }
}
