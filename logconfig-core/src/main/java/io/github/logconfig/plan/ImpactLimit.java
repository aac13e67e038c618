package io.github.logconfig.plan;

import io.github.logconfig.model.InvalidValueException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limit on the namespaces that may stop being ingested in one run.
 *
 * <p>A run is refused if more than {@link #namespaces} namespaces and more than {@link #percent} of
 * the ingested ones would stop, in a cluster or in the whole fleet. By default it is also refused
 * if all namespaces of a cluster that ingests at least three would stop. Other namespaces, which
 * are neither desired nor covered by a managed rule, may stop only if that is {@linkplain
 * #allowingOthersToStop accepted explicitly}.
 *
 * <p>A namespace counts as stopping if some or all of its logs stop, if this is unknown, or if no
 * managed rule covers it after the run.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespaces the number of namespaces that may always stop
 * @param percent the percentage of the ingested namespaces that may always stop
 * @param mayEmptyClusters whether all namespaces of a cluster may stop within the other limits
 * @param othersMayStop whether other namespaces may stop
 * @since 0.1.0
 */
public record ImpactLimit(
    int namespaces, int percent, boolean mayEmptyClusters, boolean othersMayStop) {

  /** Refuses more than 10 namespaces and 20 %, and all namespaces of a cluster of three or more. */
  public static final ImpactLimit DEFAULT = new ImpactLimit(10, 20, false, false);

  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,9})(%?)");
  private static final int SMALLEST_CLUSTER = 3;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if {@code namespaces} is negative, or {@code percent} is not
   *     from 0 to 100
   */
  public ImpactLimit {
    if (namespaces < 0 || percent < 0 || percent > 100) {
      throw new IllegalArgumentException(
          "impact limit "
              + namespaces
              + " and "
              + percent
              + " %; expected a count from 0 and a percentage from 0 to 100");
    }
  }

  /**
   * Parses an explicit limit: a count or a percentage. Up to an explicit limit, even all namespaces
   * of a cluster may stop.
   *
   * @param text for example {@code 25} or {@code 50%}
   * @throws InvalidValueException if {@code text} is neither
   */
  public static ImpactLimit parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (parts.matches()) {
      int number = Integer.parseInt(parts.group(1));
      if (parts.group(2).isEmpty()) {
        return new ImpactLimit(number, 0, true, false);
      }
      if (number <= 100) {
        return new ImpactLimit(0, number, true, false);
      }
    }
    throw new InvalidValueException(
        "impact limit", text, "a count such as 25 or a percentage from 0% to 100%");
  }

  /** Returns the limit with other namespaces allowed to stop. */
  public ImpactLimit allowingOthersToStop() {
    return new ImpactLimit(namespaces, percent, mayEmptyClusters, true);
  }

  /** Assesses one plan. */
  public Impact assess(LogConfigPlan plan) {
    return assess(List.of(plan));
  }

  /** Assesses the plans of a run: each cluster separately, and all together. */
  public Impact assess(Collection<LogConfigPlan> plans) {
    int stopping = 0;
    int ingested = 0;
    Map<LogConfigPlan, Impact.Refusal> refusals = new LinkedHashMap<>();
    for (LogConfigPlan plan : plans) {
      stopping += plan.stopping();
      ingested += plan.ingestedNow();
      refusalOf(plan).ifPresent(refusal -> refusals.put(plan, refusal));
    }
    Optional<Impact.Refusal> fleet =
        isExceededBy(stopping, ingested)
            ? Optional.of(
                new Impact.Refusal("the fleet", stopping, ingested, Impact.Reason.TOO_MANY, this))
            : Optional.empty();
    return new Impact(stopping, this, refusals, fleet);
  }

  private Optional<Impact.Refusal> refusalOf(LogConfigPlan plan) {
    int stopping = plan.stopping();
    int ingested = plan.ingestedNow();
    boolean empties =
        !mayEmptyClusters && stopping > 0 && ingested >= SMALLEST_CLUSTER && stopping == ingested;
    Impact.Reason reason;
    if (isExceededBy(stopping, ingested)) {
      reason = Impact.Reason.TOO_MANY;
    } else if (empties) {
      reason = Impact.Reason.EMPTIES_CLUSTER;
    } else if (plan.stopsUnmanaged() && !othersMayStop) {
      reason = Impact.Reason.OTHERS_STOP;
    } else {
      return Optional.empty();
    }
    return Optional.of(
        new Impact.Refusal("cluster " + plan.cluster(), stopping, ingested, reason, this));
  }

  /** Returns whether the number of stopping namespaces exceeds the limit. */
  public boolean isExceededBy(int stopping, int ingested) {
    return stopping > namespaces && stopping * 100L > (long) percent * ingested;
  }

  @Override
  public String toString() {
    return namespaces + " namespaces and " + percent + " %";
  }
}
