package io.github.logconfig.evaluate;

import io.github.logconfig.model.Attribute;
import io.github.logconfig.model.NamespaceName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is known of one log record: the values of its attributes, and the system it was written on.
 *
 * <p>Most attributes have one value; {@code k8s.pod.label} and the like have one per {@code
 * key=value} pair. An attribute that is not there has no value, and no matcher on it holds.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param attributes the values by attribute
 * @param system where the record was written
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
   * A record that was not written on Windows.
   *
   * @param attributes the values by attribute
   */
  public LogRecord(Map<Attribute, Set<String>> attributes) {
    this(attributes, OperatingSystem.OTHER);
  }

  /**
   * A record of which nothing but the namespace is known.
   *
   * @param namespace the namespace
   * @return the record
   */
  public static LogRecord ofNamespace(NamespaceName namespace) {
    return new LogRecord(Map.of(Attribute.K8S_NAMESPACE_NAME, Set.of(namespace.value())));
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
