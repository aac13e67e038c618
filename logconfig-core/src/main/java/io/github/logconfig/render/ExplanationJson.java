package io.github.logconfig.render;

import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.TraceEntry;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.plan.Explanation;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.Matcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Explanations as a tree of maps, lists and strings, ready for any JSON library.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class ExplanationJson {

  private ExplanationJson() {}

  /**
   * The document of an explanation.
   *
   * @param explanation the explanation
   * @return a tree with the keys {@code cluster}, {@code namespace}, {@code now}, {@code afterPlan}
   *     and more
   */
  public static Map<String, Object> of(Explanation explanation) {
    return of(explanation, ExplanationAdvice.optIn(explanation));
  }

  /**
   * The document of an explanation.
   *
   * @param optIn how to opt in the namespace, for example {@code add shop to desired.yaml}
   */
  public static Map<String, Object> of(Explanation explanation, String optIn) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("cluster", explanation.plan().cluster().value());
    document.put("environment", explanation.plan().environment().name().value());
    document.put("hostGroup", explanation.plan().hostGroup().value());
    document.put("target", explanation.plan().target().label());
    document.put("kubernetes", tie(explanation.kubernetes()));
    document.put("namespace", ExplanationAdvice.namespace(explanation));
    document.put("desired", explanation.isDesired());
    explanation.location().ifPresent(it -> document.put("location", PlanJson.location(it)));
    explanation.owner().ifPresent(owner -> document.put("owner", owner));
    document.put("now", answer(explanation.now(), explanation));
    document.put("afterPlan", answer(explanation.afterPlan(), explanation));
    document.put("toDo", ExplanationAdvice.of(explanation, optIn));
    return document;
  }

  private static Map<String, Object> tie(Explanation.KubernetesTie tie) {
    List<Map<String, Object>> clusters =
        tie.clusters().stream()
            .map(
                cluster -> {
                  Map<String, Object> tree = new LinkedHashMap<>();
                  tree.put("id", cluster.id().value());
                  cluster.label().ifPresent(label -> tree.put("label", label));
                  return tree;
                })
            .toList();
    return Map.of(
        "evidence",
        tie.evidence().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        "clusters",
        clusters);
  }

  private static Map<String, Object> answer(Explanation.Answer answer, Explanation explanation) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("ingested", ingested(answer.verdict().verdict()));
    answer.verdict().catchAll().ifPresent(rule -> tree.put("rule", rule(rule, explanation)));
    if (answer.verdict().verdict() == Verdict.PARTLY) {
      tree.put(
          "dependsOn", answer.dependsOn(explanation.known()).stream().map(Attribute::key).toList());
    }
    tree.put("trace", answer.trace().stream().map(it -> entry(it, explanation)).toList());
    return tree;
  }

  private static String ingested(Verdict verdict) {
    return switch (verdict) {
      case INGESTED -> "yes";
      case NOT_INGESTED -> "no";
      case PARTLY -> "partly";
      case UNKNOWN -> "unknown";
    };
  }

  private static Map<String, Object> entry(TraceEntry entry, Explanation explanation) {
    Map<String, Object> tree = rule(entry.rule(), explanation);
    tree.put("outcome", entry.outcome().label());
    tree.put(
        "conditions",
        entry.rule().rule().matchers().stream().map(ExplanationJson::condition).toList());
    return tree;
  }

  private static Map<String, Object> condition(Matcher matcher) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("attribute", matcher.attribute().key());
    tree.put("operator", matcher.operator());
    tree.put("values", matcher.values().stream().sorted().toList());
    return tree;
  }

  private static Map<String, Object> rule(ScopedRule rule, Explanation explanation) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("scope", rule.scope().id());
    tree.put("scopeName", ExplanationText.scope(rule, explanation));
    tree.put("title", rule.rule().title());
    tree.put("action", rule.rule().action().label());
    explanation
        .observed(rule)
        .ifPresent(
            observed -> {
              observed.author().ifPresent(author -> tree.put("author", author));
              observed.modified().ifPresent(time -> tree.put("modified", time.toString()));
            });
    return tree;
  }
}
