package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The constraints of a schema that a text can violate. */
public final class TextConstraint {

  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private TextConstraint() {}

  /** What is wrong; empty if the text keeps the constraint, or the constraint is not known. */
  static Optional<String> violation(JsonNode constraint, String text) {
    boolean violated =
        switch (constraint.path("type").asText()) {
          case "NOT_EMPTY" -> text.isEmpty();
          case "NOT_BLANK" -> text.isBlank();
          case "TRIMMED" -> !text.equals(text.strip());
          case "NO_WHITESPACE" -> text.chars().anyMatch(Character::isWhitespace);
          case "LENGTH" -> wrongLength(constraint, text);
          case "PATTERN" -> !pattern(constraint).matcher(text).matches();
          // with a pattern the text has to match it; without one the text has to be a pattern
          case "REGEX" ->
              constraint.path("pattern").asText("").isEmpty()
                  ? !isExpression(text)
                  : !pattern(constraint).matcher(text).matches();
          default -> false;
        };
    return violated ? Optional.of(message(constraint, text)) : Optional.empty();
  }

  private static boolean wrongLength(JsonNode constraint, String text) {
    // an empty text is for NOT_EMPTY to complain of, if it is there
    int least = text.isEmpty() ? 0 : constraint.path("minLength").asInt(0);
    int most = constraint.path("maxLength").asInt(Integer.MAX_VALUE);
    return text.length() < least || text.length() > most;
  }

  private static Pattern pattern(JsonNode constraint) {
    return PATTERNS.computeIfAbsent(constraint.path("pattern").asText(), Pattern::compile);
  }

  private static boolean isExpression(String text) {
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private static String message(JsonNode constraint, String text) {
    String custom = constraint.path("customMessage").asText("");
    if (!custom.isEmpty()) {
      return custom;
    }
    return switch (constraint.path("type").asText()) {
      case "NOT_EMPTY" -> "Must not be empty";
      case "NOT_BLANK" -> "Must not be blank";
      case "TRIMMED" -> "Must not have leading or trailing whitespace";
      case "NO_WHITESPACE" -> "Must not contain whitespace";
      case "LENGTH" -> lengthMessage(constraint, text);
      default ->
          constraint.path("pattern").asText("").isEmpty()
              ? "Must be a valid regular expression"
              : "Must match the pattern " + constraint.path("pattern").asText();
    };
  }

  private static String lengthMessage(JsonNode constraint, String text) {
    int least = constraint.path("minLength").asInt(0);
    return text.length() < least
        ? "Must not be shorter than " + least + " characters"
        : "Must not be longer than " + constraint.path("maxLength").asInt() + " characters";
  }
}
