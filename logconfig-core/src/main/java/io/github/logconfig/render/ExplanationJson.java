package io.github.logconfig.render;

import io.github.logconfig.evaluate.ScopedRule;
import io.github.logconfig.evaluate.TraceEntry;
import io.github.logconfig.evaluate.Verdict;
import io.github.logconfig.model.Attribute;
import io.github.logconfig.plan.Explanation;
import java.util.LinkedHashMap;
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
   * @return a tree with the keys {@code cluster}, {@code namespace}, {@code now} and {@code
   *     afterPlan}
   */
  public static Map<String, Object> of(Explanation explanation) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("cluster", explanation.plan().cluster().value());
    document.put(
        "namespace", String.join(" ", explanation.known().values(Attribute.K8S_NAMESPACE_NAME)));
    document.put("now", answer(explanation.now()));
    document.put("afterPlan", answer(explanation.afterPlan()));
    return document;
  }

  private static Map<String, Object> answer(Explanation.Answer answer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("ingested", ingested(answer.verdict().verdict()));
    answer.verdict().catchAll().ifPresent(rule -> tree.put("rule", rule(rule)));
    tree.put("trace", answer.trace().stream().map(ExplanationJson::entry).toList());
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

  private static Map<String, Object> entry(TraceEntry entry) {
    Map<String, Object> tree = rule(entry.rule());
    tree.put("outcome", entry.outcome().label());
    return tree;
  }

  private static Map<String, Object> rule(ScopedRule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("scope", rule.scope().id());
    tree.put("title", rule.rule().title());
    tree.put("action", rule.rule().action().label());
    return tree;
  }
}
