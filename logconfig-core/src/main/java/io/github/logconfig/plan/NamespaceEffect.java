package io.github.logconfig.plan;

import io.github.logconfig.model.NamespaceName;

/**
 * What a plan means for the logs of one namespace.
 *
 * @param namespace the namespace
 * @param effect what happens
 * @since 0.1.0
 */
public record NamespaceEffect(NamespaceName namespace, Kind effect) {

  /** What happens to the logs of a namespace. */
  public enum Kind {
    /** They are ingested from then on. */
    STARTS,
    /** They are not ingested any more. */
    STOPS,
    /** They are ingested before and after. */
    CONTINUES,
    /** They are wanted, but another rule keeps them out. */
    BLOCKED,
    /** Some of them are ingested, depending on more than the namespace. */
    PARTLY
  }
}
