package io.github.logconfig.plan;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.TraceEntry;
import java.util.List;

/**
 * Why logs are ingested or not: now, and once the plan of their cluster has been carried out.
 *
 * @param known what is known of the logs: their namespace, and what else was given
 * @param now what happens to them now
 * @param afterPlan what will happen to them
 * @param plan the plan that leads there
 * @since 0.1.0
 */
public record Explanation(LogRecord known, Answer now, Answer afterPlan, LogConfigPlan plan) {

  /**
   * What happens to the logs under some rules.
   *
   * @param verdict whether they are ingested, and the rules that may decide
   * @param trace all rules that they come to, in the order in which these are tried; the last one
   *     takes what is left, unless some logs match no rule at all
   */
  public record Answer(NamespaceVerdict verdict, List<TraceEntry> trace) {

    /**
     * Copies the trace.
     *
     * @param verdict as told above
     * @param trace as told above
     */
    public Answer {
      trace = List.copyOf(trace);
    }
  }
}
