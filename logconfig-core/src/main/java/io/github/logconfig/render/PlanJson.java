package io.github.logconfig.render;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.plan.FieldChange;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.plan.PlanSummary;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Plans as a tree of maps, lists, strings and numbers, ready for any JSON library. The order of the
 * keys is fixed.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class PlanJson {

  /** The value of {@code format}: programs check it before they read on. */
  public static final String FORMAT = "logconfig-plan/1";

  private PlanJson() {}

  /**
   * The document of some plans.
   *
   * @param plan the plans
   * @return a tree with the keys {@code format}, {@code clusters} and {@code summary}
   */
  public static Map<String, Object> of(FleetPlan plan) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("clusters", plan.clusters().stream().map(PlanJson::cluster).toList());
    document.put("summary", summary(plan.summary()));
    return document;
  }

  private static Map<String, Object> cluster(LogConfigPlan plan) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("cluster", plan.cluster().value());
    cluster.put("environment", plan.environment().name().value());
    cluster.put("hostGroup", plan.hostGroup().value());
    cluster.put("fingerprint", plan.fingerprint().hex());
    cluster.put("steps", plan.steps().stream().map(PlanJson::step).toList());
    cluster.put("findings", plan.findings().stream().map(PlanJson::finding).toList());
    cluster.put(
        "effects",
        plan.effects().stream()
            .map(
                effect ->
                    ordered("namespace", effect.namespace().value(), "effect", effect.effect()))
            .toList());
    return cluster;
  }

  private static Map<String, Object> step(PlanStep step) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", kind(step));
    tree.put("title", step.title());
    tree.put("externalId", step.identity().externalId().value());
    tree.put("wave", step.wave());
    tree.put("namespacesAdded", names(step.namespacesAdded()));
    tree.put("namespacesRemoved", names(step.namespacesRemoved()));
    if (step instanceof PlanStep.UpdateRule update) {
      tree.put("changes", update.changes().stream().map(PlanJson::change).toList());
    }
    return tree;
  }

  private static Map<String, Object> change(FieldChange change) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("field", change.field());
    tree.put("before", change.before());
    tree.put("after", change.after());
    return tree;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("code", finding.code().name());
    tree.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    tree.put("message", finding.message());
    return tree;
  }

  private static Map<String, Object> summary(PlanSummary summary) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("create", summary.create());
    tree.put("update", summary.update());
    tree.put("move", summary.move());
    tree.put("delete", summary.delete());
    tree.put("unchanged", summary.unchanged());
    return tree;
  }

  private static String kind(PlanStep step) {
    if (step instanceof PlanStep.CreateRule) {
      return "create";
    }
    if (step instanceof PlanStep.UpdateRule) {
      return "update";
    }
    return step instanceof PlanStep.MoveRule ? "move" : "delete";
  }

  private static Map<String, Object> ordered(
      String firstKey, String first, String secondKey, Enum<?> second) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(firstKey, first);
    tree.put(secondKey, second.name());
    return tree;
  }

  private static List<String> names(Collection<NamespaceName> namespaces) {
    return namespaces.stream().map(NamespaceName::value).toList();
  }
}
