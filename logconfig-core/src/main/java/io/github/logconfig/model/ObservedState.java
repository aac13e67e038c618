package io.github.logconfig.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.immutables.value.Value;

/**
 * What one environment held when it was read: its rules in their order, and the entities that names
 * were resolved to.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface ObservedState {

  /**
   * The environment that was read.
   *
   * @return its name
   */
  EnvironmentName environment();

  /**
   * The host groups that were looked up.
   *
   * @return for each name the ids of all host groups of exactly that name; a name that was not
   *     found has none
   */
  Map<HostGroupName, Set<EntityId>> hostGroups();

  /**
   * The Kubernetes clusters that were looked up, which is needed only where rules hang from
   * Kubernetes clusters.
   *
   * @return for each cluster the ids of all Kubernetes cluster entities of exactly that name
   */
  Map<ClusterName, Set<EntityId>> kubernetesClusters();

  /**
   * All rules, in the order in which the service lists them: within one scope that is the order of
   * evaluation.
   *
   * @return the rules of all scopes
   */
  List<ObservedRule> rules();

  /**
   * The rules of one scope.
   *
   * @param scope where they hang
   * @return the rules in the order of evaluation; empty if there are none
   */
  default List<ObservedRule> rulesIn(RuleScope scope) {
    return rulesByScope().getOrDefault(scope, List.of());
  }

  /**
   * The rules by the scope from which they hang.
   *
   * @return for each scope with rules, those in the order of evaluation
   */
  @Value.Lazy
  default Map<RuleScope, List<ObservedRule>> rulesByScope() {
    Map<RuleScope, List<ObservedRule>> byScope = new LinkedHashMap<>();
    for (ObservedRule rule : rules()) {
      byScope.computeIfAbsent(rule.scope(), scope -> new ArrayList<>()).add(rule);
    }
    byScope.replaceAll((scope, rules) -> List.copyOf(rules));
    return Collections.unmodifiableMap(byScope);
  }

  /**
   * The single hosts from which rules hang.
   *
   * @return their scopes, in the order in which they were read
   */
  @Value.Lazy
  default Set<RuleScope> hostScopes() {
    Set<RuleScope> hosts = new LinkedHashSet<>();
    for (RuleScope scope : rulesByScope().keySet()) {
      if (scope.kind() == RuleScope.Kind.HOST) {
        hosts.add(scope);
      }
    }
    return Collections.unmodifiableSet(hosts);
  }

  /**
   * Starts a new observation; {@code environment} is required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds observations. Not thread-safe. */
  final class Builder extends ImmutableObservedState.Builder {
    Builder() {}

    /**
     * Adds a host group that was looked up and found once.
     *
     * @param hostGroup the host group
     * @return this builder
     */
    public Builder addHostGroup(HostGroup hostGroup) {
      putHostGroup(hostGroup.name(), Set.of(hostGroup.id()));
      return this;
    }
  }
}
