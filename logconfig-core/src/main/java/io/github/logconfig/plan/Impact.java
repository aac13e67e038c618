package io.github.logconfig.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The assessment of a run by the {@linkplain ImpactLimit impact limit}.
 *
 * @param stopping the number of namespaces of the whole run that would stop
 * @param limit the limit
 * @param clusters the plans that are refused
 * @param fleet why the run as a whole is refused; then all plans with stopping namespaces are
 *     refused
 * @since 0.1.0
 */
public record Impact(
    int stopping,
    ImpactLimit limit,
    Map<LogConfigPlan, Refusal> clusters,
    Optional<Refusal> fleet) {

  /** Copies the map. */
  public Impact {
    clusters = Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
  }

  /** Returns whether any part of the run is refused. */
  public boolean isRefused() {
    return fleet.isPresent() || !clusters.isEmpty();
  }

  /** Returns why a plan of the run is refused; empty if it may be applied. */
  public Optional<Refusal> refusalOf(LogConfigPlan plan) {
    Optional<Refusal> own = Optional.ofNullable(clusters.get(plan));
    return own.isPresent() || plan.stopping() == 0 ? own : fleet;
  }

  /** The parts of the limit. */
  public enum Reason {
    /** More namespaces would stop than the limit allows. */
    TOO_MANY,
    /** All ingested namespaces of a cluster would stop. */
    EMPTIES_CLUSTER,
    /**
     * Other namespaces, which are neither desired nor covered by a managed rule, would or may stop.
     */
    OTHERS_STOP
  }

  /**
   * Why the impact limit refuses a plan or a run.
   *
   * @param what the cluster or the fleet
   * @param stopping the number of namespaces that would stop
   * @param ingestedNow the number of namespaces that are ingested now
   * @param reason the part of the limit that is exceeded
   * @param limit the limit
   */
  public record Refusal(
      String what, int stopping, int ingestedNow, Reason reason, ImpactLimit limit) {

    /** Returns the reason as a sentence. */
    public String message() {
      String counted =
          stopping
              + " of "
              + ingestedNow
              + " namespaces of "
              + what
              + " would stop or lose their rule";
      return switch (reason) {
        case TOO_MANY -> counted + "; the limit is " + limit;
        case EMPTIES_CLUSTER -> counted + ", which leaves none";
        case OTHERS_STOP ->
            "namespaces of "
                + what
                + " that are neither desired nor covered by a managed rule would or may stop";
      };
    }
  }
}
