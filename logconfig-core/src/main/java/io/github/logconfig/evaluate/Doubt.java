package io.github.logconfig.evaluate;

import java.util.Optional;

/**
 * Why a verdict is not certain.
 *
 * @param cause the kind of doubt
 * @param rule the rule that is in doubt; empty if no single rule is
 * @since 0.1.0
 */
public record Doubt(Cause cause, Optional<ScopedRule> rule) {

  /** Kinds of doubt. */
  public enum Cause {
    /** The rule's Kubernetes cluster is not tied to any cluster, so it may be this one. */
    SCOPE_NOT_TIED,
    /** The rule belongs to a single host, which may run pods of this cluster. */
    HOST_SCOPE,
    /** The rule's value could not be read. */
    UNREADABLE_RULE,
    /** The rule has an attribute, an operator or a field that this version does not know. */
    UNKNOWN_CONDITION,
    /** Windows ignores case in log sources, and the rules differ only in case. */
    OPERATING_SYSTEM,
    /** The conditions of the rules are too many to be combined exactly. */
    TOO_COMPLEX
  }
}
