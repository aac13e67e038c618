package io.github.logconfig.reconcile;

import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.RuleIdentity;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which rules of an environment play a part for some clusters: those of the environment, of the
 * clusters' host groups and Kubernetes clusters, and those of ours, wherever they hang. Not
 * thread-safe.
 */
final class RulesOfInterest {

  private static final LogRule ANY_RULE = LogRule.builder().title("a rule of a host").build();

  private final Owner owner;
  private final Set<RuleScope> hostGroups;
  private final Supplier<Set<EntityId>> kubernetesClusters;
  private final Set<RuleScope> hosts = new HashSet<>();
  private @Nullable Set<RuleScope> knownKubernetesClusters;

  /**
   * @param kubernetesClusters looks up the clusters' entities; asked at most once, and only if it
   *     matters
   */
  RulesOfInterest(
      Owner owner, Collection<EntityId> hostGroups, Supplier<Set<EntityId>> kubernetesClusters) {
    this.owner = owner;
    this.hostGroups = scopes(hostGroups);
    this.kubernetesClusters = kubernetesClusters;
  }

  /**
   * The rule, or what has to be kept of it: of all rules that hang from one host, only that there
   * are some.
   */
  Optional<ObservedRule> asFarAsOfInterest(ObservedRule rule) {
    boolean keep =
        switch (rule.scope().kind()) {
          case ENVIRONMENT -> true;
          case HOST_GROUP -> hostGroups.contains(rule.scope());
          case KUBERNETES_CLUSTER -> kubernetesClusters().contains(rule.scope());
          case HOST, OTHER -> false;
        };
    if (keep || isOurs(rule)) {
      return Optional.of(rule);
    }
    boolean newHost = rule.scope().kind() == RuleScope.Kind.HOST && hosts.add(rule.scope());
    return newHost
        ? Optional.of(ObservedRule.builder().from(rule).rule(ANY_RULE).build())
        : Optional.empty();
  }

  private boolean isOurs(ObservedRule rule) {
    return rule.externalId()
        .flatMap(RuleIdentity::parse)
        .filter(identity -> identity.owner().equals(owner))
        .isPresent();
  }

  private Set<RuleScope> kubernetesClusters() {
    Set<RuleScope> known = knownKubernetesClusters;
    if (known == null) {
      known = scopes(kubernetesClusters.get());
      knownKubernetesClusters = known;
    }
    return known;
  }

  private static Set<RuleScope> scopes(Collection<EntityId> entities) {
    return entities.stream().map(RuleScope::of).collect(Collectors.toSet());
  }
}
