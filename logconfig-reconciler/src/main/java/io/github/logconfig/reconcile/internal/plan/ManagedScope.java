package io.github.logconfig.reconcile.internal.plan;

import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The target scope of a cluster as it was read, and its former scope if its target has changed.
 *
 * @param digest changes with every write to these scopes: SHA-256 over their rules in their order,
 *     with their update tokens
 * @param untouched the managed rules of the cluster that its steps leave as they are; none if there
 *     are no steps, so that what was read can be released
 */
public record ManagedScope(String digest, List<ObservedRule> untouched) {

  static ManagedScope of(LogConfigPlan plan, ObservedState observed, Owner owner) {
    Set<RuleScope> scopes = new LinkedHashSet<>();
    plan.scope().ifPresent(scopes::add);
    plan.steps().forEach(step -> scopes.add(step.scope()));
    List<ObservedRule> rules = new ArrayList<>();
    scopes.forEach(scope -> rules.addAll(observed.rulesIn(scope)));
    if (plan.isEmpty()) {
      return new ManagedScope(digest(rules), List.of());
    }
    Set<ObjectId> touched = new HashSet<>();
    plan.steps().forEach(step -> step.objectId().ifPresent(touched::add));
    List<ObservedRule> untouched = new ArrayList<>();
    for (ObservedRule rule : rules) {
      if (isManaged(rule, plan, owner) && !touched.contains(rule.objectId())) {
        untouched.add(rule);
      }
    }
    return new ManagedScope(digest(rules), untouched);
  }

  private static boolean isManaged(ObservedRule rule, LogConfigPlan plan, Owner owner) {
    return rule.externalId()
        .flatMap(id -> RuleIdentity.roleOf(id, owner, new TargetName(plan.targetName())))
        .isPresent();
  }

  private static String digest(List<ObservedRule> rules) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (ObservedRule rule : rules) {
        String state = rule.objectId() + "\n" + rule.updateToken() + "\n";
        digest.update(state.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
