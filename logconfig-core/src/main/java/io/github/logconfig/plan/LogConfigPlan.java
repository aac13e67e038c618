package io.github.logconfig.plan;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.immutables.value.Value;

/**
 * What has to change for one cluster, and what that means.
 *
 * <p>A plan is a value: equal states give equal plans, and it can be kept, shown and carried out
 * later. Every step says what must still hold then.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface LogConfigPlan {

  /**
   * The cluster.
   *
   * @return its name
   */
  ClusterName cluster();

  /**
   * The environment whose rules change.
   *
   * @return the environment
   */
  Environment environment();

  /**
   * The host group of the cluster.
   *
   * @return its name
   */
  HostGroupName hostGroup();

  /**
   * Which desired state the plan leads to.
   *
   * @return the state's fingerprint
   */
  Fingerprint fingerprint();

  /**
   * The writes, in the order in which they are valid.
   *
   * @return the steps, none if nothing has to change
   */
  List<PlanStep> steps();

  /**
   * What a person must know.
   *
   * @return the findings, grave ones first
   */
  List<Finding> findings();

  /**
   * What happens to the namespaces that are wanted, or were taken in by our rules.
   *
   * @return one effect per namespace, in the order of the names; none by default, and if the host
   *     group could not be resolved
   */
  @Value.Default
  default NamespaceEffects effects() {
    return NamespaceEffects.NONE;
  }

  /**
   * How many namespaces our rules take in now.
   *
   * @return the count that {@link ImpactLimit} measures stopping namespaces by
   */
  int namespacesTakenInNow();

  /** Returns what happens to other namespaces. */
  @Value.Default
  default OtherNamespaces otherNamespaces() {
    return OtherNamespaces.NOT_INGESTED;
  }

  /**
   * Returns whether logs stop, or may stop, that neither the desired state names nor a managed rule
   * covers. The impact limit refuses that unless it is accepted explicitly.
   */
  @Value.Default
  default boolean stopsUnmanaged() {
    return false;
  }

  /** Returns how many namespaces the impact limit counts as stopping. */
  default int stopping() {
    return effects().stopping();
  }

  /**
   * Returns how many namespaces are ingested now, as far as the plan looks at them: those that
   * managed rules cover, and those that stop.
   */
  default int ingestedNow() {
    return Math.max(namespacesTakenInNow(), stopping());
  }

  /** Returns the desired cluster; empty for the removal of rules that no cluster has. */
  Optional<DesiredCluster> desired();

  /** Returns the desired namespaces. */
  default SortedSet<NamespaceName> desiredNamespaces() {
    return desired().map(DesiredCluster::namespaces).orElseGet(TreeSet::new);
  }

  /** Returns the policy of the desired cluster. */
  default Policy policy() {
    return desired().map(DesiredCluster::policy).orElse(Policy.ADDITIVE);
  }

  /**
   * Whether nothing has to change.
   *
   * @return true if there is no step
   */
  default boolean isEmpty() {
    return steps().isEmpty();
  }

  /**
   * Whether something stands in the way of the desired state.
   *
   * @return true if a finding is an error
   */
  default boolean hasErrors() {
    return findings().stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /**
   * How many namespaces have this effect.
   *
   * @param kind the effect
   * @return the count
   */
  default int count(NamespaceEffect.Kind kind) {
    return effects().count(kind);
  }

  /**
   * Starts a new plan; everything but the lists is required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds plans. Not thread-safe. */
  final class Builder extends ImmutableLogConfigPlan.Builder {
    Builder() {}
  }
}
