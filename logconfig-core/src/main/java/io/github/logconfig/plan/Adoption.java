package io.github.logconfig.plan;

/**
 * What happens to an unmanaged rule that has the title of a managed rule.
 *
 * @since 0.1.0
 */
public enum Adoption {
  /** The rule is not changed; a {@link FindingCode#TITLE_TAKEN} finding reports it. */
  NEVER,
  /**
   * The rule is adopted: it gets our external id and the desired content. A rule that already has
   * an external id is not adopted but reported.
   */
  SAME_TITLE
}
