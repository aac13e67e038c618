package io.github.logconfig.render;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.NamespaceEffect.Kind;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.RuleDiff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Clusters with the same changes. Titles of managed rules contain the name of the target, so they
 * are compared without it, and unchanged namespaces are not compared at all.
 */
final class ChangeGroup {

  private final List<LogConfigPlan> plans = new ArrayList<>();

  private ChangeGroup() {}

  /** Returns the plans with steps, those with stopping namespaces first, then the largest. */
  static List<ChangeGroup> of(FleetPlan fleet) {
    Map<List<Object>, ChangeGroup> groups = new LinkedHashMap<>();
    for (LogConfigPlan plan : fleet.clusters()) {
      if (!plan.isEmpty()) {
        groups.computeIfAbsent(key(plan), key -> new ChangeGroup()).plans.add(plan);
      }
    }
    return groups.values().stream()
        .sorted(
            Comparator.comparing((ChangeGroup group) -> !group.stops())
                .thenComparing(group -> -group.plans.size()))
        .toList();
  }

  /** Returns a group of one plan. */
  static ChangeGroup of(LogConfigPlan plan) {
    ChangeGroup group = new ChangeGroup();
    group.plans.add(plan);
    return group;
  }

  private static List<Object> key(LogConfigPlan plan) {
    List<Object> key = new ArrayList<>();
    key.add(plan.desired().isEmpty());
    key.add(PlanWords.others(plan).orElse(""));
    for (PlanStep step : plan.steps()) {
      key.add(step.action());
      key.add(title(step));
      key.add(step.scope().kind());
      key.add(PlanWords.position(plan, step).orElse(""));
      key.add(step.diff());
    }
    for (NamespaceEffect effect : plan.effects()) {
      if (effect.effect() != Kind.CONTINUES) {
        key.add(effect.effect());
        key.add(effect.namespace());
      }
    }
    return key;
  }

  /** Returns the title of a rule of several clusters, without their names. */
  private static String title(PlanStep step) {
    String managed = "logconfig " + step.identity().targetName();
    boolean ofCluster = step.scope().kind() == RuleScope.Kind.KUBERNETES_CLUSTER;
    return step.title().startsWith(managed)
        ? "logconfig "
            + (ofCluster ? "<cluster>" : "<host group>")
            + step.title().substring(managed.length())
        : step.title();
  }

  private LogConfigPlan first() {
    return plans.get(0);
  }

  List<LogConfigPlan> plans() {
    return plans;
  }

  /** Returns whether namespaces stop, or may stop. */
  boolean stops() {
    return plans.stream().anyMatch(plan -> plan.stopping() > 0 || plan.stopsUnmanaged());
  }

  /** Returns the names of the clusters. */
  List<String> clusters() {
    return plans.stream().map(plan -> plan.cluster().value()).toList();
  }

  /** Returns the environments of the clusters. */
  List<String> environments() {
    return plans.stream().map(plan -> plan.environment().name().value()).distinct().toList();
  }

  /** Returns the counts of effects of all clusters. */
  String effects() {
    return PlanWords.effects(plans);
  }

  Optional<String> others() {
    return PlanWords.others(first());
  }

  /**
   * A step of each cluster.
   *
   * @param details the position, and changed fields
   */
  record Change(Action action, String title, List<String> details, List<Names> names) {}

  /**
   * Namespaces with the same effect that a step adds or removes.
   *
   * @param sign {@code +} or {@code -}; {@code *} if no step adds or removes them
   */
  record Names(String sign, Kind effect, List<NamespaceName> namespaces) {

    /** Returns the effect in words. */
    String words() {
      return switch (effect) {
        case CONTINUES ->
            sign.equals("-") ? "still ingested by another rule" : "ingested before and after";
        default -> PlanWords.effect(effect, namespaces.size());
      };
    }

    String color() {
      return switch (effect) {
        case STARTS -> "green";
        case STOPS, BLOCKED -> "red";
        default -> "amber";
      };
    }
  }

  /** Returns the steps. */
  List<Change> changes() {
    Map<NamespaceName, Kind> effects = new HashMap<>();
    first().effects().forEach(effect -> effects.put(effect.namespace(), effect.effect()));
    List<Change> changes = new ArrayList<>();
    for (PlanStep step : first().steps()) {
      List<String> details = new ArrayList<>(PlanWords.position(first(), step).stream().toList());
      for (RuleDiff.FieldChange change : step.diff().changes()) {
        details.add(
            change.field()
                + ": "
                + Quoted.of(change.before())
                + " -> "
                + Quoted.of(change.after()));
      }
      List<Names> names = new ArrayList<>(names("+", step.namespacesAdded(), effects));
      names.addAll(names("-", step.namespacesRemoved(), effects));
      String title = plans.size() == 1 ? step.title() : title(step);
      changes.add(new Change(step.action(), title, details, names));
    }
    return changes;
  }

  /** Returns the namespaces that start or stop although no step adds or removes them. */
  List<Names> besides() {
    Set<NamespaceName> named = new HashSet<>();
    first().steps().forEach(step -> named.addAll(step.namespacesAdded()));
    first().steps().forEach(step -> named.addAll(step.namespacesRemoved()));
    Map<NamespaceName, Kind> effects = new LinkedHashMap<>();
    for (NamespaceEffect effect : first().effects()) {
      boolean changes = effect.effect() == Kind.STARTS || effect.effect() == Kind.STOPS;
      if (changes && !named.contains(effect.namespace())) {
        effects.put(effect.namespace(), effect.effect());
      }
    }
    return names("*", effects.keySet(), effects);
  }

  private static List<Names> names(
      String sign, Iterable<NamespaceName> namespaces, Map<NamespaceName, Kind> effects) {
    Map<Kind, List<NamespaceName>> byEffect = new EnumMap<>(Kind.class);
    for (NamespaceName namespace : namespaces) {
      Kind effect = effects.getOrDefault(namespace, Kind.UNKNOWN);
      byEffect.computeIfAbsent(effect, key -> new ArrayList<>()).add(namespace);
    }
    return byEffect.entrySet().stream()
        .map(entry -> new Names(sign, entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Returns where a namespace is desired or defined: {@code desired by teams/pay.yaml:7}. */
  Optional<String> place(NamespaceName namespace) {
    boolean desired = plans.stream().anyMatch(it -> it.desiredNamespaces().contains(namespace));
    return location(namespace).map(it -> (desired ? "desired by " : "defined in ") + it);
  }

  /**
   * Returns in which files namespaces are desired or defined, and who owns them, for example {@code
   * desired by teams/pay.yaml and 3 other files, owner payments}; empty if that is unknown.
   */
  Optional<String> places(List<NamespaceName> namespaces) {
    List<NamespaceName> desired =
        namespaces.stream()
            .filter(it -> plans.stream().anyMatch(plan -> plan.desiredNamespaces().contains(it)))
            .toList();
    Set<SourceLocation> places = new LinkedHashSet<>();
    Set<String> owners = new LinkedHashSet<>();
    for (NamespaceName namespace : desired.isEmpty() ? namespaces : desired) {
      for (LogConfigPlan plan : plans) {
        plan.locations().namespace(namespace).ifPresent(it -> places.add(it.atLine(0)));
        plan.locations().owner(namespace).ifPresent(owners::add);
      }
    }
    boolean areFiles = places.stream().allMatch(SourceLocation::isFile);
    String verb = desired.isEmpty() ? "defined in " : "desired by ";
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of(
            verb
                + places.iterator().next()
                + others(places.size() - 1, areFiles)
                + (owners.isEmpty() ? "" : ", owner " + Quoted.line(owners.iterator().next()))
                + (owners.size() < 2 ? "" : " and " + count(owners.size() - 1, "other owner")));
  }

  private static String others(int places, boolean areFiles) {
    return places == 0 ? "" : " and " + count(places, areFiles ? "other file" : "other place");
  }

  private static String count(int count, String noun) {
    return PlanWords.number(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /**
   * Returns where a namespace is desired and who owns it, for example {@code teams/pay.yaml:7,
   * owner payments}.
   */
  Optional<String> location(NamespaceName namespace) {
    List<SourceLocation> all =
        plans.stream()
            .flatMap(plan -> plan.locations().namespace(namespace).stream())
            .distinct()
            .toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    long places = all.stream().map(it -> it.atLine(0)).distinct().count();
    String others =
        places > 1
            ? others((int) places - 1, all.stream().allMatch(SourceLocation::isFile))
            : all.size() > 1 ? " and " + count(all.size() - 1, "other line") : "";
    List<String> owners =
        plans.stream()
            .flatMap(plan -> plan.locations().owner(namespace).stream())
            .distinct()
            .limit(2)
            .toList();
    String owner = owners.size() == 1 ? ", owner " + Quoted.line(owners.get(0)) : "";
    return Optional.of(all.get(0) + others + owner);
  }
}
