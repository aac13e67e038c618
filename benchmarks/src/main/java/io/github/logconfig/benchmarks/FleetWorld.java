package io.github.logconfig.benchmarks;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.UpdateToken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A desired and an observed state of a fleet in one environment.
 *
 * @param desired clusters of the same number of namespaces each
 * @param observed what Dynatrace holds, with an include rule for every cluster that is not new
 */
public record FleetWorld(DesiredState desired, Map<EnvironmentName, ObservedState> observed) {

  private static final Environment ENVIRONMENT =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");

  /**
   * A fleet whose rules are as desired, but for some clusters that have none yet.
   *
   * @param clusters how many clusters
   * @param namespaces how many namespaces each of them has
   * @param newClusters how many of the clusters have no rule yet
   */
  public static FleetWorld of(int clusters, int namespaces, int newClusters) {
    return of(clusters, namespaces, newClusters, 0);
  }

  /**
   * A fleet whose rules are as desired, but for some clusters.
   *
   * @param clusters how many clusters
   * @param namespaces how many namespaces each of them has
   * @param newClusters how many of the clusters have no rule yet
   * @param changedClusters how many others have a rule that lacks a namespace
   */
  public static FleetWorld of(int clusters, int namespaces, int newClusters, int changedClusters) {
    List<DesiredCluster> desired =
        IntStream.range(0, clusters).mapToObj(i -> cluster(i, namespaces)).toList();
    ObservedState.Builder observed = ObservedState.builder().environment(ENVIRONMENT.name());
    for (int i = 0; i < clusters; i++) {
      observed.putHostGroup(new HostGroupName("cluster-" + i), Set.of(hostGroup(i)));
    }
    for (int i = newClusters; i < clusters; i++) {
      boolean changed = i < newClusters + changedClusters;
      observed.addRule(rule(i, changed ? namespaces - 1 : namespaces));
    }
    return new FleetWorld(
        DesiredState.builder().addEnvironment(ENVIRONMENT).clusters(desired).build(),
        Map.of(ENVIRONMENT.name(), observed.build()));
  }

  /**
   * The same fleet, where others have 50 rules in the environment, and one in every host group
   * behind ours.
   */
  FleetWorld besideRulesOfOthers() {
    Map<EnvironmentName, ObservedState> others = new HashMap<>();
    observed.forEach(
        (name, state) -> {
          ObservedState.Builder more = ObservedState.builder().from(state);
          for (ObservedRule rule : state.rules()) {
            more.addRule(foreign(rule.objectId() + "-neighbour", rule.scope()));
          }
          for (int i = 0; i < 50; i++) {
            more.addRule(foreign("wide-" + i, RuleScope.ENVIRONMENT));
          }
          others.put(name, more.build());
        });
    return new FleetWorld(desired, others);
  }

  private static ObservedRule foreign(String name, RuleScope scope) {
    return ObservedRule.builder()
        .objectId(new ObjectId(name))
        .updateToken(new UpdateToken("token"))
        .scope(scope)
        .rule(
            LogRule.builder()
                .title(name)
                .addMatcher(
                    Matcher.builder()
                        .attribute(Attribute.K8S_NAMESPACE_NAME)
                        .addValues("other-" + name + "-*", name)
                        .build())
                .build())
        .build();
  }

  private static DesiredCluster cluster(int number, int namespaces) {
    return DesiredCluster.builder()
        .name(new ClusterName("cluster-" + number))
        .environment(ENVIRONMENT)
        .addAllNamespaces(
            IntStream.range(0, namespaces)
                .mapToObj(i -> new NamespaceName("team-" + number + "-service-" + i))
                .toList())
        .build();
  }

  /**
   * The rule as it comes from the service: equal to what is desired and in the order in which
   * logconfig writes it, but of its own strings.
   */
  private static ObservedRule rule(int number, int namespaces) {
    return ObservedRule.builder()
        .objectId(new ObjectId("object-" + number))
        .updateToken(new UpdateToken("token-" + number))
        .scope(RuleScope.of(hostGroup(number)))
        .externalId(new ExternalId("logconfig:logconfig:cluster-" + number + ":include"))
        .rule(
            LogRule.builder()
                .title("logconfig cluster-" + number)
                .addMatcher(
                    Matcher.builder()
                        .attribute(Attribute.K8S_NAMESPACE_NAME)
                        .addAllValues(
                            IntStream.range(0, namespaces)
                                .mapToObj(i -> "team-" + number + "-service-" + i)
                                .sorted()
                                .toList())
                        .build())
                .build())
        .build();
  }

  private static EntityId hostGroup(int number) {
    return new EntityId("HOST_GROUP-%016X".formatted(number));
  }
}
