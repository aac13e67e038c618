package io.github.logconfig.simulator.internal.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A log rule as an agent evaluates it: it matches a record if each of its matchers does, and a
 * matcher does if any of its values is one of the attribute.
 */
final class AgentRule {

  private final boolean enabled;
  private final boolean include;
  private final List<Condition> conditions = new ArrayList<>();

  private record Condition(String attribute, Set<String> exact, List<String> patterns) {

    boolean holds(Map<String, List<String>> attributes, boolean windows) {
      for (String value : attributes.getOrDefault(attribute, List.of())) {
        if (exact.contains(value)) {
          return true;
        }
        for (String pattern : patterns) {
          if (matches(pattern, value)) {
            return true;
          }
        }
        if (windows && attribute.equals(RecordAttributes.LOG_SOURCE) && holdsInAnyCase(value)) {
          return true;
        }
      }
      return false;
    }

    private boolean holdsInAnyCase(String value) {
      String lower = value.toLowerCase(Locale.ROOT);
      return exact.stream().anyMatch(it -> it.toLowerCase(Locale.ROOT).equals(lower))
          || patterns.stream().anyMatch(it -> matches(it.toLowerCase(Locale.ROOT), lower));
    }
  }

  /** Compiles the value of a settings object. */
  AgentRule(JsonNode value) {
    enabled = value.path("enabled").asBoolean();
    include = value.path("send-to-storage").asBoolean();
    for (JsonNode matcher : value.path("matchers")) {
      Set<String> exact = new HashSet<>();
      List<String> patterns = new ArrayList<>();
      for (JsonNode text : matcher.path("values")) {
        if (text.asText().indexOf('*') < 0) {
          exact.add(text.asText());
        } else {
          patterns.add(text.asText());
        }
      }
      conditions.add(new Condition(matcher.path("attribute").asText(), exact, patterns));
    }
  }

  boolean include() {
    return include;
  }

  /** Returns whether the rule is enabled and matches; values have no order. */
  boolean decides(Map<String, List<String>> attributes, boolean windows) {
    if (!enabled) {
      return false;
    }
    for (Condition condition : conditions) {
      if (!condition.holds(attributes, windows)) {
        return false;
      }
    }
    return true;
  }

  /** Matches a text with a pattern in which each star stands for any text. */
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        // the last star takes one more character
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
