package io.github.logconfig.rule;

import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.RuleScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
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

  /** Returns the name of the environment. */
  EnvironmentName environment();

  /**
   * Returns the host groups that were looked up: for each name, the ids of all host groups of
   * exactly that name; none if the name was not found. Names that differ from a desired name only
   * in case may be present; a finding suggests them.
   */
  Map<HostGroupName, Set<EntityId>> hostGroups();

  /**
   * Returns the Kubernetes clusters in Dynatrace. A cluster whose scope has rules but which is
   * missing here may be any cluster.
   */
  List<ObservedKubernetesCluster> kubernetesClusters();

  /**
   * Returns the hosts that have rules in their own scope, with their relations. A host that has
   * rules but is missing here may belong to any cluster.
   */
  List<ObservedHost> hosts();

  /**
   * Returns the rules of all scopes, in the order in which the service lists them. Within one scope
   * this is the order of evaluation.
   */
  List<ObservedRule> rules();

  /** Returns the rules of a scope in the order of evaluation; empty if there are none. */
  default List<ObservedRule> rulesIn(RuleScope scope) {
    return rulesByScope().getOrDefault(scope, List.of());
  }

  /** Returns the rules of each scope that has rules, in the order of evaluation. */
  @Value.Lazy
  default Map<RuleScope, List<ObservedRule>> rulesByScope() {
    Map<RuleScope, List<ObservedRule>> byScope = new LinkedHashMap<>();
    for (ObservedRule rule : rules()) {
      byScope.computeIfAbsent(rule.scope(), scope -> new ArrayList<>()).add(rule);
    }
    byScope.replaceAll((scope, rules) -> List.copyOf(rules));
    return Collections.unmodifiableMap(byScope);
  }

  /** Returns the scopes of a kind that have at least one rule, in the order of the rules. */
  default Set<RuleScope> scopesWithRules(RuleScope.Kind kind) {
    return scopesByKind().getOrDefault(kind, Set.of());
  }

  /** Returns the scopes that have at least one rule, by kind. */
  @Value.Lazy
  default Map<RuleScope.Kind, Set<RuleScope>> scopesByKind() {
    Map<RuleScope.Kind, Set<RuleScope>> scopes = new EnumMap<>(RuleScope.Kind.class);
    for (RuleScope scope : rulesByScope().keySet()) {
      scopes.computeIfAbsent(scope.kind(), kind -> new LinkedHashSet<>()).add(scope);
    }
    scopes.replaceAll((kind, ofKind) -> Collections.unmodifiableSet(ofKind));
    return Collections.unmodifiableMap(scopes);
  }

  /** Returns a builder; {@code environment} is required. */
  static Builder builder() {
    return new Builder();
  }

  /** Builds observations. Not thread-safe. */
  final class Builder extends ImmutableObservedState.Builder {
    Builder() {}

    /** Adds a host group that was looked up and found exactly once. */
    public Builder addHostGroup(HostGroup hostGroup) {
      putHostGroup(hostGroup.name(), Set.of(hostGroup.id()));
      return this;
    }
  }
}
