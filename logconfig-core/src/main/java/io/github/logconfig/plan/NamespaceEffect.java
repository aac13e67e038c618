package io.github.logconfig.plan;

import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.NamespaceName;
import java.util.Locale;

/**
 * The effect of a plan on the logs of one namespace.
 *
 * @param namespace the namespace
 * @param effect the effect
 * @param before whether the logs are ingested before the plan
 * @param after whether the logs are ingested after the plan
 * @param stopping whether the impact limit counts the namespace as stopping: some or all of its
 *     logs stop, this is unknown, or no managed rule covers the namespace after the plan
 * @since 0.1.0
 */
public record NamespaceEffect(
    NamespaceName namespace, Kind effect, Verdict before, Verdict after, boolean stopping) {

  /** The effects. */
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
    NONE;

    /** Returns the name of the effect in output, in lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns whether the logs of the namespace start. */
  public boolean starts() {
    return effect == Kind.STARTS;
  }

  /** Returns whether the logs of the namespace stop. */
  public boolean stops() {
    return effect == Kind.STOPS;
  }

  /** Returns whether anything changes for the namespace, or may change. */
  public boolean isChange() {
    return before != after || before == Verdict.UNKNOWN;
  }

  /** Returns the effect on a desired namespace that is ingested before and after. */
  static NamespaceEffect continuing(NamespaceName namespace) {
    return new NamespaceEffect(
        namespace, Kind.CONTINUES, Verdict.INGESTED, Verdict.INGESTED, false);
  }
}
