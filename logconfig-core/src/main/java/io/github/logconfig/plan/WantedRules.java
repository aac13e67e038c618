package io.github.logconfig.plan;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.NamespaceMatcher;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleAction;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules that a cluster's desired state amounts to, in the order in which they have to stand.
 */
final class WantedRules {

  private WantedRules() {}

  static SortedMap<RuleIdentity, LogRule> of(DesiredCluster desired, Owner owner) {
    SortedMap<RuleIdentity, LogRule> wanted = new TreeMap<>((a, b) -> a.role().compareTo(b.role()));
    int part = 1;
    for (NamespaceMatcher share : NamespaceMatcher.split(desired.namespaces())) {
      RuleIdentity identity =
          new RuleIdentity(owner, desired.hostGroup(), RuleRole.include(part++));
      wanted.put(
          identity,
          LogRule.builder().title(identity.title()).addMatcher(share.toMatcher()).build());
    }
    if (desired.policy() == Policy.EXCLUSIVE) {
      RuleIdentity identity = new RuleIdentity(owner, desired.hostGroup(), RuleRole.EXCLUDE_REST);
      wanted.put(
          identity, LogRule.builder().title(identity.title()).action(RuleAction.EXCLUDE).build());
    }
    return wanted;
  }
}
