package io.github.logconfig.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the impact limit says of a run.
 *
 * @param stopping how many namespaces would stop in the whole run
 * @param limit the limit
 * @param clusters why single plans are refused
 * @param fleet why the run as a whole is refused, if it is; then every plan is refused by which
 *     something stops
 * @since 0.1.0
 */
public record Impact(
    int stopping,
    ImpactLimit limit,
    Map<LogConfigPlan, ImpactRefusal> clusters,
    Optional<ImpactRefusal> fleet) {

  /** Copies the map. */
  public Impact {
    clusters = Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
  }

  /** Whether any part of the run is refused. */
  public boolean isRefused() {
    return fleet.isPresent() || !clusters.isEmpty();
  }

  /** Returns why a plan of this run is refused; empty if it may be applied. */
  public Optional<ImpactRefusal> refusalOf(LogConfigPlan plan) {
    Optional<ImpactRefusal> own = Optional.ofNullable(clusters.get(plan));
    return own.isPresent() || plan.stopping() == 0 ? own : fleet;
  }
}
