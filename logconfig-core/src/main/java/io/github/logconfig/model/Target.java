package io.github.logconfig.model;

import java.util.Locale;
import java.util.Optional;

/**
 * The kind of scope in which the rules of a cluster are managed.
 *
 * @since 0.1.0
 */
public enum Target {
  /** The host group of the nodes of the cluster; the default. */
  HOST_GROUP(RuleScope.Kind.HOST_GROUP),
  /** The Kubernetes cluster itself, as Dynatrace knows it. */
  KUBERNETES_CLUSTER(RuleScope.Kind.KUBERNETES_CLUSTER);

  private final RuleScope.Kind scopeKind;

  Target(RuleScope.Kind scopeKind) {
    this.scopeKind = scopeKind;
  }

  /**
   * Returns the target with this name: {@code host-group} or {@code kubernetes-cluster}.
   *
   * @throws InvalidValueException if the text is neither
   */
  public static Target parse(String text) {
    for (Target target : values()) {
      if (target.label().equals(text)) {
        return target;
      }
    }
    throw new InvalidValueException("target", text, "host-group or kubernetes-cluster");
  }

  /** Returns the target with scopes of a kind; empty if no rules are managed in such scopes. */
  public static Optional<Target> of(RuleScope.Kind kind) {
    for (Target target : values()) {
      if (target.scopeKind == kind) {
        return Optional.of(target);
      }
    }
    return Optional.empty();
  }

  /** Returns the kind of the scope. */
  public RuleScope.Kind scopeKind() {
    return scopeKind;
  }

  /** Returns the name of the target in files and output, for example {@code host-group}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the name of the target in messages: {@code host group} or {@code Kubernetes cluster}.
   */
  public String noun() {
    return this == HOST_GROUP ? "host group" : "Kubernetes cluster";
  }
}
