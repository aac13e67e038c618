package io.github.logconfig.simulator.internal.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.Fault;
import io.github.logconfig.simulator.Fault.Kind;
import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.http.DurationText;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Faults in JSON, as the control path {@code /__simulator/faults} reads and writes them. */
public final class FaultJson {

  private static final Set<String> CONDITIONS =
      Set.of("operation", "nth", "times", "probability", "seed", "retryAfter", "retry-after");
  private static final Map<String, Kind> OTHER_NAMES =
      Map.of("html", Kind.LOGIN_PAGE, "repeated-page", Kind.REPEAT_PAGE);

  private FaultJson() {}

  /** The faults of a list; refuses it as a whole if one of them is not understood. */
  public static List<Fault> read(JsonNode json) {
    if (!json.isArray()) {
      throw new ApiFailure(400, "Faults are a JSON list of objects.");
    }
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      try {
        faults.add(readOne(json.get(i)));
      } catch (IllegalArgumentException e) {
        throw new ApiFailure(400, "Fault " + i + ": " + e.getMessage());
      }
    }
    return faults;
  }

  public static ArrayNode write(List<Fault> faults) {
    ArrayNode array = ApiResponse.JSON.createArrayNode();
    faults.forEach(fault -> array.add(write(fault)));
    return array;
  }

  public static ObjectNode write(Fault fault) {
    ObjectNode node = ApiResponse.JSON.createObjectNode().put("operation", fault.operation());
    if (fault.nth() > 0) {
      node.put("nth", fault.nth()).put("times", fault.times());
    } else if (fault.probability() < 1) {
      node.put("probability", fault.probability()).put("seed", fault.seed());
    }
    switch (fault.kind()) {
      case STATUS -> {
        node.put("status", fault.status());
        fault.duration().ifPresent(time -> node.put("retryAfter", time.toSeconds()));
      }
      case DELAY -> node.put("delay", fault.duration().orElse(Duration.ZERO).toMillis() + "ms");
      case ECHO_AUTHORIZATION -> node.put(fault.kind().key(), fault.status());
      case MISSING_ID, UNREADABLE_VALUE -> node.put(fault.kind().key(), fault.text());
      default -> node.put(fault.kind().key(), true);
    }
    return node;
  }

  private static Fault readOne(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("expected an object");
    }
    Fault.Builder builder = Fault.on(json.path("operation").asText());
    if (json.has("nth")) {
      builder.nth(integer(json, "nth"));
    }
    if (json.has("times")) {
      builder.times(integer(json, "times"));
    }
    if (json.has("probability")) {
      if (json.has("nth") || json.has("times")) {
        throw new IllegalArgumentException("nth and probability exclude each other");
      }
      JsonNode seed = json.path("seed");
      if (!json.path("probability").isNumber()
          || !(seed.isMissingNode() || seed.isIntegralNumber())) {
        throw new IllegalArgumentException("probability and seed are numbers");
      }
      builder.probability(json.path("probability").asDouble(), seed.asLong(0));
    }
    String key = effect(json);
    Kind kind = kind(key).orElseThrow();
    return switch (kind) {
      case STATUS -> status(builder, json);
      case DELAY -> builder.delay(time(json.path("delay")));
      case DROP_BEFORE -> builder.dropBefore();
      case DROP_AFTER -> builder.dropAfter();
      case TRUNCATE -> builder.truncate();
      case GARBAGE -> builder.garbage();
      case STALE_TOKEN -> builder.staleToken();
      case LOGIN_PAGE -> builder.loginPage();
      case REPEAT_PAGE -> builder.repeatPage();
      case EMPTY_PAGE -> builder.emptyPage();
      case VANISH_PAGE -> builder.vanishPage();
      case ENDLESS_PAGES -> builder.endlessPages();
      case ENDLESS_OBJECTS -> builder.endlessObjects();
      case MISSING_ID -> builder.missingId(text(json, kind));
      case UNREADABLE_VALUE -> builder.unreadableValue(text(json, kind));
      case ECHO_AUTHORIZATION -> builder.echoAuthorization(integer(json, kind.key()));
    };
  }

  /** The one key that says what happens, as a key of its own or as the value of {@code fault}. */
  private static String effect(JsonNode json) {
    List<String> effects = new ArrayList<>();
    json.fieldNames()
        .forEachRemaining(
            name -> {
              boolean named = Set.of("fault", "kind", "type").contains(name);
              String effect = named ? json.path(name).asText() : name;
              if (CONDITIONS.contains(name)) {
                return;
              }
              if (kind(effect).isEmpty()) {
                throw new IllegalArgumentException(
                    "unknown \"" + Quoted.text(effect) + "\"; expected one of " + kinds());
              }
              boolean enabled =
                  named || !json.path(name).isBoolean() || json.path(name).asBoolean();
              if (enabled && effects.stream().noneMatch(e -> kind(e).equals(kind(effect)))) {
                effects.add(effect);
              }
            });
    if (effects.size() != 1) {
      throw new IllegalArgumentException("expected exactly one of " + kinds());
    }
    return effects.get(0);
  }

  /** The text that chooses objects; {@code true} chooses the first one. */
  private static String text(JsonNode json, Kind kind) {
    JsonNode text = json.path(kind.key());
    return text.isTextual() ? text.asText() : "";
  }

  private static Fault status(Fault.Builder builder, JsonNode json) {
    int status = integer(json, "status");
    String header = json.has("retryAfter") ? "retryAfter" : "retry-after";
    return json.has(header)
        ? builder.status(status, Duration.ofSeconds(integer(json, header)))
        : builder.status(status);
  }

  private static Duration time(JsonNode json) {
    if (json.isIntegralNumber() && json.canConvertToInt()) {
      return Duration.ofMillis(json.asInt());
    }
    try {
      return DurationText.parse(json.asText());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("delay " + e.getMessage(), e);
    }
  }

  private static int integer(JsonNode json, String key) {
    JsonNode number = json.path(key);
    if (!number.isIntegralNumber() || !number.canConvertToInt()) {
      throw new IllegalArgumentException(
          key + " " + Quoted.text(number.toString()) + " is not a whole number");
    }
    return number.asInt();
  }

  private static Optional<Kind> kind(String name) {
    String key =
        name.replaceAll("([a-z])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.key().equals(key))
        .findFirst()
        .or(() -> Optional.ofNullable(OTHER_NAMES.get(key)));
  }

  private static String kinds() {
    return Arrays.stream(Kind.values()).map(Kind::key).collect(Collectors.joining(", "));
  }
}
