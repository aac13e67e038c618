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
  /**
   * Rules belong to single hosts that may run pods of the cluster; they are evaluated first there.
   * The severity is WARNING if a verdict depends on it.
   */
  HOST_RULES(Severity.INFO),
  /**
   * Rules belong to a Kubernetes cluster or to an unknown scope that could be tied to no desired
   * cluster, so they may apply to this one. The severity is WARNING if a verdict depends on it.
   */
  SCOPE_NOT_TIED(Severity.INFO),
  /** The cluster is tied to a Kubernetes cluster that has rules by nothing but its name. */
  TIED_BY_NAME(Severity.INFO),
  /** A rule could not be read. It may match any record, and may include or exclude it. */
  UNREADABLE_RULE(Severity.WARNING),
  /** The conditions of the rules are too many, or depend on case, so that a verdict is unknown. */
  UNDECIDED(Severity.WARNING),
  /** The plan lets logs in that an unmanaged rule excludes now. */
  EXCLUSION_OVERRIDDEN(Severity.WARNING),
  /** Namespaces that are not desired, and that no managed rule covers, stop being ingested. */
  OTHER_NAMESPACES_STOP(Severity.WARNING);

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
