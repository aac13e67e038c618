package io.github.logconfig.plan;

/**
 * What is to happen to a rule that is not ours and has the title that ours is to have.
 *
 * @since 0.1.0
 */
public enum Adoption {
  /** It is left alone and reported as {@link FindingCode#TITLE_TAKEN}. */
  NEVER,
  /**
   * It is taken over: it gets our mark and says what our rule is to say. Only a rule without any
   * external id can be taken over; one that carries the mark of another tool or owner is still
   * reported.
   */
  SAME_TITLE
}
