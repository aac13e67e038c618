package io.github.logconfig.plan;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.TargetName;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.rule.UpdateToken;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Small words for the worlds that planner tests are about: one environment, one cluster, its host
 * group.
 */
public final class Worlds {

  public static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");
  public static final HostGroupName HOST_GROUP = new HostGroupName("stage-01");
  public static final EntityId HOST_GROUP_ID = new EntityId("HOST_GROUP-0E489369D663A4BF");
  public static final EntityId KUBERNETES_CLUSTER_ID =
      new EntityId("KUBERNETES_CLUSTER-0000000000000001");
  public static final KubernetesClusterUid UID =
      new KubernetesClusterUid("6c12a3b5-6d9e-4d57-9a2f-0b1c2d3e4f50");
  public static final RuleScope SCOPE = RuleScope.of(HOST_GROUP_ID);

  private Worlds() {}

  public static DesiredCluster cluster(String... namespaces) {
    return cluster(Policy.ADDITIVE, namespaces);
  }

  public static DesiredCluster cluster(Policy policy, String... namespaces) {
    return DesiredCluster.builder()
        .name(new ClusterName("stage-01"))
        .environment(STAGING)
        .kubernetesClusterUid(UID)
        .policy(policy)
        .addAllNamespaces(names(namespaces))
        .build();
  }

  public static List<NamespaceName> names(String... namespaces) {
    return Arrays.stream(namespaces).map(NamespaceName::new).toList();
  }

  public static ObservedState holding(ObservedRule... rules) {
    return ObservedState.builder()
        .environment(STAGING.name())
        .putHostGroup(HOST_GROUP, Set.of(HOST_GROUP_ID))
        .addKubernetesCluster(
            ObservedKubernetesCluster.builder()
                .id(KUBERNETES_CLUSTER_ID)
                .label("stage-01")
                .uid(UID)
                .build())
        .addRules(rules)
        .build();
  }

  /** Returns the managed include rule as it is after an apply. */
  public static ObservedRule ourInclude(String... namespaces) {
    return ours(RuleRole.INCLUDE, "obj-include", include("logconfig stage-01", namespaces));
  }

  public static ObservedRule ours(RuleRole role, String objectId, LogRule rule) {
    RuleIdentity identity =
        new RuleIdentity(PlanOptions.DEFAULT.owner(), new TargetName(HOST_GROUP.value()), role);
    return observed(objectId, SCOPE, Optional.of(identity.externalId()), rule);
  }

  public static ObservedRule foreign(String objectId, RuleScope scope, LogRule rule) {
    return observed(objectId, scope, Optional.empty(), rule);
  }

  public static LogRule include(String title, String... namespaces) {
    return LogRule.builder().title(title).addMatcher(onNamespaces(namespaces)).build();
  }

  public static LogRule exclude(String title, String... namespaces) {
    return LogRule.builder()
        .title(title)
        .action(RuleAction.EXCLUDE)
        .addMatcher(onNamespaces(namespaces))
        .build();
  }

  public static LogRule everything(String title, RuleAction action) {
    return LogRule.builder().title(title).action(action).build();
  }

  public static Matcher onNamespaces(String... namespaces) {
    return Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME).addValues(namespaces).build();
  }

  private static ObservedRule observed(
      String objectId, RuleScope scope, Optional<ExternalId> externalId, LogRule rule) {
    return ObservedRule.builder()
        .objectId(new ObjectId(objectId))
        .updateToken(new UpdateToken("token-of-" + objectId))
        .scope(scope)
        .externalId(externalId)
        .rule(rule)
        .build();
  }
}
