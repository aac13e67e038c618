package io.github.logconfig.plan;

/**
 * The codes of findings. The names are stable: programs may rely on them.
 *
 * @since 0.1.0
 */
public enum FindingCode {
  /**
   * Dynatrace has no host group of this name: no host of the cluster has connected yet, or the name
   * is wrong.
   */
  HOST_GROUP_UNKNOWN(Severity.ERROR),
  /** Several host groups have exactly this name. */
  HOST_GROUP_AMBIGUOUS(Severity.ERROR),
  /**
   * The hosts of the cluster belong to no host group, and the host group of the cluster does not
   * exist: its rules have to be managed in the scope of the Kubernetes cluster.
   */
  HOSTS_WITHOUT_GROUP(Severity.ERROR),
  /** The Kubernetes cluster that is the target is not known in Dynatrace. */
  KUBERNETES_CLUSTER_UNKNOWN(Severity.ERROR),
  /** Several Kubernetes clusters in Dynatrace may be the target. */
  KUBERNETES_CLUSTER_AMBIGUOUS(Severity.ERROR),
  /** An unmanaged rule has the title of a managed rule. Nothing is planned. */
  TITLE_TAKEN(Severity.ERROR),
  /** The scope would have more rules than the service allows. Nothing is planned. */
  LIMIT_EXCEEDED(Severity.ERROR),
  /** The service does not allow a required change of a managed rule. Nothing is planned. */
  RULE_LOCKED(Severity.ERROR),
  /** Another rule excludes the logs of a desired namespace. */
  SHADOWED(Severity.ERROR),
  /** Another rule excludes some logs of a desired namespace. */
  PARTLY_SHADOWED(Severity.WARNING),
  /** Another rule includes logs of namespaces that are not desired. */
  FALLS_THROUGH(Severity.WARNING),
  /** Several rules have the external id of the same managed rule. */
  DUPLICATE_OWNED(Severity.WARNING),
  /** A managed rule was changed outside of logconfig; the plan restores it. */
  DRIFTED(Severity.WARNING),
  /** A managed rule keeps its title because another managed rule still has the desired one. */
  TITLE_HELD(Severity.WARNING),
  /** A rule has an attribute, an operator or a field that this version does not know. */
  UNKNOWN_ATTRIBUTE(Severity.WARNING),
  /**
   * The rule that the Dynatrace Operator creates in the scope of the Kubernetes cluster includes
   * logs whatever is desired.
   */
  OPERATOR_RULE(Severity.WARNING),
  /** The managed rules move to the scope of another target. */
  TARGET_CHANGED(Severity.INFO),
  /** The object id of a rule that should be adopted matches no rule, or one that cannot be. */
  NOT_ADOPTED(Severity.WARNING),
  /** An unmanaged rule is adopted. */
  ADOPTED(Severity.INFO),
  /**
   * Rules in the scopes of hosts that may run pods of the cluster are evaluated first there. The
   * severity is WARNING if a verdict depends on it.
   */
  HOST_RULES(Severity.INFO),
  /**
   * Rules in the scope of a Kubernetes cluster, or in an unknown scope, that is not tied to any
   * desired cluster may apply to this one. The severity is WARNING if a verdict depends on it.
   */
  SCOPE_NOT_TIED(Severity.INFO),
  /**
   * The cluster is tied by its name only to a Kubernetes cluster that has rules or is the target.
   */
  TIED_BY_NAME(Severity.INFO),
  /** A rule could not be read. It may match any record, and may include or exclude it. */
  UNREADABLE_RULE(Severity.WARNING),
  /** A verdict is unknown: the rules combine too many conditions, or differ only in case. */
  UNDECIDED(Severity.WARNING),
  /** The plan starts logs that an unmanaged rule excludes now. */
  EXCLUSION_OVERRIDDEN(Severity.WARNING),
  /**
   * While the steps are applied, logs are lost or ingested that are not before and after. Only
   * steps that restore rewritten managed rules have no safe order.
   */
  TRANSIENT_CHANGE(Severity.WARNING),
  /**
   * It is not known whether logs are lost or ingested while the steps are applied: managed rules
   * were rewritten, and the rules combine too many conditions.
   */
  ORDER_UNCHECKED(Severity.WARNING),
  /** Namespaces that are neither desired nor covered by a managed rule stop being ingested. */
  OTHER_NAMESPACES_STOP(Severity.WARNING);

  private final Severity severity;

  FindingCode(Severity severity) {
    this.severity = severity;
  }

  /** Returns the default severity of the code; a finding may have another one. */
  public Severity severity() {
    return severity;
  }
}
