package io.github.logconfig.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The metadata that is kept of a namespace.
 *
 * @param label value of the opt-in label; empty if absent
 * @param annotation value of the opt-in annotation; empty if absent
 * @param deleting whether the namespace is being deleted
 * @param resourceVersion version of the object, at which a watch may continue
 */
record NamespaceMetadata(
    String name,
    String uid,
    String label,
    String annotation,
    boolean deleting,
    String resourceVersion) {

  /**
   * Reads the field {@code metadata} of a namespace.
   *
   * @param parser at the start of the object
   * @param key opt-in label or annotation
   */
  static NamespaceMetadata read(JsonParser parser, String key) throws IOException {
    String name = "";
    String uid = "";
    String label = "";
    String annotation = "";
    String resourceVersion = "";
    boolean deleting = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "name" -> name = text(parser);
        case "uid" -> uid = text(parser);
        case "labels" -> label = entry(parser, key);
        case "annotations" -> annotation = entry(parser, key);
        case "resourceVersion" -> resourceVersion = text(parser);
        case "deletionTimestamp" -> deleting = value != JsonToken.VALUE_NULL;
        default -> parser.skipChildren();
      }
    }
    return new NamespaceMetadata(name, uid, label, annotation, deleting, resourceVersion);
  }

  /** Returns whether the namespace has an opt-in label or annotation. */
  boolean isMarked() {
    return !label.isEmpty() || !annotation.isEmpty();
  }

  /** Returns whether both namespaces opt in in the same way. */
  boolean hasSameOptIn(NamespaceMetadata other) {
    return label.equals(other.label)
        && annotation.equals(other.annotation)
        && deleting == other.deleting
        && uid.equals(other.uid);
  }

  /** Returns the text of a string; empty for any other value, which is skipped. */
  static String text(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return "";
  }

  private static String entry(JsonParser parser, String key) throws IOException {
    String found = "";
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return found;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isKey = parser.currentName().equals(key);
      parser.nextToken();
      if (isKey) {
        found = text(parser);
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }
}
