package io.github.logconfig.simulator.internal.agents;

import io.github.logconfig.simulator.internal.http.Quoted;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The attributes of log records that log rules can match. */
public final class RecordAttributes {

  public static final String NAMESPACE = "k8s.namespace.name";

  static final String LOG_SOURCE = "log.source";

  private static final Set<String> KNOWN =
      Set.of(
          "dt.entity.process_group",
          LOG_SOURCE,
          "log.source.origin",
          "log.content",
          "loglevel",
          "journald.unit",
          "host.tag",
          "k8s.container.name",
          NAMESPACE,
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

  /** Attributes that a record can have several times, most of them as {@code key=value}. */
  private static final Set<String> MULTIPLE =
      Set.of(
          "host.tag",
          "k8s.pod.annotation",
          "k8s.pod.label",
          "process.technology",
          "winlog.keywords");

  private RecordAttributes() {}

  /**
   * Returns an immutable copy.
   *
   * @throws IllegalArgumentException if an attribute is unknown or has an impossible number of
   *     values, or there is no namespace
   */
  public static Map<String, List<String>> checked(Map<String, List<String>> attributes) {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    attributes.forEach(
        (name, values) -> {
          if (!KNOWN.contains(name)) {
            throw new IllegalArgumentException(
                "unknown attribute \""
                    + Quoted.text(name)
                    + "\"; expected one of "
                    + String.join(", ", new TreeSet<>(KNOWN)));
          }
          if (values.isEmpty() || (values.size() > 1 && !MULTIPLE.contains(name))) {
            throw new IllegalArgumentException(
                "attribute " + name + " has " + values.size() + " values; expected 1");
          }
          copy.put(name, List.copyOf(values));
        });
    if (copy.getOrDefault(NAMESPACE, List.of("")).get(0).isEmpty()) {
      throw new IllegalArgumentException("a workload needs a namespace");
    }
    return Collections.unmodifiableMap(copy);
  }
}
