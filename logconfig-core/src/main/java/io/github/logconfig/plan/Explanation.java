package io.github.logconfig.plan;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.evaluate.NamespaceVerdict;
import io.github.logconfig.evaluate.TraceEntry;
import java.util.List;

/**
 * Why logs are ingested or not, now and after the plan of their cluster.
 *
 * @param known the known attributes of the logs
 * @param now the answer for the observed rules
 * @param afterPlan the answer for the rules after the plan
 * @param plan the plan
 * @since 0.1.0
 */
public record Explanation(LogRecord known, Answer now, Answer afterPlan, LogConfigPlan plan) {

  /**
   * The answer for one state of the rules.
   *
   * @param verdict whether the logs are ingested, and the rules that may decide
   * @param trace the rules that are evaluated for the logs, in the order of evaluation; the last
   *     one matches all remaining logs unless some logs match no rule
   */
  public record Answer(NamespaceVerdict verdict, List<TraceEntry> trace) {

    /** Copies the trace. */
    public Answer {
      trace = List.copyOf(trace);
    }
  }
}
