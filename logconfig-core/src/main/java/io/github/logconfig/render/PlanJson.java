package io.github.logconfig.render;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceLocations;
import io.github.logconfig.plan.Action;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.OtherNamespaces;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.Position;
import io.github.logconfig.plan.Precondition;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.plan.RuleReference;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.LogRuleCodec;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.OtherFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Converts plans to trees of maps, lists, strings, booleans and numbers, which any JSON library can
 * write. The order of the keys is fixed. A plan can be restored from its tree.
 *
 * <p>{@code effects} lists the namespaces for which something changes, or may change. Desired
 * namespaces that are ingested before and after the plan are only counted, by {@code
 * unchangedNamespaces}: they are most of a fleet.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class PlanJson {

  /** The value of {@code format}, which identifies the version of the tree. */
  public static final String FORMAT = "logconfig-plan/1";

  private PlanJson() {}

  /**
   * Returns plans as a tree with the keys {@code format}, {@code clusters} and {@code summary}. For
   * a large fleet, {@link #cluster} and {@link #summary} need less memory.
   */
  public static Map<String, Object> of(FleetPlan plan) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("clusters", plan.clusters().stream().map(PlanJson::cluster).toList());
    document.put("summary", summary(plan));
    return document;
  }

  /** Returns the plan of one cluster as a tree: an element of {@code clusters}. */
  public static Map<String, Object> cluster(LogConfigPlan plan) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("cluster", plan.cluster().value());
    cluster.put("environment", plan.environment().name().value());
    cluster.put("environmentUrl", plan.environment().url().toString());
    cluster.put("hostGroup", plan.hostGroup().value());
    plan.locations().cluster().ifPresent(it -> cluster.put("location", location(it)));
    cluster.put("target", plan.target().label());
    cluster.put("fingerprint", plan.fingerprint().hex());
    cluster.put("namespacesTakenInNow", plan.managedNow());
    cluster.put("steps", plan.steps().stream().map(PlanJson::step).toList());
    cluster.put("findings", plan.findings().stream().map(PlanJson::finding).toList());
    List<Map<String, Object>> effects = effects(plan);
    cluster.put("effects", effects);
    cluster.put("unchangedNamespaces", plan.effects().size() - effects.size());
    List<Map<String, Object>> locations = locations(plan);
    if (!locations.isEmpty()) {
      cluster.put("locations", locations);
    }
    cluster.put("otherNamespaces", others(plan.otherNamespaces()));
    cluster.put("stopping", plan.stopping());
    if (plan.stopsUnmanaged()) {
      cluster.put("stopsUnmanaged", true);
    }
    cluster.put("desired", desired(plan));
    return cluster;
  }

  private static Map<String, Object> step(PlanStep step) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", step.action().kind());
    if (step.action() == Action.ADOPT) {
      tree.put("adopted", true);
    }
    tree.put("title", step.title());
    tree.put("externalId", step.identity().externalId().value());
    tree.put("scope", step.scope().id());
    tree.put("wave", step.wave());
    tree.put("precondition", precondition(step.precondition()));
    step.position().ifPresent(position -> tree.put("position", position(position)));
    step.ruleAfter().ifPresent(rule -> tree.put("rule", rule(rule)));
    tree.put("namespacesAdded", names(step.namespacesAdded()));
    tree.put("namespacesRemoved", names(step.namespacesRemoved()));
    if (step.action() == Action.UPDATE || step.action() == Action.ADOPT) {
      tree.put("changes", step.diff().changes().stream().map(PlanJson::change).toList());
    }
    return tree;
  }

  private static Map<String, Object> precondition(Precondition precondition) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (precondition instanceof Precondition.Unchanged unchanged) {
      tree.put("objectId", unchanged.objectId().value());
      tree.put("updateToken", unchanged.updateToken().value());
    } else if (precondition instanceof Precondition.Absent absent) {
      tree.put("absent", absent.externalId().value());
    }
    return tree;
  }

  private static Object position(Position position) {
    if (position instanceof Position.After after) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("after", after.objectId().value());
      if (!after.title().isEmpty()) {
        tree.put("title", after.title());
      }
      return tree;
    }
    return position instanceof Position.First ? "first" : "last";
  }

  /** Returns the JSON value of a rule, with its unknown fields as JSON text in one object. */
  private static Map<String, Object> rule(LogRule rule) {
    Map<String, Object> tree = LogRuleCodec.encode(rule);
    List<Map<String, Object>> matchers = new ArrayList<>();
    for (Matcher matcher : rule.matchers()) {
      matchers.add(withTextFields(LogRuleCodec.encode(matcher), matcher.otherFields()));
    }
    tree.put(LogRuleCodec.MATCHERS, matchers);
    return withTextFields(tree, rule.otherFields());
  }

  private static Map<String, Object> withTextFields(Map<String, Object> tree, OtherFields fields) {
    if (!fields.isEmpty()) {
      tree.keySet().removeAll(fields.values().keySet());
      tree.put("otherFields", fields.json());
    }
    return tree;
  }

  private static Map<String, Object> change(RuleDiff.FieldChange change) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("field", change.field());
    tree.put("before", change.before());
    tree.put("after", change.after());
    return tree;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("code", finding.code().name());
    tree.put("severity", finding.severity().label());
    tree.put("message", finding.message());
    finding.rule().ifPresent(rule -> tree.put("rule", concerned(rule)));
    if (!finding.namespaces().isEmpty()) {
      tree.put("namespaces", names(finding.namespaces()));
    }
    return tree;
  }

  private static Map<String, Object> concerned(RuleReference rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", rule.title());
    tree.put("scope", rule.scope().id());
    rule.objectId().ifPresent(id -> tree.put("objectId", id.value()));
    rule.externalId().ifPresent(id -> tree.put("externalId", id.value()));
    rule.owner().ifPresent(owner -> tree.put("owner", owner.value()));
    return tree;
  }

  private static Map<String, Object> others(OtherNamespaces others) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("effect", others.effect().name());
    tree.put("before", others.before().name());
    tree.put("after", others.after().name());
    if (others.effect() == NamespaceEffect.Kind.UNKNOWN) {
      tree.put("stops", others.stops().name());
    }
    return tree;
  }

  private static Map<String, Object> desired(LogConfigPlan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("policy", plan.policy().label());
    tree.put("namespaces", names(plan.desiredNamespaces()));
    plan.desired()
        .flatMap(DesiredCluster::kubernetesClusterUid)
        .ifPresent(uid -> tree.put("kubernetesClusterUid", uid.value()));
    plan.desired()
        .flatMap(DesiredCluster::kubernetesClusterName)
        .ifPresent(name -> tree.put("kubernetesClusterName", name));
    return tree;
  }

  /** Returns the assessment of a run by the impact limit as a tree. */
  public static Map<String, Object> impact(Impact impact) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("stopping", impact.stopping());
    tree.put("limit", impact.limit().toString());
    tree.put("mayEmptyClusters", impact.limit().mayEmptyClusters());
    tree.put("othersMayStop", impact.limit().othersMayStop());
    tree.put("refused", impact.isRefused());
    tree.put(
        "refusals",
        Stream.concat(impact.clusters().values().stream(), impact.fleet().stream())
            .map(Impact.Refusal::message)
            .toList());
    return tree;
  }

  /** Returns the namespaces for which something changes, or may change, as trees. */
  public static List<Map<String, Object>> effects(LogConfigPlan plan) {
    boolean allContinue =
        plan.stopping() == 0
            && plan.count(NamespaceEffect.Kind.CONTINUES) == plan.desiredNamespaces().size()
            && plan.effects().size() == plan.desiredNamespaces().size();
    return allContinue
        ? List.of()
        : plan.effects().stream()
            .filter(effect -> !isUnchanged(effect, plan))
            .map(effect -> effect(effect, plan.locations()))
            .toList();
  }

  /** Returns where the unchanged namespaces are desired that a step adds or removes. */
  public static List<Map<String, Object>> locations(LogConfigPlan plan) {
    Set<NamespaceName> touched = new TreeSet<>();
    plan.steps().forEach(step -> touched.addAll(step.namespacesAdded()));
    plan.steps().forEach(step -> touched.addAll(step.namespacesRemoved()));
    return touched.isEmpty()
        ? List.of()
        : plan.effects().stream()
            .filter(effect -> touched.contains(effect.namespace()) && isUnchanged(effect, plan))
            .filter(effect -> plan.locations().namespace(effect.namespace()).isPresent())
            .map(
                effect -> {
                  Map<String, Object> tree = new LinkedHashMap<>();
                  tree.put("namespace", effect.namespace().value());
                  putOrigin(tree, effect.namespace(), plan.locations());
                  return tree;
                })
            .toList();
  }

  private static void putOrigin(
      Map<String, Object> tree, NamespaceName namespace, SourceLocations locations) {
    locations.namespace(namespace).ifPresent(it -> tree.put("location", location(it)));
    locations.owner(namespace).ifPresent(owner -> tree.put("owner", owner));
  }

  private static boolean isUnchanged(NamespaceEffect effect, LogConfigPlan plan) {
    return effect.effect() == NamespaceEffect.Kind.CONTINUES
        && !effect.stopping()
        && plan.desiredNamespaces().contains(effect.namespace());
  }

  private static Map<String, Object> effect(NamespaceEffect effect, SourceLocations locations) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", effect.namespace().value());
    tree.put("effect", effect.effect().name());
    if (effect.stopping() && effect.effect() != NamespaceEffect.Kind.STOPS) {
      tree.put("stopping", true);
    }
    putOrigin(tree, effect.namespace(), locations);
    return tree;
  }

  /**
   * Returns the place of a problem as a tree: as for {@link #location}, but always with {@code
   * file}, on which programs rely.
   */
  public static Map<String, Object> locationOfProblem(SourceLocation location) {
    Map<String, Object> tree = location(location);
    tree.putIfAbsent("file", location.name());
    return tree;
  }

  /**
   * Returns a place in the desired state as a tree with {@code file}, or with {@code place} if it
   * is not a file; {@code line} is absent if it is unknown.
   */
  public static Map<String, Object> location(SourceLocation location) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(location.isFile() ? "file" : "place", location.name());
    if (location.line() > 0) {
      tree.put("line", location.line());
    }
    return tree;
  }

  /** Returns the totals of plans as a tree. */
  public static Map<String, Object> summary(FleetPlan plan) {
    FleetPlan.Summary summary = plan.summary();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("create", summary.create());
    tree.put("update", summary.update());
    tree.put("move", summary.move());
    tree.put("delete", summary.delete());
    tree.put("unchanged", summary.unchanged());
    return tree;
  }

  private static List<String> names(Collection<NamespaceName> namespaces) {
    return namespaces.stream().map(NamespaceName::value).toList();
  }
}
