package io.github.logconfig.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.Attribute;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.Matcher;
import io.github.logconfig.model.RuleAction;

/**
 * A log rule as the value of a settings object, and back. Reading never fails: what a rule lacks
 * gets the schema's default.
 */
final class LogRuleJson {

  private static final String TITLE = "config-item-title";
  private static final String ENABLED = "enabled";
  private static final String INCLUDE = "send-to-storage";
  private static final String MATCHERS = "matchers";
  private static final String ATTRIBUTE = "attribute";
  private static final String OPERATOR = "operator";
  private static final String VALUES = "values";

  private LogRuleJson() {}

  static ObjectNode write(LogRule rule) {
    ObjectNode value =
        JsonNodeFactory.instance
            .objectNode()
            .put(ENABLED, rule.enabled())
            .put(TITLE, rule.title())
            .put(INCLUDE, rule.action() == RuleAction.INCLUDE);
    ArrayNode matchers = value.putArray(MATCHERS);
    for (Matcher matcher : rule.matchers()) {
      ArrayNode values =
          matchers
              .addObject()
              .put(ATTRIBUTE, matcher.attribute().key())
              .put(OPERATOR, matcher.operator())
              .putArray(VALUES);
      matcher.values().forEach(values::add);
    }
    return value;
  }

  static LogRule read(JsonNode value) {
    boolean include = value.path(INCLUDE).asBoolean(true);
    LogRule.Builder rule =
        LogRule.builder()
            .title(value.path(TITLE).asText(""))
            .enabled(value.path(ENABLED).asBoolean(true))
            .action(include ? RuleAction.INCLUDE : RuleAction.EXCLUDE);
    value.path(MATCHERS).forEach(matcher -> rule.addMatcher(readMatcher(matcher)));
    return rule.build();
  }

  private static Matcher readMatcher(JsonNode json) {
    Matcher.Builder matcher =
        Matcher.builder()
            .attribute(new Attribute(json.path(ATTRIBUTE).asText("log.source")))
            .operator(json.path(OPERATOR).asText(Matcher.MATCHES));
    json.path(VALUES).forEach(value -> matcher.addValue(value.asText()));
    return matcher.build();
  }
}
