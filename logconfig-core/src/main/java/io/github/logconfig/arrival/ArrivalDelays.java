package io.github.logconfig.arrival;

import java.time.Duration;

/**
 * How long a change of the rules takes to be seen in the logs.
 *
 * @param rule how long a rule takes to reach every host
 * @param shipping how long a record takes from the pod to the query
 * @param skew how much the clocks of hosts and of the service differ at most
 * @param settled how long after a change it is still too early to miss records
 * @since 0.1.0
 */
public record ArrivalDelays(Duration rule, Duration shipping, Duration skew, Duration settled) {

  /** The documented delays: 90 seconds each for rules and records. */
  public static final ArrivalDelays DEFAULT =
      new ArrivalDelays(
          Duration.ofSeconds(90),
          Duration.ofSeconds(90),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10));

  /** Returns how long after a change the first query makes sense. */
  public Duration firstQuery() {
    return rule.plus(shipping);
  }
}
