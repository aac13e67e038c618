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
  /** A rule that is not ours has the title that ours is to have. Nothing is planned then. */
  TITLE_TAKEN(Severity.ERROR),
  /** The service would refuse the rules: too many in the scope. Nothing is planned then. */
  LIMIT_EXCEEDED(Severity.ERROR),
  /** The service does not let a rule of ours be changed, moved or deleted, as would be needed. */
  RULE_LOCKED(Severity.ERROR),
  /** Another rule keeps the logs of a wanted namespace out. */
  SHADOWED(Severity.ERROR),
  /** Another rule may keep some logs of a wanted namespace out. */
  PARTLY_SHADOWED(Severity.WARNING),
  /** Logs of a namespace that is not listed are ingested all the same, through another rule. */
  FALLS_THROUGH(Severity.WARNING),
  /** More than one rule carries the mark of the same rule of ours. */
  DUPLICATE_OWNED(Severity.WARNING),
  /** Somebody else renamed, switched off, edited or moved a rule of ours; that is put back. */
  DRIFTED(Severity.WARNING),
  /** A rule of ours keeps its title, since another rule of ours has the one that it should have. */
  TITLE_HELD(Severity.WARNING),
  /** A rule looks at an attribute, or compares by an operator, that this version does not know. */
  UNKNOWN_ATTRIBUTE(Severity.WARNING),
  /** A rule that was made by hand is taken over. */
  ADOPTED(Severity.INFO),
  /** Rules hang from single hosts; they come first there, and are not part of the proof. */
  HOST_RULES(Severity.INFO);

  private final Severity severity;

  FindingCode(Severity severity) {
    this.severity = severity;
  }

  /**
   * How much findings of this kind matter, unless the finding itself says otherwise.
   *
   * @return the severity
   */
  public Severity severity() {
    return severity;
  }
}
