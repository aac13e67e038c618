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
 * The limit on what may stop in one run.
 *
 * <p>A run is refused if more than {@link #namespaces} namespaces and more than {@link #percent} of
 * those that are ingested would stop, in a cluster or in the whole fleet. The default also refuses
 * to stop everything in a cluster that ingests at least three namespaces. Namespaces that no
 * desired state and no managed rule names may stop only if that is {@linkplain
 * #allowingOthersToStop accepted explicitly}.
 *
 * <p>A namespace counts as stopping if logs of it stop, in whole or in part; if it is not known
 * that they do not; or if no managed rule covers it any more, whatever other rules do.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param namespaces so many may stop in any case
 * @param percent so many of a hundred may stop in any case
 * @param mayEmptyClusters whether everything in a cluster may stop if the other limits allow it
 * @param othersMayStop whether namespaces may stop that no desired state and no managed rule names
 * @since 0.1.0
 */
public record ImpactLimit(
    int namespaces, int percent, boolean mayEmptyClusters, boolean othersMayStop) {

  /** More than 10 and more than 20 % are refused, and so is emptying a cluster of three or more. */
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
   * Parses an explicit limit: a count, or a percentage. An explicit limit alone decides: up to it
   * even all namespaces of a cluster may stop.
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

  /** Returns the same limit, under which other namespaces may stop. */
  public ImpactLimit allowingOthersToStop() {
    return new ImpactLimit(namespaces, percent, mayEmptyClusters, true);
  }

  /** Assesses one plan. */
  public Impact assess(LogConfigPlan plan) {
    return assess(List.of(plan));
  }

  /** Assesses the plans of one run, each cluster by itself and all of them together. */
  public Impact assess(Collection<LogConfigPlan> plans) {
    int stopping = 0;
    int ingested = 0;
    Map<LogConfigPlan, ImpactRefusal> refusals = new LinkedHashMap<>();
    for (LogConfigPlan plan : plans) {
      stopping += plan.stopping();
      ingested += plan.ingestedNow();
      refusalOf(plan).ifPresent(refusal -> refusals.put(plan, refusal));
    }
    Optional<ImpactRefusal> fleet =
        isExceededBy(stopping, ingested)
            ? Optional.of(
                new ImpactRefusal(
                    "the fleet", stopping, ingested, ImpactRefusal.Reason.TOO_MANY, this))
            : Optional.empty();
    return new Impact(stopping, this, refusals, fleet);
  }

  private Optional<ImpactRefusal> refusalOf(LogConfigPlan plan) {
    int stopping = plan.stopping();
    int ingested = plan.ingestedNow();
    boolean empties =
        !mayEmptyClusters && stopping > 0 && ingested >= SMALLEST_CLUSTER && stopping == ingested;
    ImpactRefusal.Reason reason;
    if (isExceededBy(stopping, ingested)) {
      reason = ImpactRefusal.Reason.TOO_MANY;
    } else if (empties) {
      reason = ImpactRefusal.Reason.EMPTIES_CLUSTER;
    } else if (plan.stopsUnmanaged() && !othersMayStop) {
      reason = ImpactRefusal.Reason.OTHERS_STOP;
    } else {
      return Optional.empty();
    }
    return Optional.of(
        new ImpactRefusal("cluster " + plan.cluster(), stopping, ingested, reason, this));
  }

  /** Whether so many of so many are more than the limit allows. */
  public boolean isExceededBy(int stopping, int ingested) {
    return stopping > namespaces && stopping * 100L > (long) percent * ingested;
  }

  @Override
  public String toString() {
    return namespaces + " namespaces and " + percent + " %";
  }
}
