package io.github.logconfig.plan;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.Target;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedHost;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One way in which things may really be for the logs of a cluster, as far as the observation shows:
 * where the records come from, which scopes apply there, and what unreadable rules do with the
 * records that they match.
 *
 * @param scopes the scopes whose rules apply, in evaluation order
 * @param windows whether the records come from Windows, where case does not matter in log sources
 * @param actions the action of each unreadable rule
 */
record Possibility(List<RuleScope> scopes, boolean windows, Map<ObjectId, RuleAction> actions) {

  /** Returns all possibilities for a cluster whose target scope is known. */
  static List<Possibility> of(DesiredCluster cluster, SmallWorld world) {
    return new Enumeration(cluster, world).possibilities();
  }

  /** Returns the scope of the managed rules of a cluster; empty if it is not known. */
  static Optional<RuleScope> targetScope(DesiredCluster cluster, SmallWorld world) {
    Enumeration all = new Enumeration(cluster, world);
    return (cluster.target() == Target.HOST_GROUP ? all.hostGroup : all.tiedCluster())
        .map(RuleScope::of);
  }

  /** Returns the scope that the rules have to leave if the target has changed. */
  static Optional<RuleScope> formerScope(DesiredCluster cluster, SmallWorld world) {
    Enumeration all = new Enumeration(cluster, world);
    if (cluster.target() == Target.HOST_GROUP || all.hostGroup.isPresent()) {
      return (cluster.target() == Target.HOST_GROUP ? all.tiedCluster() : all.hostGroup)
          .map(RuleScope::of);
    }
    String managed = "logconfig:" + world.options.owner() + ":" + cluster.hostGroup() + ":";
    List<RuleScope> scopes =
        world.observed.rules().stream()
            .filter(rule -> rule.scope().kind() == RuleScope.Kind.HOST_GROUP)
            .filter(
                rule -> rule.externalId().filter(id -> id.value().startsWith(managed)).isPresent())
            .map(ObservedRule::scope)
            .distinct()
            .toList();
    return scopes.size() == 1 ? Optional.of(scopes.get(0)) : Optional.empty();
  }

  RuleAction action(ObservedRule rule) {
    return rule.rule().unreadable().isPresent()
        ? actions.getOrDefault(rule.objectId(), rule.rule().action())
        : rule.rule().action();
  }

  /** Evidence on whether a Kubernetes cluster of Dynatrace is a desired cluster. */
  private enum Evidence {
    SAME,
    DIFFERENT,
    MISSING
  }

  private static final class Enumeration {
    private static final int POSITIONS = 5;

    private final DesiredCluster cluster;
    private final List<DesiredCluster> allDesired;
    private final ObservedState observed;
    private final Optional<EntityId> hostGroup;
    private final Map<EntityId, ObservedKubernetesCluster> entities = new HashMap<>();

    Enumeration(DesiredCluster cluster, SmallWorld world) {
      this.cluster = cluster;
      this.allDesired = world.desired;
      this.observed = world.observed;
      this.hostGroup = hostGroup(cluster);
      for (EntityId id : entitiesWithRules()) {
        entities.put(id, ObservedKubernetesCluster.builder().id(id).build());
      }
      for (ObservedHost host : observed.hosts()) {
        for (EntityId id : host.kubernetesClusters()) {
          entities.put(id, ObservedKubernetesCluster.builder().id(id).build());
        }
      }
      observed.kubernetesClusters().forEach(it -> entities.put(it.id(), it));
    }

    List<Possibility> possibilities() {
      List<List<RuleScope>> known = new ArrayList<>();
      List<List<RuleScope>> withoutHost = ofCluster();
      known.addAll(withoutHost);
      for (RuleScope host : observed.scopesWithRules(RuleScope.Kind.HOST)) {
        Optional<ObservedHost> seen = host(host);
        if (seen.isEmpty() || mayRunOn(seen.get())) {
          for (List<RuleScope> behind : behind(seen, withoutHost)) {
            List<RuleScope> scopes = new ArrayList<>(List.of(host));
            scopes.addAll(behind);
            known.add(scopes);
          }
        }
      }
      List<Possibility> all = new ArrayList<>();
      for (List<RuleScope> scopes : withUnknownScopes(known)) {
        addVariants(scopes, all);
      }
      return all;
    }

    /** Returns the scopes besides those of hosts. */
    private List<List<RuleScope>> ofCluster() {
      List<List<RuleScope>> known = new ArrayList<>();
      if (cluster.target() == Target.HOST_GROUP) {
        kubernetesClusters().forEach(it -> known.add(scopes(it, hostGroup)));
      } else {
        possibleHostGroups().forEach(it -> known.add(scopes(tiedCluster(), it)));
      }
      return known;
    }

    /** Returns the scopes behind those of a host, whose relations may be known. */
    private List<List<RuleScope>> behind(
        Optional<ObservedHost> host, List<List<RuleScope>> withoutHost) {
      if (cluster.target() == Target.KUBERNETES_CLUSTER) {
        return host.isEmpty()
            ? withoutHost
            : optional(host.get().hostGroups()).stream()
                .map(it -> scopes(tiedCluster(), it))
                .toList();
      }
      Set<EntityId> ofHost = host.map(ObservedHost::kubernetesClusters).orElse(Set.of());
      return ofHost.isEmpty()
          ? withoutHost
          : ofHost.stream().map(it -> scopes(Optional.of(it), hostGroup)).toList();
    }

    private static Set<Optional<EntityId>> optional(Set<EntityId> ids) {
      Set<Optional<EntityId>> all = new LinkedHashSet<>();
      ids.forEach(id -> all.add(Optional.of(id)));
      return all.isEmpty() ? Set.of(Optional.empty()) : all;
    }

    /** Returns the host groups of the hosts of a cluster, and empty if they may have none. */
    private Set<Optional<EntityId>> possibleHostGroups() {
      EntityId id = tiedCluster().orElseThrow();
      Set<Optional<EntityId>> possible = new LinkedHashSet<>();
      hostGroup.ifPresent(declared -> possible.add(hostGroup));
      hostGroupsOf(id).forEach(it -> possible.add(Optional.of(it)));
      if (entities.get(id).hasHostsWithoutGroup()) {
        possible.add(Optional.empty());
      }
      if (!possible.isEmpty()) {
        return possible;
      }
      possible.add(Optional.empty());
      for (RuleScope scope : observed.scopesWithRules(RuleScope.Kind.HOST_GROUP)) {
        boolean ofAnother =
            allDesired.stream()
                .anyMatch(it -> hostGroup(it).map(RuleScope::of).equals(Optional.of(scope)));
        if (!ofAnother) {
          possible.add(scope.entity());
        }
      }
      return possible;
    }

    /** Nodes of the cluster are in its host group, if what was read of them is complete. */
    private boolean mayRunOn(ObservedHost host) {
      boolean inHostGroup = hostGroup.filter(host.hostGroups()::contains).isPresent();
      if (cluster.target() == Target.KUBERNETES_CLUSTER) {
        return host.kubernetesClusters().isEmpty()
            // a host without any relation may belong to a cluster without host group
            ? inHostGroup || host.hostGroups().isEmpty()
            : host.kubernetesClusters().contains(tiedCluster().orElseThrow());
      }
      if (inHostGroup) {
        return true;
      }
      return host.kubernetesClusters().stream()
          .anyMatch(it -> host.hostGroups().isEmpty() ? mayBe(cluster, it) : isTied(cluster, it));
    }

    private static List<RuleScope> scopes(
        Optional<EntityId> kubernetesCluster, Optional<EntityId> ofHosts) {
      List<RuleScope> scopes = new ArrayList<>();
      kubernetesCluster.ifPresent(it -> scopes.add(RuleScope.of(it)));
      ofHosts.ifPresent(it -> scopes.add(RuleScope.of(it)));
      scopes.add(RuleScope.ENVIRONMENT);
      return scopes;
    }

    /** A scope of an unknown kind may not apply at all, or may come anywhere in the order. */
    private List<List<RuleScope>> withUnknownScopes(List<List<RuleScope>> known) {
      List<List<RuleScope>> all = known;
      for (RuleScope unknown : observed.scopesWithRules(RuleScope.Kind.OTHER)) {
        List<List<RuleScope>> more = new ArrayList<>(all);
        for (List<RuleScope> scopes : all) {
          for (int at = 0; at < POSITIONS && at <= scopes.size(); at++) {
            List<RuleScope> with = new ArrayList<>(scopes);
            with.add(at, unknown);
            more.add(with);
          }
        }
        all = more;
      }
      return all;
    }

    private void addVariants(List<RuleScope> scopes, List<Possibility> all) {
      List<Map<ObjectId, RuleAction>> actions = new ArrayList<>();
      actions.add(Map.of());
      for (RuleScope scope : scopes) {
        for (ObservedRule rule : observed.rulesIn(scope)) {
          if (rule.rule().unreadable().isPresent()) {
            List<Map<ObjectId, RuleAction>> more = new ArrayList<>();
            for (Map<ObjectId, RuleAction> before : actions) {
              for (RuleAction action : RuleAction.values()) {
                Map<ObjectId, RuleAction> with = new HashMap<>(before);
                with.put(rule.objectId(), action);
                more.add(with);
              }
            }
            actions = more;
          }
        }
      }
      for (Map<ObjectId, RuleAction> ofRules : actions) {
        all.add(new Possibility(scopes, false, ofRules));
        if (caseMatters()) {
          all.add(new Possibility(scopes, true, ofRules));
        }
      }
    }

    private boolean caseMatters() {
      return observed.rules().stream()
          .flatMap(rule -> rule.rule().matchers().stream())
          .anyMatch(matcher -> matcher.attribute().key().equals("log.source"));
    }

    private Set<EntityId> entitiesWithRules() {
      Set<EntityId> ids = new LinkedHashSet<>();
      for (RuleScope scope : observed.scopesWithRules(RuleScope.Kind.KUBERNETES_CLUSTER)) {
        ids.add(scope.entity().orElseThrow());
      }
      return ids;
    }

    private Optional<ObservedHost> host(RuleScope scope) {
      return observed.hosts().stream().filter(it -> it.id().value().equals(scope.id())).findFirst();
    }

    private Optional<EntityId> hostGroup(DesiredCluster of) {
      return observed.hostGroups().getOrDefault(of.hostGroup(), Set.of()).stream().findFirst();
    }

    // which Kubernetes cluster of Dynatrace is the desired cluster

    /** Returns the Kubernetes clusters that the cluster may be; empty means none with rules. */
    private List<Optional<EntityId>> kubernetesClusters() {
      List<Optional<EntityId>> possible = new ArrayList<>();
      if (!isTied(cluster)) {
        possible.add(Optional.empty());
      }
      for (EntityId id : entities.keySet()) {
        if (mayBe(cluster, id)) {
          possible.add(Optional.of(id));
        }
      }
      return possible;
    }

    /** Returns the only Kubernetes cluster that the cluster is tied to. */
    Optional<EntityId> tiedCluster() {
      Set<EntityId> tied = certain(cluster);
      return tied.isEmpty()
          ? named(cluster)
          : tied.size() == 1 ? tied.stream().findFirst() : Optional.empty();
    }

    private boolean isTied(DesiredCluster of, EntityId id) {
      return certain(of).contains(id) || named(of).equals(Optional.of(id));
    }

    private boolean isTied(DesiredCluster of) {
      return !certain(of).isEmpty() || named(of).isPresent();
    }

    private boolean mayBe(DesiredCluster of, EntityId id) {
      return isTied(of)
          ? isTied(of, id)
          : evidence(of, id) == Evidence.MISSING
              && allDesired.stream().noneMatch(it -> isTied(it, id));
    }

    private Set<EntityId> certain(DesiredCluster of) {
      Set<EntityId> certain = new LinkedHashSet<>();
      for (EntityId id : entities.keySet()) {
        if (evidence(of, id) == Evidence.SAME) {
          certain.add(id);
        }
      }
      return certain;
    }

    /** Returns the Kubernetes cluster of the cluster's name, if only one has it. */
    private Optional<EntityId> named(DesiredCluster of) {
      String label = label(of);
      List<ObservedKubernetesCluster> ofLabel =
          entities.values().stream().filter(it -> it.label().equals(Optional.of(label))).toList();
      boolean unique =
          ofLabel.size() == 1
              && allDesired.stream().filter(it -> label(it).equals(label)).count() == 1;
      if (!unique || !certain(of).isEmpty()) {
        return Optional.empty();
      }
      EntityId id = ofLabel.get(0).id();
      boolean free =
          evidence(of, id) == Evidence.MISSING
              && allDesired.stream().noneMatch(it -> certain(it).contains(id));
      return free ? Optional.of(id) : Optional.empty();
    }

    private Evidence evidence(DesiredCluster of, EntityId id) {
      ObservedKubernetesCluster entity = entities.get(id);
      Optional<KubernetesClusterUid> uid = entity.uid();
      if (uid.isPresent()) {
        for (DesiredCluster any : allDesired) {
          if (any.kubernetesClusterUid().equals(uid)) {
            return same(any.name().equals(of.name()));
          }
        }
        if (of.kubernetesClusterUid().isPresent()) {
          return Evidence.DIFFERENT;
        }
      }
      Set<EntityId> hostGroups = hostGroupsOf(id);
      Optional<EntityId> declared = hostGroup(of);
      boolean same = declared.filter(hostGroups::contains).isPresent();
      if (of.target() == Target.KUBERNETES_CLUSTER) {
        boolean different = declared.isPresent() && !hostGroups.isEmpty() && !same;
        return different ? Evidence.DIFFERENT : Evidence.MISSING;
      }
      return hostGroups.isEmpty() ? Evidence.MISSING : same(same);
    }

    private Set<EntityId> hostGroupsOf(EntityId id) {
      Set<EntityId> hostGroups =
          new LinkedHashSet<>(entities.get(id).hostGroups().orElse(Set.of()));
      for (ObservedHost host : observed.hosts()) {
        if (host.kubernetesClusters().contains(id)) {
          hostGroups.addAll(host.hostGroups());
        }
      }
      return hostGroups;
    }

    private static Evidence same(boolean same) {
      return same ? Evidence.SAME : Evidence.DIFFERENT;
    }

    private static String label(DesiredCluster of) {
      return of.kubernetesClusterName().orElse(of.name().value());
    }
  }
}
