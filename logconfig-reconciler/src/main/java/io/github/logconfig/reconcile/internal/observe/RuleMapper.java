package io.github.logconfig.reconcile.internal.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.LogRuleCodec;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.UpdateToken;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts log rules to and from JSON nodes by means of {@link LogRuleCodec}. */
public final class RuleMapper {

  /** The schema of log rules. */
  public static final SchemaId SCHEMA = new SchemaId(LogRule.SCHEMA_ID);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RuleMapper() {}

  public static ObjectNode write(LogRule rule) {
    return node(LogRuleCodec.encode(rule));
  }

  public static LogRule read(JsonNode value) {
    return LogRuleCodec.decode(plain(value));
  }

  private static ObjectNode node(Map<?, ?> fields) {
    ObjectNode object = NODES.objectNode();
    fields.forEach((name, value) -> object.set(String.valueOf(name), node(value)));
    return object;
  }

  private static JsonNode node(@Nullable Object value) {
    if (value instanceof Map<?, ?> fields) {
      return node(fields);
    }
    if (value instanceof List<?> items) {
      ArrayNode array = NODES.arrayNode(items.size());
      items.forEach(item -> array.add(node(item)));
      return array;
    }
    if (value instanceof String text) {
      return NODES.textNode(text);
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    return value == null ? NODES.nullNode() : JSON.valueToTree(value);
  }

  private static @Nullable Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        node.properties().forEach(it -> fields.put(it.getKey(), plain(it.getValue())));
        yield fields;
      }
      case ARRAY -> // a view: the values of a rule are read once
          new AbstractList<@Nullable Object>() {
            @Override
            public @Nullable Object get(int index) {
              return plain(node.get(index));
            }

            @Override
            public int size() {
              return node.size();
            }
          };
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.numberValue();
      default -> null;
    };
  }

  /**
   * Returns the rule of an object. No object is left out: a rule that cannot be understood, or that
   * lacks what a write needs, is evaluated nevertheless.
   *
   * @param number makes the id of an object unique that has none
   */
  static ObservedRule observed(SettingsObject object, int number) {
    boolean writable = object.objectId().isPresent() && object.updateToken().isPresent();
    JsonNode may = object.modificationInfo().orElse(MissingNode.getInstance());
    return ObservedRule.builder()
        .objectId(
            new ObjectId(
                object.objectId().map(SettingsObjectId::value).orElse("without-id-" + number)))
        .updateToken(
            new UpdateToken(
                object
                    .updateToken()
                    .map(io.github.logconfig.dynatrace.settings.UpdateToken::value)
                    .orElse("without-token")))
        .scope(
            object
                .scope()
                .map(SettingsScope::value)
                .map(RuleScope::parse)
                .orElse(RuleScope.ENVIRONMENT))
        .externalId(object.externalId().map(id -> new ExternalId(id.value())))
        .rule(read(object.value().orElse(MissingNode.getInstance())))
        .modified(object.modified())
        .author(object.author())
        .movable(writable && may.path("movable").asBoolean(true))
        .modifiable(
            writable
                && may.path("modifiable").asBoolean(true)
                && may.path("nonModifiablePaths").isEmpty())
        .deletable(writable && may.path("deletable").asBoolean(true))
        .build();
  }
}
