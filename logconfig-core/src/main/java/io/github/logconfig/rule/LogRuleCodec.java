package io.github.logconfig.rule;

import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.RuleScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Converts log rules to and from the JSON value of a settings object of the schema {@value
 * LogRule#SCHEMA_ID}.
 *
 * <p>A JSON value is represented by plain Java values: {@link Map}, {@link Collection}, {@link
 * String}, {@link Number}, {@link Boolean} and null. Every JSON library can produce and accept
 * them; with Jackson, for example, {@code mapper.convertValue(node, Map.class)}.
 *
 * <p>Decoding never fails. A value with missing or mistyped fields becomes an {@linkplain
 * LogRule#unreadable unreadable} rule, and unknown fields become {@link OtherFields}, which {@link
 * #encode} writes back.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class LogRuleCodec {

  /** The field that holds the title. */
  public static final String TITLE = "config-item-title";

  /** The field that states whether the rule is evaluated. */
  public static final String ENABLED = "enabled";

  /** The field that states whether matching records are ingested. */
  public static final String SEND_TO_STORAGE = "send-to-storage";

  /** The field that holds the matchers. */
  public static final String MATCHERS = "matchers";

  private static final String ATTRIBUTE = "attribute";
  private static final String OPERATOR = "operator";
  private static final String VALUES = "values";

  private static final Set<String> RULE_FIELDS = Set.of(TITLE, ENABLED, SEND_TO_STORAGE, MATCHERS);
  private static final Set<String> MATCHER_FIELDS = Set.of(ATTRIBUTE, OPERATOR, VALUES);

  private LogRuleCodec() {}

  /** Says what is wrong with a value. */
  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String field, String expected) {
      super(field + " is not " + expected);
    }
  }

  /**
   * Returns the JSON value of a rule.
   *
   * @return a modifiable map in the order of the schema's fields, followed by the unknown ones
   */
  public static Map<String, @Nullable Object> encode(LogRule rule) {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put(ENABLED, rule.enabled());
    value.put(TITLE, rule.title());
    value.put(SEND_TO_STORAGE, rule.action() == RuleAction.INCLUDE);
    List<Map<String, @Nullable Object>> matchers = new ArrayList<>();
    rule.matchers().forEach(matcher -> matchers.add(encode(matcher)));
    value.put(MATCHERS, matchers);
    value.putAll(rule.otherFields().values());
    return value;
  }

  /** Returns the JSON value of a matcher, as a modifiable map. */
  public static Map<String, @Nullable Object> encode(Matcher matcher) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(ATTRIBUTE, matcher.attribute().key());
    json.put(OPERATOR, matcher.operator());
    json.put(VALUES, List.copyOf(matcher.values()));
    json.putAll(matcher.otherFields().values());
    return json;
  }

  /**
   * Returns the rule of a JSON value.
   *
   * @param value the value of a settings object; null if it has none
   */
  public static LogRule decode(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> fields)) {
      return unreadable("", OtherFields.NONE, new UnreadableException("the value", "an object"));
    }
    try {
      return rule(fields);
    } catch (UnreadableException e) {
      String title = fields.get(TITLE) instanceof String text ? text : "";
      return unreadable(title, otherFields(fields, RULE_FIELDS), e);
    }
  }

  /**
   * Returns the observed rule of a settings object as the service returns it, for example an item
   * of {@code GET /api/v2/settings/objects}.
   *
   * @param settings the fields {@code objectId}, {@code updateToken}, {@code scope}, {@code value},
   *     and {@code externalId} if it has one; other fields are ignored
   * @throws InvalidValueException if {@code objectId}, {@code updateToken} or {@code scope} is
   *     missing or is not text; the message names the field
   */
  public static ObservedRule decodeObject(Map<String, ? extends @Nullable Object> settings) {
    ObservedRule.Builder rule =
        ObservedRule.builder()
            .objectId(new ObjectId(required(settings, "objectId")))
            .updateToken(new UpdateToken(required(settings, "updateToken")))
            .scope(RuleScope.parse(required(settings, "scope")))
            .rule(decode(settings.get("value")));
    if (settings.get("externalId") instanceof String externalId) {
      rule.externalId(new ExternalId(externalId));
    }
    return rule.build();
  }

  private static String required(Map<String, ? extends @Nullable Object> object, String field) {
    Object value = object.get(field);
    if (value instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw new InvalidValueException(
        "field " + field + " of a settings object", String.valueOf(value), "text");
  }

  private static LogRule unreadable(
      String title, OtherFields otherFields, UnreadableException reason) {
    return LogRule.builder()
        .title(title)
        .unreadable(String.valueOf(reason.getMessage()))
        .otherFields(otherFields)
        .build();
  }

  private static LogRule rule(Map<?, ?> fields) throws UnreadableException {
    LogRule.Builder rule =
        LogRule.builder()
            .title(text(fields, TITLE, Optional.empty()))
            .enabled(flag(fields, ENABLED))
            .action(flag(fields, SEND_TO_STORAGE) ? RuleAction.INCLUDE : RuleAction.EXCLUDE)
            .otherFields(otherFields(fields, RULE_FIELDS));
    for (Object matcher : list(fields, MATCHERS)) {
      if (!(matcher instanceof Map<?, ?> json)) {
        throw new UnreadableException(MATCHERS, "a list of objects");
      }
      rule.addMatcher(matcher(json));
    }
    return rule.build();
  }

  private static Matcher matcher(Map<?, ?> fields) throws UnreadableException {
    Matcher.Builder matcher =
        Matcher.builder()
            .attribute(new Attribute(text(fields, ATTRIBUTE, Optional.empty())))
            .operator(text(fields, OPERATOR, Optional.of(Matcher.MATCHES)))
            .otherFields(otherFields(fields, MATCHER_FIELDS));
    for (Object value : list(fields, VALUES)) {
      if (!(value instanceof String text)) {
        throw new UnreadableException(VALUES, "a list of text");
      }
      matcher.addValue(text);
    }
    return matcher.build();
  }

  private static boolean flag(Map<?, ?> fields, String field) throws UnreadableException {
    Object value = fields.get(field);
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value != null) {
      throw new UnreadableException(field, "a boolean");
    }
    return true;
  }

  private static String text(Map<?, ?> fields, String field, Optional<String> fallback)
      throws UnreadableException {
    Object value = fields.get(field);
    if (value instanceof String text) {
      return text;
    }
    if (value != null || fallback.isEmpty()) {
      throw new UnreadableException(field, "text");
    }
    return fallback.get();
  }

  private static Collection<?> list(Map<?, ?> fields, String field) throws UnreadableException {
    Object value = fields.get(field);
    if (value instanceof Collection<?> items) {
      return items;
    }
    if (value != null) {
      throw new UnreadableException(field, "a list");
    }
    return List.of();
  }

  private static OtherFields otherFields(Map<?, ?> fields, Set<String> known) {
    Map<String, @Nullable Object> others = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          String field = String.valueOf(name);
          if (!known.contains(field)) {
            others.put(field, value);
          }
        });
    return others.isEmpty() ? OtherFields.NONE : new OtherFields(others);
  }
}
