package io.github.logconfig.reconcile;

import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.rule.ObservedState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What environments hold.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param states the environments that were read
 * @param failures why other environments could not be read
 * @since 0.1.0
 */
public record Observation(
    Map<EnvironmentName, ObservedState> states, Map<EnvironmentName, Failure> failures) {

  /** Copies the maps. */
  public Observation {
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }
}
