package io.github.logconfig.reconcile.internal.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.Attribute;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.Matcher;
import io.github.logconfig.model.OtherFields;
import io.github.logconfig.model.RuleAction;
import io.github.logconfig.reconcile.internal.document.PlanDocumentParts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Converts log rules to values of settings objects, and back. Reading never fails: a value that is
 * not understood gives an {@linkplain LogRule#unreadable unreadable} rule, and fields that this
 * version does not know are kept.
 */
public final class LogRuleJson {

  private static final String TITLE = "config-item-title";
  private static final String ENABLED = "enabled";
  private static final String INCLUDE = "send-to-storage";
  private static final String MATCHERS = "matchers";
  private static final String ATTRIBUTE = "attribute";
  private static final String OPERATOR = "operator";
  private static final String VALUES = "values";

  private static final Set<String> RULE_FIELDS = Set.of(TITLE, ENABLED, INCLUDE, MATCHERS);
  private static final Set<String> MATCHER_FIELDS = Set.of(ATTRIBUTE, OPERATOR, VALUES);

  private LogRuleJson() {}

  /** Says what is wrong with a value. */
  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  public static ObjectNode write(LogRule rule) {
    ObjectNode value =
        JsonNodeFactory.instance
            .objectNode()
            .put(ENABLED, rule.enabled())
            .put(TITLE, rule.title())
            .put(INCLUDE, rule.action() == RuleAction.INCLUDE);
    ArrayNode matchers = value.putArray(MATCHERS);
    for (Matcher matcher : rule.matchers()) {
      ObjectNode json = matchers.addObject();
      ArrayNode values =
          json.put(ATTRIBUTE, matcher.attribute().key())
              .put(OPERATOR, matcher.operator())
              .putArray(VALUES);
      matcher.values().forEach(values::add);
      addOtherFields(json, matcher.otherFields());
    }
    addOtherFields(value, rule.otherFields());
    return value;
  }

  private static void addOtherFields(ObjectNode json, OtherFields fields) {
    fields
        .json()
        .forEach(
            (name, text) -> {
              try {
                json.set(name, PlanDocumentParts.JSON.readTree(text));
              } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("field " + name + " is not JSON", e);
              }
            });
  }

  public static LogRule read(JsonNode value) {
    try {
      return rule(value);
    } catch (UnreadableException e) {
      return LogRule.builder()
          .title(value.path(TITLE).asText(""))
          .unreadable(String.valueOf(e.getMessage()))
          .build();
    }
  }

  private static LogRule rule(JsonNode value) throws UnreadableException {
    requireType(value.isObject(), "the value", "an object");
    LogRule.Builder rule =
        LogRule.builder()
            .title(text(value, TITLE, Optional.empty()))
            .enabled(bool(value, ENABLED))
            .action(bool(value, INCLUDE) ? RuleAction.INCLUDE : RuleAction.EXCLUDE)
            .otherFields(otherFields(value, RULE_FIELDS));
    for (JsonNode matcher : list(value, MATCHERS)) {
      rule.addMatcher(matcher(matcher));
    }
    return rule.build();
  }

  private static Matcher matcher(JsonNode json) throws UnreadableException {
    requireType(json.isObject(), MATCHERS, "a list of objects");
    Matcher.Builder matcher =
        Matcher.builder()
            .attribute(new Attribute(text(json, ATTRIBUTE, Optional.empty())))
            .operator(text(json, OPERATOR, Optional.of(Matcher.MATCHES)))
            .otherFields(otherFields(json, MATCHER_FIELDS));
    for (JsonNode value : list(json, VALUES)) {
      requireType(value.isTextual(), VALUES, "a list of text");
      matcher.addValue(value.asText());
    }
    return matcher.build();
  }

  private static boolean bool(JsonNode json, String field) throws UnreadableException {
    requireType(isAbsent(json, field) || json.path(field).isBoolean(), field, "a boolean");
    return json.path(field).asBoolean(true);
  }

  private static String text(JsonNode json, String field, Optional<String> otherwise)
      throws UnreadableException {
    if (isAbsent(json, field) && otherwise.isPresent()) {
      return otherwise.get();
    }
    requireType(json.path(field).isTextual(), field, "text");
    return json.path(field).asText();
  }

  private static Iterable<JsonNode> list(JsonNode json, String field) throws UnreadableException {
    requireType(isAbsent(json, field) || json.path(field).isArray(), field, "a list");
    return json.path(field);
  }

  private static boolean isAbsent(JsonNode json, String field) {
    return json.path(field).isMissingNode() || json.path(field).isNull();
  }

  private static void requireType(boolean valid, String field, String expected)
      throws UnreadableException {
    if (!valid) {
      throw new UnreadableException(field + " is not " + expected);
    }
  }

  private static OtherFields otherFields(JsonNode json, Set<String> known) {
    Map<String, String> others = new LinkedHashMap<>();
    json.properties()
        .forEach(
            field -> {
              if (!known.contains(field.getKey())) {
                others.put(field.getKey(), field.getValue().toString());
              }
            });
    return others.isEmpty() ? OtherFields.NONE : new OtherFields(others);
  }
}
