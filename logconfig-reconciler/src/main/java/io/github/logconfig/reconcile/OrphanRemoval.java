package io.github.logconfig.reconcile;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Fingerprint;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.NamespaceEffects;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Precondition;
import io.github.logconfig.plan.RuleRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The removal of the orphans of one host group, planned as if that were a cluster that wants
 * nothing any more: so the guard and the writing are the same as for clusters.
 */
record OrphanRemoval(LogConfigPlan plan, List<Orphan> orphans) {

  private static final Comparator<PlanStep> BY_WAVE = Comparator.comparingInt(PlanStep::wave);

  /** One removal per environment and host group. */
  static List<OrphanRemoval> of(List<Orphan> orphans) {
    Map<List<Object>, List<Orphan>> byHostGroup = new LinkedHashMap<>();
    for (Orphan orphan : orphans) {
      byHostGroup
          .computeIfAbsent(
              List.of(orphan.environment(), orphan.hostGroup()), key -> new ArrayList<>())
          .add(orphan);
    }
    return byHostGroup.values().stream().map(OrphanRemoval::ofHostGroup).toList();
  }

  private static OrphanRemoval ofHostGroup(List<Orphan> orphans) {
    Environment environment = orphans.get(0).environment();
    HostGroupName hostGroup = orphans.get(0).hostGroup();
    DesiredCluster nothing =
        DesiredCluster.builder()
            .name(clusterName(hostGroup))
            .environment(environment)
            .hostGroup(hostGroup)
            .build();
    SortedSet<NamespaceName> stopping = new TreeSet<>();
    orphans.forEach(orphan -> stopping.addAll(orphan.namespaces()));
    LogConfigPlan plan =
        LogConfigPlan.builder()
            .cluster(nothing.name())
            .environment(environment)
            .hostGroup(hostGroup)
            .fingerprint(Fingerprint.of(environment, nothing))
            .namespacesTakenInNow(stopping.size())
            .addAllSteps(orphans.stream().map(OrphanRemoval::step).sorted(BY_WAVE).toList())
            .effects(
                NamespaceEffects.of(
                    stopping.stream()
                        .map(name -> new NamespaceEffect(name, NamespaceEffect.Kind.STOPS))
                        .toList()))
            .build();
    return new OrphanRemoval(plan, orphans);
  }

  /** The closing rule goes last: without it, more might be let in than by the include rules. */
  private static PlanStep step(Orphan orphan) {
    boolean closing = orphan.identity().role().equals(RuleRole.EXCLUDE_REST);
    return new PlanStep.DeleteRule(
        orphan.identity(),
        orphan.scope(),
        orphan.rule().title(),
        orphan.namespaces(),
        closing ? 1 : 0,
        unchanged(orphan));
  }

  /** What must still hold of an orphan when it is removed. */
  static Precondition.Unchanged unchanged(Orphan orphan) {
    return new Precondition.Unchanged(orphan.objectId(), orphan.updateToken());
  }

  /** A host group may be named as no cluster can be. */
  private static ClusterName clusterName(HostGroupName hostGroup) {
    boolean fits = Character.isLetterOrDigit(hostGroup.value().charAt(0));
    return new ClusterName(fits ? hostGroup.value() : "host-group" + hostGroup);
  }
}
