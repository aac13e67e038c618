package io.github.logconfig.kubernetes;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;

/**
 * The metadata that is kept of a namespace.
 *
 * @param label value of the opt-in label; empty if absent
 * @param annotation value of the opt-in annotation; empty if absent
 * @param deleting whether the namespace is being deleted
 */
record NamespaceMetadata(
    String name, String uid, String label, String annotation, boolean deleting) {

  static NamespaceMetadata of(Namespace namespace, String key) {
    ObjectMeta metadata = namespace.getMetadata();
    return new NamespaceMetadata(
        text(metadata.getName()),
        text(metadata.getUid()),
        value(metadata.getLabels(), key),
        value(metadata.getAnnotations(), key),
        metadata.getDeletionTimestamp() != null);
  }

  /** Returns whether the namespace has an opt-in label or annotation. */
  boolean isMarked() {
    return !label.isEmpty() || !annotation.isEmpty();
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private static String value(Map<String, String> entries, String key) {
    return entries == null ? "" : entries.getOrDefault(key, "");
  }
}
