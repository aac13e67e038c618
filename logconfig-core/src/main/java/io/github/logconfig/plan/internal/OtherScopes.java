package io.github.logconfig.plan.internal;

import io.github.logconfig.evaluate.Doubt;
import io.github.logconfig.evaluate.PossibleChains.Possibility;
import io.github.logconfig.evaluate.RuleChain;
import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.ClusterTies;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The scopes with rules that apply, or may apply, to a cluster in addition to its target scope and
 * its environment.
 *
 * @param possibilities the possible rules of these scopes
 * @param notTied the scopes that may belong to the cluster
 * @param hosts the hosts that may run pods of the cluster
 * @param tiedByLabel the Kubernetes cluster that matters and is tied by its label only
 */
public record OtherScopes(
    List<Possibility> possibilities,
    List<RuleScope> notTied,
    List<RuleScope> hosts,
    Optional<RuleScope> tiedByLabel) {

  private static final RuleChain NO_RULES = new RuleChain(List.of());

  private static final OtherScopes NONE =
      new OtherScopes(List.of(Possibility.NONE), List.of(), List.of(), Optional.empty());

  /**
   * Returns the other scopes of a cluster.
   *
   * @param scope the target scope of the cluster
   * @param chains returns the rules of a scope
   */
  static OtherScopes of(
      DesiredCluster desired,
      RuleScope scope,
      EnvironmentRules environment,
      Function<RuleScope, RuleChain> chains) {
    ObservedState observed = environment.observed();
    boolean ofCluster = desired.target() == Target.KUBERNETES_CLUSTER;
    RuleScope.Kind besides =
        ofCluster ? RuleScope.Kind.HOST_GROUP : RuleScope.Kind.KUBERNETES_CLUSTER;
    boolean none =
        observed.scopesWithRules(besides).isEmpty()
            && observed.scopesWithRules(RuleScope.Kind.HOST).isEmpty()
            && observed.scopesWithRules(RuleScope.Kind.OTHER).isEmpty();
    if (none && ofCluster && environment.ties().isTiedByLabel(desired.name())) {
      return new OtherScopes(NONE.possibilities(), List.of(), List.of(), Optional.of(scope));
    }
    return none ? NONE : new Search(desired, scope, environment, chains).scopes();
  }

  /** Returns the same scopes without possibilities that mean the same as an earlier one. */
  OtherScopes distinct() {
    if (possibilities.size() == 1) {
      return this;
    }
    Set<List<List<List<Object>>>> seen = new HashSet<>();
    List<Possibility> distinct =
        possibilities.stream()
            .filter(
                it ->
                    seen.add(
                        List.of(meaning(it.first()), meaning(it.between()), meaning(it.last()))))
            .toList();
    return new OtherScopes(distinct, notTied, hosts, tiedByLabel);
  }

  /** Titles, scopes and ids of rules do not affect a verdict. */
  private static List<List<Object>> meaning(RuleChain chain) {
    return chain.rules().stream()
        .map(ScopedRule::rule)
        .map(
            rule ->
                List.<Object>of(
                    rule.enabled(),
                    rule.action(),
                    rule.matchers(),
                    rule.unreadable().isPresent(),
                    rule.otherFields()))
        .toList();
  }

  private static final class Search {

    private final DesiredCluster desired;
    private final RuleScope scope;
    private final EnvironmentRules environment;
    private final ClusterTies ties;
    private final ObservedState observed;
    private final Function<RuleScope, RuleChain> chains;
    private final Set<EntityId> hostGroups;
    private final List<RuleScope> notTied = new ArrayList<>();

    Search(
        DesiredCluster desired,
        RuleScope scope,
        EnvironmentRules environment,
        Function<RuleScope, RuleChain> chains) {
      this.desired = desired;
      this.scope = scope;
      this.environment = environment;
      this.ties = environment.ties();
      this.observed = environment.observed();
      this.chains = chains;
      this.hostGroups = environment.hostGroups(desired);
    }

    OtherScopes scopes() {
      List<Possibility> known = besideTarget();
      List<RuleScope> hosts =
          observed.scopesWithRules(RuleScope.Kind.HOST).stream()
              .filter(host -> ties.mayRunOn(host, desired, hostGroups, observed))
              .toList();
      List<Possibility> all = new ArrayList<>(known);
      hosts.forEach(host -> addInFront(all, host, besideTarget(host, known)));
      for (RuleScope unknown : observed.scopesWithRules(RuleScope.Kind.OTHER)) {
        addAnywhere(all, chains.apply(unknown), known);
        notTied.add(unknown);
      }
      return new OtherScopes(all, notTied, hosts, tiedByLabel());
    }

    private Optional<RuleScope> tiedByLabel() {
      if (!ties.isTiedByLabel(desired.name())) {
        return Optional.empty();
      }
      return ties.tiedTo(desired.name()).stream()
          .map(RuleScope::of)
          .filter(tied -> tied.equals(scope) || !chains.apply(tied).isEmpty())
          .findFirst();
    }

    /** Returns the possible rules between those of hosts and those of the environment. */
    private List<Possibility> besideTarget() {
      if (desired.target() == Target.KUBERNETES_CLUSTER) {
        return ofHostGroups(possibleHostGroups());
      }
      List<RuleScope> tied = ties.tiedTo(desired.name()).stream().map(RuleScope::of).toList();
      for (EntityId id : ties.possible(desired, hostGroups)) {
        notTied.add(RuleScope.of(id));
      }
      return ofClusters(tied, notTied);
    }

    /** Returns the same for logs of a host, whose relations may be known. */
    private List<Possibility> besideTarget(RuleScope host, List<Possibility> known) {
      if (desired.target() == Target.KUBERNETES_CLUSTER) {
        return ties.hostGroupsOf(host, observed).map(this::ofHostGroups).orElse(known);
      }
      List<RuleScope> clusters =
          ties.clustersOf(host, observed).stream().map(RuleScope::of).toList();
      return clusters.isEmpty() ? known : ofClusters(clusters, List.of());
    }

    private List<Possibility> ofClusters(List<RuleScope> tied, List<RuleScope> possible) {
      List<Possibility> possibilities = new ArrayList<>();
      if (tied.isEmpty()) {
        possibilities.add(Possibility.NONE);
      }
      for (RuleScope cluster : tied.isEmpty() ? possible : tied) {
        RuleChain chain = chains.apply(cluster);
        boolean certain = tied.size() == 1;
        possibilities.add(
            new Possibility(
                chain, certain ? List.of() : doubts(chain, Doubt.Cause.SCOPE_NOT_TIED)));
      }
      return possibilities;
    }

    /**
     * Returns the host groups that hosts of the cluster may belong to, and empty if they may belong
     * to none: those of known hosts and the one of the desired state, or else all with rules that
     * are not the host group of another cluster.
     */
    private Set<Optional<RuleScope>> possibleHostGroups() {
      ObservedKubernetesCluster entity = ties.entity(scope.entity().orElseThrow());
      Set<Optional<RuleScope>> possible = new LinkedHashSet<>();
      hostGroups.forEach(id -> possible.add(Optional.of(RuleScope.of(id))));
      if (entity.hasKnownHosts()) {
        entity
            .hostGroups()
            .orElse(Set.of())
            .forEach(id -> possible.add(Optional.of(RuleScope.of(id))));
        if (entity.hasHostsWithoutGroup()) {
          possible.add(Optional.empty());
        }
      }
      if (possible.isEmpty()) {
        possible.add(Optional.empty());
        environment.unclaimedHostGroups().forEach(it -> possible.add(Optional.of(it)));
      }
      if (possible.size() > 1) {
        possible.stream()
            .flatMap(Optional::stream)
            .filter(it -> !chains.apply(it).isEmpty())
            .forEach(notTied::add);
      }
      return possible;
    }

    private List<Possibility> ofHostGroups(Set<Optional<RuleScope>> possible) {
      List<Possibility> possibilities = new ArrayList<>();
      for (Optional<RuleScope> hostGroup : possible) {
        RuleChain chain = hostGroup.map(chains).orElse(NO_RULES);
        boolean certain = possible.size() == 1 || chain.isEmpty();
        possibilities.add(
            new Possibility(
                NO_RULES,
                chain,
                NO_RULES,
                certain ? List.of() : doubts(chain, Doubt.Cause.SCOPE_NOT_TIED)));
      }
      return possibilities;
    }

    private void addInFront(List<Possibility> all, RuleScope host, List<Possibility> behind) {
      RuleChain chain = chains.apply(host);
      for (Possibility possibility : behind) {
        List<Doubt> doubts = new ArrayList<>(doubts(chain, Doubt.Cause.HOST_SCOPE));
        doubts.addAll(possibility.doubts());
        all.add(
            new Possibility(
                RuleChain.of(List.of(chain, possibility.first())),
                possibility.between(),
                possibility.last(),
                doubts));
      }
    }

    /** Adds a scope of unknown kind, which may be evaluated at any position. */
    private static void addAnywhere(
        List<Possibility> all, RuleChain chain, List<Possibility> known) {
      for (Possibility possibility : known) {
        List<Doubt> doubts = new ArrayList<>(doubts(chain, Doubt.Cause.SCOPE_NOT_TIED));
        doubts.addAll(possibility.doubts());
        RuleChain first = possibility.first();
        RuleChain between = possibility.between();
        all.add(new Possibility(RuleChain.of(List.of(first, chain)), between, NO_RULES, doubts));
        all.add(new Possibility(RuleChain.of(List.of(chain, first)), between, NO_RULES, doubts));
        all.add(new Possibility(first, RuleChain.of(List.of(chain, between)), NO_RULES, doubts));
        all.add(new Possibility(first, RuleChain.of(List.of(between, chain)), NO_RULES, doubts));
        all.add(new Possibility(first, between, chain, doubts));
      }
    }

    private static List<Doubt> doubts(RuleChain chain, Doubt.Cause cause) {
      return List.of(new Doubt(cause, chain.rules().stream().findFirst()));
    }
  }
}
