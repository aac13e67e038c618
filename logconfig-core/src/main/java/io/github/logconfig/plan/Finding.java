package io.github.logconfig.plan;

/**
 * Something that a person must know about a plan.
 *
 * @param code what kind of thing it is
 * @param message what it is, in one sentence, and what to do about it
 * @since 0.1.0
 */
public record Finding(FindingCode code, String message) {

  /**
   * How much it matters.
   *
   * @return the severity of its kind
   */
  public Severity severity() {
    return code.severity();
  }
}
