package io.github.logconfig.plan;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.SourceLocations;
import io.github.logconfig.model.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.immutables.value.Value;

/**
 * The changes for one cluster, and their effects.
 *
 * <p>Equal states give equal plans. A plan can be stored, shown, and applied later: every step has
 * a precondition.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface LogConfigPlan {

  /** Returns the name of the cluster. */
  ClusterName cluster();

  /** Returns the environment of the cluster. */
  Environment environment();

  /** Returns the kind of scope in which the rules are managed. */
  @Value.Default
  default Target target() {
    return Target.HOST_GROUP;
  }

  /**
   * Returns the name of the host group of the cluster. The rules are managed there, unless the
   * {@link #target()} is another one.
   */
  HostGroupName hostGroup();

  /** Returns the name of the scope in messages: of the host group, or of the cluster. */
  default String targetName() {
    return target() == Target.HOST_GROUP ? hostGroup().value() : cluster().value();
  }

  /**
   * Returns the scope of the managed rules; empty if it could not be resolved, and for plans that
   * were read from a document. Two plans that differ only in this are equal.
   */
  @Value.Auxiliary
  Optional<RuleScope> scope();

  /** Returns the fingerprint of the desired state that the plan leads to. */
  Fingerprint fingerprint();

  /** Returns the steps in a valid order of execution; empty if nothing changes. */
  List<PlanStep> steps();

  /** Returns the findings, most severe first. */
  List<Finding> findings();

  /**
   * Returns the effect on each namespace that is desired or covered by a managed rule, in natural
   * order; empty if the target scope could not be resolved.
   */
  @Value.Default
  default NamespaceEffects effects() {
    return NamespaceEffects.NONE;
  }

  /**
   * Returns when the managed rules in the target scope were modified last, by the clock of the
   * service; empty if there are none, if the service does not return the time of each of them, and
   * for plans that were read from a document. Two plans that differ only in this are equal.
   */
  @Value.Auxiliary
  Optional<Instant> modified();

  /** Returns the number of namespaces that the managed rules include now. */
  int managedNow();

  /** Returns the effect on other namespaces. */
  @Value.Default
  default OtherNamespaces otherNamespaces() {
    return OtherNamespaces.NOT_INGESTED;
  }

  /**
   * Returns whether logs stop, or may stop, that are neither desired nor covered by a managed rule.
   * The impact limit refuses this unless it is accepted explicitly.
   */
  @Value.Default
  default boolean stopsUnmanaged() {
    return false;
  }

  /** Returns the number of namespaces that the impact limit counts as stopping. */
  default int stopping() {
    return effects().stopping();
  }

  /**
   * Returns the number of namespaces that are ingested now, as far as the plan considers them:
   * those that managed rules cover, and those that stop.
   */
  default int ingestedNow() {
    return Math.max(managedNow(), stopping());
  }

  /** Returns the desired cluster; empty for the removal of orphans. */
  Optional<DesiredCluster> desired();

  /**
   * Returns the rules that the plan was proven with; empty unless {@link PlanOptions#keepsRules()}
   * is set, if the target scope could not be resolved, and for plans that were read from a
   * document. Two plans that differ only in this are equal.
   */
  @Value.Auxiliary
  Optional<EvaluatedRules> rules();

  /** Returns the desired namespaces. */
  default SortedSet<NamespaceName> desiredNamespaces() {
    return desired().map(DesiredCluster::namespaces).orElseGet(TreeSet::new);
  }

  /** Returns where the cluster and its namespaces are defined, as far as that is known. */
  default SourceLocations locations() {
    return desired().map(DesiredCluster::locations).orElse(SourceLocations.NONE);
  }

  /** Returns the policy of the desired cluster. */
  default Policy policy() {
    return desired().map(DesiredCluster::policy).orElse(Policy.ADDITIVE);
  }

  /** Returns whether there is no step. */
  default boolean isEmpty() {
    return steps().isEmpty();
  }

  /** Returns whether a finding is an error, so that the desired state is not reached. */
  default boolean hasErrors() {
    return findings().stream().anyMatch(Finding::isError);
  }

  /** Returns the number of namespaces with an effect. */
  default int count(NamespaceEffect.Kind kind) {
    return effects().count(kind);
  }

  /** Returns a builder; everything but the lists is required. */
  static Builder builder() {
    return new Builder();
  }

  /** Builds plans. Not thread-safe. */
  final class Builder extends ImmutableLogConfigPlan.Builder {
    Builder() {}
  }
}
