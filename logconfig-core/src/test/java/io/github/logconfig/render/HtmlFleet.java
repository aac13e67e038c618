package io.github.logconfig.render;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.RuleIdentity;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.rule.UpdateToken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fleets for tests of the page: clusters with what their managed rule holds now. */
final class HtmlFleet {

  static final PlanOptions OPTIONS = PlanOptions.builder().keepsRules(true).build();

  private final Map<EnvironmentName, Environment> environments = new LinkedHashMap<>();
  private final Map<EnvironmentName, List<ObservedRule>> rules = new LinkedHashMap<>();
  private final Map<EnvironmentName, Map<HostGroupName, EntityId>> hostGroups =
      new LinkedHashMap<>();
  private final List<DesiredCluster> clusters = new ArrayList<>();
  private int number;

  /** Adds a cluster with a managed rule for {@code now}, unless that is empty. */
  HtmlFleet cluster(
      String environment,
      String name,
      Policy policy,
      Collection<String> now,
      Collection<String> desired) {
    Environment of = environment(environment);
    DesiredCluster cluster =
        DesiredCluster.builder()
            .name(new ClusterName(name))
            .environment(of)
            .policy(policy)
            .addAllNamespaces(desired.stream().map(NamespaceName::new).toList())
            .build();
    clusters.add(cluster);
    EntityId id = new EntityId(String.format(Locale.ROOT, "HOST_GROUP-%016X", ++number));
    hostGroups.get(of.name()).put(cluster.hostGroup(), id);
    if (!now.isEmpty()) {
      RuleIdentity identity =
          new RuleIdentity(OPTIONS.owner(), cluster.targetName(), RuleRole.INCLUDE);
      add(
          of,
          RuleScope.of(id),
          Optional.of(identity),
          LogRule.builder()
              .title(identity.title())
              .addMatcher(
                  Matcher.builder()
                      .attribute(Attribute.K8S_NAMESPACE_NAME)
                      .addAllValues(now)
                      .build())
              .build());
    }
    return this;
  }

  /** Adds an unmanaged rule of an environment; a matcher is {@code attribute=value,value}. */
  HtmlFleet rule(String environment, RuleAction action, String title, String... matchers) {
    LogRule.Builder rule = LogRule.builder().title(title).action(action);
    for (String matcher : matchers) {
      int sign = matcher.indexOf('=');
      rule.addMatcher(
          Matcher.builder()
              .attribute(new Attribute(matcher.substring(0, sign)))
              .addValues(matcher.substring(sign + 1).split(",", -1))
              .build());
    }
    add(environment(environment), RuleScope.ENVIRONMENT, Optional.empty(), rule.build());
    return this;
  }

  /** Adds an unmanaged rule to the host group of the last cluster. */
  HtmlFleet ruleOfLast(RuleAction action, String title, String attribute, String value) {
    DesiredCluster last = clusters.get(clusters.size() - 1);
    EntityId id = hostGroups.get(last.environment().name()).get(last.hostGroup());
    add(
        last.environment(),
        RuleScope.of(id),
        Optional.empty(),
        LogRule.builder()
            .title(title)
            .action(action)
            .addMatcher(
                Matcher.builder().attribute(new Attribute(attribute)).addValue(value).build())
            .build());
    return this;
  }

  FleetPlan plan() {
    Map<EnvironmentName, ObservedState> observed = new LinkedHashMap<>();
    environments.forEach(
        (name, environment) -> {
          ObservedState.Builder state = ObservedState.builder().environment(name);
          hostGroups.get(name).forEach((group, id) -> state.putHostGroup(group, Set.of(id)));
          observed.put(name, state.addAllRules(rules.get(name)).build());
        });
    return LogConfigPlanner.planAll(
        DesiredState.builder()
            .addAllEnvironments(environments.values())
            .addAllClusters(clusters)
            .build(),
        observed,
        OPTIONS);
  }

  private Environment environment(String name) {
    Environment environment = Environment.of(name, "https://" + name + "00000.live.dynatrace.com");
    if (environments.putIfAbsent(environment.name(), environment) == null) {
      rules.put(environment.name(), new ArrayList<>());
      hostGroups.put(environment.name(), new LinkedHashMap<>());
    }
    return environment;
  }

  private void add(
      Environment environment, RuleScope scope, Optional<RuleIdentity> identity, LogRule rule) {
    rules
        .get(environment.name())
        .add(
            ObservedRule.builder()
                .objectId(new ObjectId("object-" + ++number))
                .updateToken(new UpdateToken("token-" + number))
                .scope(scope)
                .externalId(identity.map(RuleIdentity::externalId))
                .rule(rule)
                .build());
  }
}
