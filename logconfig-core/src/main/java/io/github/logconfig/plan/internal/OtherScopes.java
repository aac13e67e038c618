package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.Doubt;
import io.github.logconfig.evaluate.PossibleChains.Possibility;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.HostGroup;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.ClusterTies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The scopes with rules that apply, or may apply, to a cluster in addition to its host group and
 * its environment.
 *
 * @param possibilities the possible rules of these scopes
 * @param notTied the scopes that may belong to the cluster
 * @param hosts the hosts that may run pods of the cluster
 * @param tiedByLabel the Kubernetes cluster with rules that is tied by its label only
 */
public record OtherScopes(
    List<Possibility> possibilities,
    List<RuleScope> notTied,
    List<RuleScope> hosts,
    Optional<RuleScope> tiedByLabel) {

  private static final RuleChain NO_RULES = new RuleChain(List.of());

  private static final OtherScopes NONE =
      new OtherScopes(List.of(Possibility.NONE), List.of(), List.of(), Optional.empty());

  static OtherScopes of(DesiredCluster desired, HostGroup hostGroup, EnvironmentRules environment) {
    Set<RuleScope> clusters =
        environment.observed().scopesWithRules(RuleScope.Kind.KUBERNETES_CLUSTER);
    Set<RuleScope> hosts = environment.observed().scopesWithRules(RuleScope.Kind.HOST);
    Set<RuleScope> unknown = environment.observed().scopesWithRules(RuleScope.Kind.OTHER);
    return clusters.isEmpty() && hosts.isEmpty() && unknown.isEmpty()
        ? NONE
        : of(desired, hostGroup, environment, hosts, unknown);
  }

  private static OtherScopes of(
      DesiredCluster desired,
      HostGroup hostGroup,
      EnvironmentRules environment,
      Set<RuleScope> hosts,
      Set<RuleScope> unknown) {
    ClusterTies ties = environment.ties();
    List<RuleScope> tied = ties.tiedTo(desired.name()).stream().map(RuleScope::of).toList();
    List<RuleScope> notTied = new ArrayList<>();
    for (EntityId id : ties.possible(desired, hostGroup.id())) {
      notTied.add(RuleScope.of(id));
    }
    List<Possibility> ofCluster = ofCluster(tied, notTied, environment);
    List<RuleScope> ofHosts =
        hosts.stream()
            .filter(host -> ties.mayRunOn(host, desired, hostGroup.id(), environment.observed()))
            .toList();
    List<Possibility> all = new ArrayList<>(ofCluster);
    for (RuleScope host : ofHosts) {
      List<RuleScope> clustersOfHost =
          ties.clustersOf(host, environment.observed()).stream().map(RuleScope::of).toList();
      List<Possibility> behind =
          clustersOfHost.isEmpty() ? ofCluster : ofCluster(clustersOfHost, List.of(), environment);
      addInFront(all, host, Doubt.Cause.HOST_SCOPE, behind, environment);
    }
    unknown.forEach(scope -> addAnywhere(all, environment.chainOf(scope), ofCluster));
    notTied.addAll(unknown);
    boolean byLabel =
        ties.isTiedByLabel(desired.name())
            && tied.stream().anyMatch(scope -> !environment.chainOf(scope).isEmpty());
    return new OtherScopes(
        all, notTied, ofHosts, byLabel ? tied.stream().findFirst() : Optional.empty());
  }

  private static List<Possibility> ofCluster(
      List<RuleScope> tied, List<RuleScope> notTied, EnvironmentRules environment) {
    List<Possibility> possibilities = new ArrayList<>();
    if (tied.isEmpty()) {
      possibilities.add(Possibility.NONE);
    }
    List<RuleScope> scopes = tied.isEmpty() ? notTied : tied;
    for (RuleScope scope : scopes) {
      RuleChain chain = environment.chainOf(scope);
      boolean certain = tied.size() == 1;
      possibilities.add(
          new Possibility(chain, certain ? List.of() : doubts(chain, Doubt.Cause.SCOPE_NOT_TIED)));
    }
    return possibilities;
  }

  private static void addInFront(
      List<Possibility> all,
      RuleScope scope,
      Doubt.Cause cause,
      List<Possibility> ofCluster,
      EnvironmentRules environment) {
    RuleChain chain = environment.chainOf(scope);
    for (Possibility possibility : ofCluster) {
      List<Doubt> doubts = new ArrayList<>(doubts(chain, cause));
      doubts.addAll(possibility.doubts());
      all.add(new Possibility(RuleChain.of(List.of(chain, possibility.first())), doubts));
    }
  }

  /** Adds a scope of unknown kind, which may be evaluated at any position. */
  private static void addAnywhere(
      List<Possibility> all, RuleChain chain, List<Possibility> ofCluster) {
    for (Possibility possibility : ofCluster) {
      List<Doubt> doubts = new ArrayList<>(doubts(chain, Doubt.Cause.SCOPE_NOT_TIED));
      doubts.addAll(possibility.doubts());
      RuleChain first = possibility.first();
      all.add(new Possibility(RuleChain.of(List.of(chain, first)), doubts));
      all.add(new Possibility(first, chain, NO_RULES, doubts));
      all.add(new Possibility(first, NO_RULES, chain, doubts));
    }
  }

  private static List<Doubt> doubts(RuleChain chain, Doubt.Cause cause) {
    return List.of(new Doubt(cause, chain.rules().stream().findFirst()));
  }
}
