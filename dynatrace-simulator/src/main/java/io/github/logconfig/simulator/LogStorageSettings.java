package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The schema {@code builtin:logmonitoring.log-storage-settings} 1.0.18: what may stand in a log
 * rule.
 */
final class LogStorageSettings {

  static final String SCHEMA_ID = "builtin:logmonitoring.log-storage-settings";
  static final String VERSION = "1.0.18";
  static final String TITLE = "config-item-title";
  static final int MAX_OBJECTS_PER_SCOPE = 1_000;
  static final Set<String> ALLOWED_SCOPES =
      Set.of("environment", "HOST", "KUBERNETES_CLUSTER", "HOST_GROUP");

  private static final int MAX_TITLE = 1_024;
  private static final int MAX_MATCHERS = 100;
  private static final int MAX_VALUES = 2_000;
  private static final int MAX_VALUE = 1_024;
  private static final Set<String> PROPERTIES =
      Set.of("enabled", TITLE, "send-to-storage", "matchers");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "dt.entity.process_group",
          "log.source",
          "log.source.origin",
          "log.content",
          "loglevel",
          "journald.unit",
          "host.tag",
          "k8s.container.name",
          "k8s.namespace.name",
          "k8s.deployment.name",
          "k8s.pod.annotation",
          "k8s.pod.label",
          "k8s.workload.name",
          "k8s.workload.kind",
          "container.name",
          "dt.entity.container_group",
          "process.technology",
          "winlog.eventid",
          "winlog.provider",
          "winlog.task",
          "winlog.opcode",
          "winlog.username",
          "winlog.keywords");

  private LogStorageSettings() {}

  /** Everything that is wrong with a value; paths begin with {@code prefix}. */
  static List<Violation> violations(String prefix, JsonNode value) {
    List<Violation> found = new ArrayList<>();
    value
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!PROPERTIES.contains(name)) {
                add(found, prefix + "/" + name, "Unknown property '" + name + "'");
              }
            });
    checkText(found, prefix + "/" + TITLE, value.path(TITLE), MAX_TITLE);
    checkBoolean(found, prefix + "/enabled", value.path("enabled"));
    checkBoolean(found, prefix + "/send-to-storage", value.path("send-to-storage"));
    JsonNode matchers = value.path("matchers");
    if (!matchers.isArray()) {
      add(found, prefix + "/matchers", "Must be an array");
    } else {
      if (matchers.size() > MAX_MATCHERS) {
        add(found, prefix + "/matchers", "Must not have more than 100 elements");
      }
      for (int i = 0; i < matchers.size(); i++) {
        checkMatcher(found, prefix + "/matchers/" + i, matchers.get(i));
      }
    }
    return found;
  }

  private static void checkMatcher(List<Violation> found, String path, JsonNode matcher) {
    String attribute = matcher.path("attribute").asText("");
    if (!ATTRIBUTES.contains(attribute)) {
      add(found, path + "/attribute", "Unknown enum value '" + attribute + "'");
    }
    if (!matcher.path("operator").asText("").equals("MATCHES")) {
      add(found, path + "/operator", "Unknown enum value");
    }
    JsonNode values = matcher.path("values");
    if (!values.isArray() || values.isEmpty()) {
      add(found, path + "/values", "Must have at least 1 element");
      return;
    }
    if (values.size() > MAX_VALUES) {
      add(found, path + "/values", "Must not have more than 2000 elements");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      checkText(found, path + "/values/" + i, values.get(i), MAX_VALUE);
      if (!seen.add(values.get(i).asText())) {
        add(found, path + "/values/" + i, "Must not contain duplicates");
      }
    }
  }

  private static void checkText(List<Violation> found, String path, JsonNode text, int longest) {
    if (!text.isTextual()) {
      add(found, path, "Must be a text");
    } else if (text.asText().isEmpty()) {
      add(found, path, "Must not be empty");
    } else if (text.asText().length() > longest) {
      add(found, path, "Must not be longer than " + longest + " characters");
    }
  }

  private static void checkBoolean(List<Violation> found, String path, JsonNode flag) {
    if (!flag.isBoolean()) {
      add(found, path, "Must be a boolean");
    }
  }

  private static void add(List<Violation> found, String path, String message) {
    found.add(Violation.inBody(path, message));
  }
}
