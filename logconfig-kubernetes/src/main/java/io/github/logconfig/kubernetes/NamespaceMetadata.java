package io.github.logconfig.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Consumer;

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

  private static final int PAGE = 500;

  /**
   * Lists the namespaces of a cluster.
   *
   * @param query the query that selects namespaces, such as a field selector; may be empty
   * @param key the opt-in label or annotation
   * @param end when all pages must have been read
   * @return resource version of the list, at which a watch starts
   */
  static String list(
      KubernetesConnection connection,
      String query,
      String key,
      long end,
      Consumer<NamespaceMetadata> each)
      throws ClusterException {
    return ObjectList.read(
        connection,
        new ObjectList.Request(
            "api/v1/namespaces" + query, ObjectList.METADATA_ONLY, PAGE, "namespaces"),
        end,
        parser -> {
          while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
              each.accept(read(parser, key));
            } else {
              parser.skipChildren();
            }
          }
        });
  }

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
