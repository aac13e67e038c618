package io.github.logconfig.evaluate;

import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.rule.Attribute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of one log record, and the operating system on which it was written.
 *
 * <p>Most attributes have one value; {@code k8s.pod.label} and the like have one per {@code
 * key=value} pair. A matcher on an absent attribute never matches.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param attributes the values by attribute
 * @param system the operating system
 * @since 0.1.0
 */
public record LogRecord(Map<Attribute, Set<String>> attributes, OperatingSystem system) {

  /** Copies the values. */
  public LogRecord {
    Map<Attribute, Set<String>> copy = new LinkedHashMap<>();
    attributes.forEach((attribute, values) -> copy.put(attribute, Set.copyOf(values)));
    attributes = Map.copyOf(copy);
  }

  /**
   * Creates a record that was not written on Windows.
   *
   * @param attributes the values by attribute
   */
  public LogRecord(Map<Attribute, Set<String>> attributes) {
    this(attributes, OperatingSystem.OTHER);
  }

  /** Returns a record with no attribute but the namespace. */
  public static LogRecord ofNamespace(NamespaceName namespace) {
    return new LogRecord(Map.of(Attribute.K8S_NAMESPACE_NAME, Set.of(namespace.value())));
  }

  /** Returns the values of an attribute; empty if the record does not have it. */
  public Set<String> values(Attribute attribute) {
    return attributes.getOrDefault(attribute, Set.of());
  }
}
