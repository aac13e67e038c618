package io.github.logconfig.plan;

import io.github.logconfig.model.InvalidValueException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many namespaces may stop being ingested in one run.
 *
 * <p>A run is refused if both bounds are exceeded. Either bound can be switched off by setting it
 * to 0, so that the other one alone counts: {@code 0 namespaces and 20 %} refuses whenever more
 * than 20 % would stop.
 *
 * @param namespaces the count that may stop in any case
 * @param percent the share, of the namespaces ingested through our rules now, that may stop in any
 *     case; 0 to 100
 * @since 0.1.0
 */
public record ImpactLimit(int namespaces, int percent) {

  /** Refuses when more than 10 namespaces and more than 20 % would stop. */
  public static final ImpactLimit DEFAULT = new ImpactLimit(10, 20);

  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,9})(%?)");

  /**
   * Checks the bounds.
   *
   * @param namespaces as told above
   * @param percent as told above
   * @throws IllegalArgumentException if a bound is negative or {@code percent} is above 100
   */
  public ImpactLimit {
    if (namespaces < 0 || percent < 0 || percent > 100) {
      throw new IllegalArgumentException(
          "an impact limit is a count from 0 and a percentage from 0 to 100, not "
              + namespaces
              + " and "
              + percent);
    }
  }

  /**
   * Reads {@code 25} (at most 25 namespaces may stop) or {@code 30%} (at most 30 % of them may).
   *
   * @param text the limit
   * @return the limit
   * @throws InvalidValueException if {@code text} is neither
   */
  public static ImpactLimit parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (parts.matches()) {
      int number = Integer.parseInt(parts.group(1));
      if (parts.group(2).isEmpty()) {
        return new ImpactLimit(number, 0);
      }
      if (number <= 100) {
        return new ImpactLimit(0, number);
      }
    }
    throw new InvalidValueException(
        "impact limit", text, "a count such as 25 or a percentage from 0% to 100%");
  }

  /**
   * Whether so many stopping namespaces are too many.
   *
   * @param stopping how many would stop
   * @param ingestedNow how many are ingested through our rules now
   * @return true if the run has to be refused
   */
  public boolean isExceededBy(int stopping, int ingestedNow) {
    return stopping > namespaces && stopping * 100L > (long) percent * ingestedNow;
  }

  /**
   * Why the plan of one cluster must not be carried out.
   *
   * @param plan the plan
   * @return the reason; empty if the limit allows it
   */
  public Optional<ImpactRefusal> refusal(LogConfigPlan plan) {
    return refusal(
        "cluster " + plan.cluster(),
        plan.count(NamespaceEffect.Kind.STOPS),
        plan.namespacesTakenInNow());
  }

  /**
   * Why the plans of a fleet must not be carried out together: many clusters that lose a little
   * each can lose too much.
   *
   * @param fleet the plans
   * @return the reason; empty if the limit allows it, whatever it says of single clusters
   */
  public Optional<ImpactRefusal> refusal(FleetPlan fleet) {
    int stopping = 0;
    int ingestedNow = 0;
    for (LogConfigPlan plan : fleet.clusters()) {
      stopping += plan.count(NamespaceEffect.Kind.STOPS);
      ingestedNow += plan.namespacesTakenInNow();
    }
    return refusal("the fleet", stopping, ingestedNow);
  }

  private Optional<ImpactRefusal> refusal(String what, int stopping, int ingestedNow) {
    return isExceededBy(stopping, ingestedNow)
        ? Optional.of(new ImpactRefusal(what, stopping, ingestedNow, this))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return namespaces + " namespaces and " + percent + " %";
  }
}
