package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.simulator.internal.http.Violation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of the validators that schemas name but do not describe: the form of host tags and
 * of Kubernetes labels and annotations in log rules.
 */
public final class CustomValidators {

  private static final Set<String> POD_PAIRS = Set.of("k8s.pod.label", "k8s.pod.annotation");

  private CustomValidators() {}

  static void check(String validator, String path, JsonNode value, List<Violation> found) {
    String attribute = value.path("attribute").asText();
    if (validator.equals("logMonitoringHostTagValueValidator") && attribute.equals("host.tag")) {
      pairs(path, value.path("values"), found);
      oneKey(path, value.path("values"), found);
    } else if (validator.equals("logMonitoringK8sInternalMatcherValueValidator")
        && POD_PAIRS.contains(attribute)) {
      pairs(path, value.path("values"), found);
    }
  }

  private static void pairs(String path, JsonNode values, List<Violation> found) {
    for (int i = 0; i < values.size(); i++) {
      String text = values.get(i).asText();
      if (values.get(i).isTextual() && !text.isEmpty() && key(text).isEmpty()) {
        found.add(Violation.inBody(path + "/values/" + i, "Must have the form key=value"));
      }
    }
  }

  private static void oneKey(String path, JsonNode values, List<Violation> found) {
    Set<String> keys = new HashSet<>();
    values.forEach(value -> keys.add(key(value.asText())));
    keys.remove("");
    if (keys.size() > 1) {
      found.add(Violation.inBody(path + "/values", "Must not have more than one key"));
    }
  }

  private static String key(String text) {
    int equals = text.indexOf('=');
    return equals < 0 ? "" : text.substring(0, equals);
  }
}
