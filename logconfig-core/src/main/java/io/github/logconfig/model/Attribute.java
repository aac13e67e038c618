package io.github.logconfig.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a matcher looks at in a log record.
 *
 * <p>Version 1.0.18 of the schema {@code builtin:logmonitoring.log-storage-settings} knows 23
 * attributes. Later versions may know more; an attribute that is not {@linkplain #isKnown() known}
 * here is kept as it is.
 *
 * @param key the attribute's key in the service, for example {@code k8s.namespace.name}
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

  /**
   * Refuses what is missing.
   *
   * @param key as told above
   */
  public Attribute {
    Objects.requireNonNull(key, "key");
  }

  /**
   * The attributes of schema version 1.0.18, in the schema's order.
   *
   * @return 23 attributes
   */
  public static List<Attribute> known() {
    return KNOWN_KEYS.stream().map(Attribute::new).toList();
  }

  /**
   * Whether this version knows what the attribute means.
   *
   * @return false for an attribute that the service learned later
   */
  public boolean isKnown() {
    return KNOWN_KEYS.contains(key);
  }

  @Override
  public String toString() {
    return key;
  }

  // both by hand: those of a record are put together at run time, which a short run feels
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Attribute that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }
}
