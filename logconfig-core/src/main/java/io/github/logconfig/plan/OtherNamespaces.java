package io.github.logconfig.plan;

import io.github.logconfig.evaluate.Change;
import io.github.logconfig.evaluate.Comparison;
import io.github.logconfig.evaluate.Verdict;

/**
 * The effect of a plan on other namespaces: those that neither a rule nor the desired state names.
 *
 * @param effect the effect; {@link NamespaceEffect.Kind#STOPS} and {@link
 *     NamespaceEffect.Kind#STARTS} if it applies to some of them at least
 * @param before whether they are ingested before the plan
 * @param after whether they are ingested after the plan
 * @param stops whether logs of some of them stop
 * @since 0.1.0
 */
public record OtherNamespaces(
    NamespaceEffect.Kind effect, Verdict before, Verdict after, Change stops) {

  /** Other namespaces are ingested neither before nor after the plan. */
  public static final OtherNamespaces NOT_INGESTED =
      new OtherNamespaces(
          NamespaceEffect.Kind.NONE, Verdict.NOT_INGESTED, Verdict.NOT_INGESTED, Change.NO);

  /** Returns the effect that a comparison of all other namespaces shows. */
  public static OtherNamespaces of(Comparison comparison) {
    return new OtherNamespaces(
        effect(comparison),
        comparison.before().verdict(),
        comparison.after().verdict(),
        comparison.stops());
  }

  /** Returns the effect of a plan that changes nothing for other namespaces. */
  public static OtherNamespaces unchanged(Verdict verdict) {
    return new OtherNamespaces(ofUnchanged(verdict), verdict, verdict, Change.NO);
  }

  private static NamespaceEffect.Kind effect(Comparison comparison) {
    if (comparison.stops() == Change.YES) {
      return NamespaceEffect.Kind.STOPS;
    }
    if (comparison.stops() == Change.MAYBE || comparison.starts() == Change.MAYBE) {
      return NamespaceEffect.Kind.UNKNOWN;
    }
    return comparison.starts() == Change.YES
        ? NamespaceEffect.Kind.STARTS
        : ofUnchanged(comparison.after().verdict());
  }

  private static NamespaceEffect.Kind ofUnchanged(Verdict verdict) {
    return switch (verdict) {
      case INGESTED -> NamespaceEffect.Kind.CONTINUES;
      case NOT_INGESTED -> NamespaceEffect.Kind.NONE;
      case PARTLY -> NamespaceEffect.Kind.PARTLY;
      case UNKNOWN -> NamespaceEffect.Kind.UNKNOWN;
    };
  }
}
