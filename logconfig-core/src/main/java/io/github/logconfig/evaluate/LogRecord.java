package io.github.logconfig.evaluate;

import io.github.logconfig.model.Attribute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is known of one log record: the values of its attributes.
 *
 * <p>Most attributes have one value; {@code k8s.pod.label} and the like have one per {@code
 * key=value} pair. An attribute that is not there has no value, and no matcher on it holds.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param attributes the values by attribute
 * @since 0.1.0
 */
public record LogRecord(Map<Attribute, Set<String>> attributes) {

  /**
   * Copies the values.
   *
   * @param attributes as told above
   */
  public LogRecord {
    Map<Attribute, Set<String>> copy = new LinkedHashMap<>();
    attributes.forEach((attribute, values) -> copy.put(attribute, Set.copyOf(values)));
    attributes = Map.copyOf(copy);
  }

  /**
   * The values of one attribute.
   *
   * @param attribute the attribute
   * @return its values; empty if the record does not have it
   */
  public Set<String> values(Attribute attribute) {
    return attributes.getOrDefault(attribute, Set.of());
  }
}
