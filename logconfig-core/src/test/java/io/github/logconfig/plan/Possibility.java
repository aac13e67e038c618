package io.github.logconfig.plan;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.ObjectId;
import io.github.logconfig.model.ObservedHost;
import io.github.logconfig.model.ObservedKubernetesCluster;
import io.github.logconfig.model.ObservedRule;
import io.github.logconfig.model.ObservedState;
import io.github.logconfig.model.RuleAction;
import io.github.logconfig.model.RuleScope;
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

  /** Returns all possibilities for a cluster whose host group is known. */
  static List<Possibility> of(DesiredCluster cluster, SmallWorld world) {
    return new Enumeration(cluster, world).possibilities();
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
    private final EntityId hostGroup;
    private final Map<EntityId, ObservedKubernetesCluster> entities = new HashMap<>();

    Enumeration(DesiredCluster cluster, SmallWorld world) {
      this.cluster = cluster;
      this.allDesired = world.desired;
      this.observed = world.observed;
      this.hostGroup = hostGroup(cluster).orElseThrow();
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
      List<Optional<EntityId>> kubernetesClusters = kubernetesClusters();
      for (Optional<EntityId> kubernetesCluster : kubernetesClusters) {
        known.add(scopes(Optional.empty(), kubernetesCluster));
      }
      for (RuleScope host : observed.scopesWithRules(RuleScope.Kind.HOST)) {
        Optional<ObservedHost> seen = host(host);
        Set<EntityId> ofHost = seen.map(ObservedHost::kubernetesClusters).orElse(Set.of());
        if (seen.isPresent() && !mayRunOn(seen.get())) {
          continue;
        }
        if (ofHost.isEmpty()) {
          kubernetesClusters.forEach(it -> known.add(scopes(Optional.of(host), it)));
        } else {
          ofHost.forEach(it -> known.add(scopes(Optional.of(host), Optional.of(it))));
        }
      }
      List<Possibility> all = new ArrayList<>();
      for (List<RuleScope> scopes : withUnknownScopes(known)) {
        addVariants(scopes, all);
      }
      return all;
    }

    /** Nodes of the cluster are in its host group, if what was read of them is complete. */
    private boolean mayRunOn(ObservedHost host) {
      if (host.hostGroups().contains(hostGroup)) {
        return true;
      }
      return host.kubernetesClusters().stream()
          .anyMatch(it -> host.hostGroups().isEmpty() ? mayBe(cluster, it) : isTied(cluster, it));
    }

    private List<RuleScope> scopes(Optional<RuleScope> host, Optional<EntityId> kubernetesCluster) {
      List<RuleScope> scopes = new ArrayList<>();
      host.ifPresent(scopes::add);
      kubernetesCluster.ifPresent(it -> scopes.add(RuleScope.of(it)));
      scopes.add(RuleScope.of(hostGroup));
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
      Set<EntityId> hostGroups = new LinkedHashSet<>(entity.hostGroups().orElse(Set.of()));
      for (ObservedHost host : observed.hosts()) {
        if (host.kubernetesClusters().contains(id)) {
          hostGroups.addAll(host.hostGroups());
        }
      }
      return hostGroups.isEmpty()
          ? Evidence.MISSING
          : same(hostGroup(of).filter(hostGroups::contains).isPresent());
    }

    private static Evidence same(boolean same) {
      return same ? Evidence.SAME : Evidence.DIFFERENT;
    }

    private static String label(DesiredCluster of) {
      return of.kubernetesClusterName().orElse(of.name().value());
    }
  }
}
