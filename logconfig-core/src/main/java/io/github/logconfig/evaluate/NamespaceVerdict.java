package io.github.logconfig.evaluate;

import java.util.List;

/**
 * What happens to the records of one namespace, whatever their other attributes are.
 *
 * @param ingestion whether they are ingested
 * @param decidedBy the rules that may decide, in the order in which they are tried. For {@link
 *     Ingestion#YES} and {@link Ingestion#NO} the last one decides for every record that none
 *     before it took; empty if no rule matches
 * @since 0.1.0
 */
public record NamespaceVerdict(Ingestion ingestion, List<ScopedRule> decidedBy) {

  /**
   * Copies the rules.
   *
   * @param ingestion as told above
   * @param decidedBy as told above
   */
  public NamespaceVerdict {
    decidedBy = List.copyOf(decidedBy);
  }
}
