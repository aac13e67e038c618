package io.github.logconfig.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * What happens to one log record, and why.
 *
 * @param ingested whether the record is sent to Dynatrace
 * @param decidedBy the rule that matched first; empty if none matched, and then nothing is ingested
 * @param passed the rules that were tried before it and did not match, in their order; disabled
 *     ones included
 * @since 0.1.0
 */
public record Decision(boolean ingested, Optional<ScopedRule> decidedBy, List<ScopedRule> passed) {

  /**
   * Copies the rules.
   *
   * @param ingested as told above
   * @param decidedBy as told above
   * @param passed as told above
   */
  public Decision {
    passed = List.copyOf(passed);
  }
}
