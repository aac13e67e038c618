package io.github.logconfig.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The part of the entity selector grammar that is in use: {@code type}, {@code entityId}, {@code
 * entityName} with {@code .equals}, {@code .startsWith} and {@code .in}, {@code caseSensitive} and
 * {@code not}; criteria joined by commas must all hold.
 */
final class EntitySelector {

  private final String text;
  private int at;

  private EntitySelector(String text) {
    this.text = text;
  }

  static Predicate<SimulatedEntity> parse(String selector) {
    EntitySelector parser = new EntitySelector(selector);
    Predicate<SimulatedEntity> criteria = parser.criterion(false);
    while (parser.tryTake(',')) {
      criteria = criteria.and(parser.criterion(false));
    }
    parser.skipBlanks();
    if (parser.at < selector.length()) {
      throw parser.unexpected();
    }
    return criteria;
  }

  private Predicate<SimulatedEntity> criterion(boolean caseSensitive) {
    String name = name();
    take('(');
    Predicate<SimulatedEntity> criterion;
    if (name.equals("caseSensitive")) {
      criterion = criterion(true);
    } else if (name.equals("not")) {
      criterion = criterion(caseSensitive).negate();
    } else {
      criterion = criterion(name, arguments(), caseSensitive);
    }
    take(')');
    return criterion;
  }

  private Predicate<SimulatedEntity> criterion(
      String name, List<String> arguments, boolean caseSensitive) {
    return switch (name) {
      case "type" -> entity -> arguments.contains(entity.type());
      case "entityId" -> entity -> arguments.contains(entity.entityId());
      case "entityName" ->
          entity ->
              fold(entity.displayName(), caseSensitive)
                  .contains(fold(arguments.get(0), caseSensitive));
      case "entityName.equals", "entityName.in" ->
          entity ->
              arguments.stream()
                  .anyMatch(
                      argument ->
                          fold(argument, caseSensitive)
                              .equals(fold(entity.displayName(), caseSensitive)));
      case "entityName.startsWith" ->
          entity ->
              fold(entity.displayName(), caseSensitive)
                  .startsWith(fold(arguments.get(0), caseSensitive));
      default -> throw invalid("Unknown criterion '" + name + "'");
    };
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    do {
      skipBlanks();
      arguments.add(at < text.length() && text.charAt(at) == '"' ? quoted() : bare());
    } while (tryTake(','));
    return arguments;
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '~' && at + 1 < text.length()) {
        at++; // the service's escape character
      }
      value.append(text.charAt(at++));
    }
    take('"');
    return value.toString();
  }

  private String bare() {
    int start = at;
    while (at < text.length() && ",()\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String value = text.substring(start, at).strip();
    if (value.isEmpty()) {
      throw unexpected();
    }
    return value;
  }

  private String name() {
    skipBlanks();
    int start = at;
    while (at < text.length() && (Character.isLetter(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    return text.substring(start, at);
  }

  private void take(char expected) {
    if (!tryTake(expected)) {
      throw unexpected();
    }
  }

  private boolean tryTake(char expected) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private static String fold(String value, boolean caseSensitive) {
    return caseSensitive ? value : value.toLowerCase(Locale.ROOT);
  }

  private ApiFailure unexpected() {
    return invalid("Unexpected end or character at position " + at);
  }

  private static ApiFailure invalid(String message) {
    return ApiFailure.invalidParameter("entitySelector", message);
  }
}
