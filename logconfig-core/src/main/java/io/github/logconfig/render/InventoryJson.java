package io.github.logconfig.render;

import io.github.logconfig.inventory.ListedRule;
import io.github.logconfig.inventory.RuleInventory;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.RuleDiff;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObservedRule;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rules of environments as a tree of maps, lists, numbers, booleans and strings, ready for any
 * JSON library.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class InventoryJson {

  private InventoryJson() {}

  /**
   * Returns the document of an environment, with the keys {@code environment} and {@code scopes}.
   */
  public static Map<String, Object> of(RuleInventory inventory) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("environment", inventory.environment().value());
    document.put("scopes", inventory.scopes().stream().map(InventoryJson::scope).toList());
    return document;
  }

  private static Map<String, Object> scope(RuleInventory.Scope scope) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("scope", scope.scope().id());
    tree.put("kind", scope.scope().kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    scope.name().ifPresent(name -> tree.put("name", name));
    tree.put("rules", scope.rules().stream().map(InventoryJson::rule).toList());
    return tree;
  }

  private static Map<String, Object> rule(ListedRule listed) {
    ObservedRule observed = listed.rule();
    LogRule rule = observed.rule();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("position", listed.position());
    tree.put("title", rule.title());
    tree.put("objectId", observed.objectId().value());
    observed.externalId().map(ExternalId::value).ifPresent(id -> tree.put("externalId", id));
    tree.put("managed", listed.managed());
    listed.identity().ifPresent(identity -> tree.put("owner", identity.owner().value()));
    observed.author().ifPresent(author -> tree.put("author", author));
    observed.modified().ifPresent(moment -> tree.put("modified", moment.toString()));
    rule.unreadable().ifPresent(reason -> tree.put("unreadable", reason));
    tree.put("enabled", rule.enabled());
    tree.put("action", rule.action().label());
    tree.put("namespaces", RuleDiff.namespaces(rule).stream().map(name -> name.value()).toList());
    tree.put(
        "matchers",
        rule.matchers().stream()
            .sorted(Comparator.comparing(matcher -> matcher.attribute().key()))
            .map(InventoryJson::matcher)
            .toList());
    tree.put(
        "decides",
        switch (listed.use()) {
          case DECIDES -> "yes";
          case NEVER_DECIDES -> "no";
          case UNKNOWN -> "unknown";
        });
    tree.put("redundant", listed.isRedundant());
    tree.put("decidedBy", titles(listed.insteadOf()));
    tree.put("overriddenIn", listed.overriddenIn().stream().map(RuleScope::id).toList());
    listed.duplicateOf().ifPresent(other -> tree.put("duplicateOf", other.rule().title()));
    listed.orphaned().ifPresent(orphaned -> tree.put("orphaned", orphaned));
    return tree;
  }

  private static List<String> titles(List<ObservedRule> rules) {
    return rules.stream().map(it -> it.rule().title()).toList();
  }

  private static Map<String, Object> matcher(Matcher matcher) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("attribute", matcher.attribute().key());
    tree.put("operator", matcher.operator());
    tree.put("values", matcher.values().stream().sorted().toList());
    return tree;
  }
}
