package io.github.logconfig.plan;

import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.NamespaceName;

/**
 * What a plan means for the logs of one namespace.
 *
 * @param namespace the namespace
 * @param effect what happens to its logs
 * @param before whether they are ingested now
 * @param after whether they are ingested after the plan
 * @param stopping whether the impact limit counts the namespace: its logs stop, in whole or in
 *     part, or it is not known that they do not; or no managed rule covers it any more
 * @since 0.1.0
 */
public record NamespaceEffect(
    NamespaceName namespace, Kind effect, Verdict before, Verdict after, boolean stopping) {

  /** What happens to the logs of a namespace. */
  public enum Kind {
    /** They are not ingested now, in whole or in part, and are after the plan. */
    STARTS,
    /** They are ingested now, in whole or in part, and are not after the plan. */
    STOPS,
    /** They are ingested before and after the plan. */
    CONTINUES,
    /** They are desired, but another rule excludes them. */
    BLOCKED,
    /** Some of them are ingested after the plan, depending on attributes besides the namespace. */
    PARTLY,
    /** It is not known whether they are ingested; a finding says why. */
    UNKNOWN,
    /** They are ingested neither before nor after the plan. */
    NONE
  }

  /** Returns the effect on a desired namespace that is ingested before and after. */
  static NamespaceEffect continuing(NamespaceName namespace) {
    return new NamespaceEffect(
        namespace, Kind.CONTINUES, Verdict.INGESTED, Verdict.INGESTED, false);
  }
}
