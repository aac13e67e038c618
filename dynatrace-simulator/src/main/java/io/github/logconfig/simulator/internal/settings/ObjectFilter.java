package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filter of lists of settings objects: comparisons of fields with values, joined by {@code
 * and}, {@code or}, {@code not} and parentheses.
 */
public final class ObjectFilter {

  private static final int LONGEST = 1_024;
  private static final int DEEPEST = 5;
  private static final Set<String> FIELDS =
      Set.of("created", "modified", "createdBy", "modifiedBy", "author");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<word>[A-Za-z_][\\w.:/-]*)|(?<number>-?[0-9]+(?:\\.[0-9]+)?)"
              + "|'(?<single>(?:[^'\\\\]|\\\\.)*)'|\"(?<double>(?:[^\"\\\\]|\\\\.)*)\""
              + "|(?<sign><=|>=|!=|==|=|<|>|\\(|\\)))");

  private final String text;
  private final List<String> fields;
  private final ObjectRendering rendering;
  private final Matcher tokens;
  private int at;
  private int depth;

  private ObjectFilter(String text, List<String> fields, ObjectRendering rendering) {
    this.text = text;
    this.fields = fields;
    this.rendering = rendering;
    this.tokens = TOKEN.matcher(text);
  }

  static Predicate<StoredObject> parse(
      String text, List<String> fields, ObjectRendering rendering) {
    if (text.length() > LONGEST) {
      throw invalid("Must not be longer than 1024 characters");
    }
    ObjectFilter filter = new ObjectFilter(text, fields, rendering);
    Predicate<StoredObject> predicate = filter.alternatives();
    if (!text.substring(filter.at).isBlank()) {
      throw filter.unexpected();
    }
    return predicate;
  }

  /**
   * Refuses a field that cannot be filtered or sorted by, or that is not among the returned fields.
   */
  static void requireField(String parameter, String field, List<String> returned) {
    boolean known = FIELDS.contains(field) || field.startsWith("value.");
    if (!known || !returned.contains(field.startsWith("value.") ? "value" : field)) {
      throw ApiFailure.invalidParameter(
          parameter,
          "Field '" + Quoted.text(field) + "' is unknown, or not part of the requested fields");
    }
  }

  private Predicate<StoredObject> alternatives() {
    Predicate<StoredObject> either = all();
    while (tryWord("or")) {
      either = either.or(all());
    }
    return either;
  }

  private Predicate<StoredObject> all() {
    Predicate<StoredObject> all = term();
    while (tryWord("and")) {
      all = all.and(term());
    }
    return all;
  }

  private Predicate<StoredObject> term() {
    if (tryWord("not")) {
      return nested(this::term).negate();
    }
    if (trySign("(")) {
      Predicate<StoredObject> inner = nested(this::alternatives);
      if (!trySign(")")) {
        throw unexpected();
      }
      return inner;
    }
    return comparison();
  }

  private Predicate<StoredObject> nested(Supplier<Predicate<StoredObject>> term) {
    depth++;
    if (depth > DEEPEST) {
      throw invalid("Must not be nested more than 5 deep");
    }
    Predicate<StoredObject> inner = term.get();
    depth--;
    return inner;
  }

  private Predicate<StoredObject> comparison() {
    String field = next("word");
    requireField("filter", field, fields);
    String operator = peek("sign") ? next("sign") : next("word");
    JsonNode operand = operand();
    return switch (operator) {
      case "=", "==" -> object -> equal(rendering.at(object, field), operand);
      case "!=" -> object -> !equal(rendering.at(object, field), operand);
      case "<" -> object -> compare(object, field, operand) < 0;
      case "<=" -> object -> compare(object, field, operand) <= 0;
      case ">" -> object -> compare(object, field, operand) > 0;
      case ">=" -> object -> compare(object, field, operand) >= 0;
      case "contains" -> object -> rendering.at(object, field).asText().contains(operand.asText());
      case "starts-with" ->
          object -> rendering.at(object, field).asText().startsWith(operand.asText());
      case "ends-with" -> object -> rendering.at(object, field).asText().endsWith(operand.asText());
      default -> throw invalid("Unknown operator '" + Quoted.text(operator) + "'");
    };
  }

  private int compare(StoredObject object, String field, JsonNode operand) {
    return FieldOrder.INSTANCE.compare(rendering.at(object, field), operand);
  }

  private static boolean equal(JsonNode value, JsonNode operand) {
    return (value.isNumber() && operand.isNumber())
        ? value.decimalValue().compareTo(operand.decimalValue()) == 0
        : value.isValueNode() && value.asText().equals(operand.asText());
  }

  private JsonNode operand() {
    if (peek("number")) {
      return DecimalNode.valueOf(new BigDecimal(next("number")));
    }
    for (String quote : List.of("single", "double")) {
      if (peek(quote)) {
        return TextNode.valueOf(next(quote).replaceAll("\\\\(.)", "$1"));
      }
    }
    return TextNode.valueOf(next("word"));
  }

  private boolean tryWord(String word) {
    return peek("word") && tokens.group("word").equals(word) && consume();
  }

  private boolean trySign(String sign) {
    return peek("sign") && tokens.group("sign").equals(sign) && consume();
  }

  private String next(String group) {
    if (!peek(group)) {
      throw unexpected();
    }
    String token = tokens.group(group);
    consume();
    return token;
  }

  private boolean consume() {
    at = tokens.end();
    return true;
  }

  private boolean peek(String group) {
    return tokens.region(at, text.length()).lookingAt() && tokens.group(group) != null;
  }

  private ApiFailure unexpected() {
    return invalid("Unexpected end or character at position " + at);
  }

  private static ApiFailure invalid(String message) {
    return ApiFailure.invalidParameter("filter", message);
  }
}
