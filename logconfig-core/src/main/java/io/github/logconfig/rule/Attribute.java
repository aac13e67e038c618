package io.github.logconfig.rule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An attribute of a log record that a matcher compares.
 *
 * <p>Version 1.0.18 of the schema {@value LogRule#SCHEMA_ID} has 23 attributes. An attribute of a
 * later version is kept, but is not {@linkplain #isKnown() known}.
 *
 * @param key the key of the attribute in the service, for example {@code k8s.namespace.name}
 * @since 0.1.0
 */
public record Attribute(String key) {

  /** The Kubernetes namespace of the record's container. */
  public static final Attribute K8S_NAMESPACE_NAME = new Attribute("k8s.namespace.name");

  private static final Set<String> KNOWN_KEYS =
      new LinkedHashSet<>(
          List.of(
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
              "winlog.keywords"));

  /** Checks that the key is not null. */
  public Attribute {
    Objects.requireNonNull(key, "key");
  }

  /** Returns the attribute with a key, also if this version does not know it. */
  public static Attribute of(String key) {
    return new Attribute(key);
  }

  /** Returns the 23 attributes of schema version 1.0.18, in the order of the schema. */
  public static List<Attribute> known() {
    return KNOWN_KEYS.stream().map(Attribute::new).toList();
  }

  /** Returns whether this version knows the meaning of the attribute. */
  public boolean isKnown() {
    return KNOWN_KEYS.contains(key);
  }

  @Override
  public String toString() {
    return key;
  }
}
