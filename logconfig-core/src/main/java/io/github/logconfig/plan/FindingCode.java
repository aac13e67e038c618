package io.github.logconfig.plan;

/**
 * What kind of finding it is. The names are stable: programs may rely on them.
 *
 * @since 0.1.0
 */
public enum FindingCode {
  /**
   * Dynatrace knows no host group of that name: no host of the cluster has reported yet, or the
   * name is wrong.
   */
  HOST_GROUP_UNKNOWN(Severity.ERROR),
  /** Several host groups have that very name. */
  HOST_GROUP_AMBIGUOUS(Severity.ERROR),
  /** Another rule keeps the logs of a wanted namespace out. */
  SHADOWED(Severity.ERROR),
  /** Another rule may keep some logs of a wanted namespace out. */
  PARTLY_SHADOWED(Severity.WARNING),
  /** Logs of a namespace that is not listed are ingested all the same, through another rule. */
  FALLS_THROUGH(Severity.WARNING),
  /** A rule that is not ours has the title that ours is to have. */
  TITLE_TAKEN(Severity.ERROR),
  /** More than one rule carries the mark of the same rule of ours. */
  DUPLICATE_OWNED(Severity.WARNING);

  private final Severity severity;

  FindingCode(Severity severity) {
    this.severity = severity;
  }

  /**
   * How much findings of this kind matter.
   *
   * @return the severity
   */
  public Severity severity() {
    return severity;
  }
}
