package io.github.logconfig.simulator.internal.entities;

import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The part of the entity selector grammar that is in use: {@code type}, {@code entityId}, {@code
 * entityName} with {@code .equals}, {@code .startsWith} and {@code .in}, {@code caseSensitive},
 * {@code not}, {@code tag}, {@code healthState}, {@code firstSeenTms}, {@code fromRelationships.x}
 * and {@code toRelationships.x} with a nested selector, and properties with {@code .exists};
 * criteria joined by commas must all hold.
 */
public final class EntitySelector {

  private static final int DEEPEST = 10;
  private static final String FROM = "fromRelationships.";
  private static final String TO = "toRelationships.";

  private final String text;
  private final Entities entities;
  private final long now;
  private int at;
  private int depth;
  private int types;
  private boolean ids;

  private EntitySelector(String text, Entities entities, long now) {
    this.text = text;
    this.entities = entities;
    this.now = now;
  }

  static Predicate<SimulatedEntity> parse(String selector, Entities entities, long now) {
    EntitySelector parser = new EntitySelector(selector, entities, now);
    Predicate<SimulatedEntity> criteria = parser.criteria();
    parser.skipBlanks();
    if (parser.at < selector.length()) {
      throw parser.unexpected();
    }
    return criteria;
  }

  private Predicate<SimulatedEntity> criteria() {
    int outerTypes = types;
    boolean outerIds = ids;
    types = 0;
    ids = false;
    Predicate<SimulatedEntity> criteria = criterion(false);
    while (tryTake(',')) {
      criteria = criteria.and(criterion(false));
    }
    if (types > 1 || (types == 0 && !ids)) {
      throw invalid("Exactly one type has to be selected");
    }
    types = outerTypes;
    ids = outerIds;
    return criteria;
  }

  private Predicate<SimulatedEntity> criterion(boolean caseSensitive) {
    if (++depth > DEEPEST) {
      throw invalid("Criteria are nested too deep");
    }
    String name = name();
    take('(');
    Predicate<SimulatedEntity> criterion =
        switch (name) {
          case "caseSensitive" -> criterion(true);
          case "not" -> criterion(caseSensitive).negate();
          default ->
              name.startsWith(FROM) || name.startsWith(TO)
                  ? relationship(name)
                  : criterion(name, argumentsOf(name), caseSensitive);
        };
    take(')');
    depth--;
    return criterion;
  }

  private Predicate<SimulatedEntity> relationship(String name) {
    boolean outgoing = name.startsWith(FROM);
    String relation = name.substring((outgoing ? FROM : TO).length());
    Predicate<SimulatedEntity> other = criteria();
    return entity ->
        (outgoing ? entities.fromRelationships(entity) : entities.toRelationships(entity))
            .getOrDefault(relation, List.of()).stream().anyMatch(other);
  }

  private List<String> argumentsOf(String name) {
    skipBlanks();
    boolean none = name.endsWith(".exists") && at < text.length() && text.charAt(at) == ')';
    List<String> arguments = none ? List.of() : arguments();
    if (name.equals("type")) {
      types += arguments.size();
    }
    ids |= name.equals("entityId");
    return arguments;
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
      case "tag" -> {
        List<EntityTag> asked = arguments.stream().map(EntityTag::parse).toList();
        yield entity ->
            entity.tags().stream()
                .map(EntityTag::parse)
                .anyMatch(tag -> asked.stream().anyMatch(tag::matches));
      }
      case "healthState" -> entity -> arguments.contains("HEALTHY");
      case "mzId", "mzName" -> entity -> false;
      case "firstSeenTms.gte" -> {
        long least = TimeExpression.millis("entitySelector", arguments.get(0), now);
        yield entity -> entity.firstSeenMillis() >= least;
      }
      case "firstSeenTms.lte" -> {
        long most = TimeExpression.millis("entitySelector", arguments.get(0), now);
        yield entity -> entity.firstSeenMillis() <= most;
      }
      default -> property(name, arguments);
    };
  }

  private static Predicate<SimulatedEntity> property(String name, List<String> arguments) {
    if (name.endsWith(".exists")) {
      String key = name.substring(0, name.length() - ".exists".length());
      return entity -> entity.properties().containsKey(key);
    }
    if (name.isEmpty() || name.indexOf('.') >= 0 || name.startsWith("entityName")) {
      throw invalid("Unknown criterion '" + Quoted.text(name) + "'");
    }
    return entity -> {
      String value = entity.properties().get(name);
      return value != null && arguments.contains(value);
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
