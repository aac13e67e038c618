package io.github.logconfig.source.internal.appinterface;

import io.github.logconfig.inventory.Spelling;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Warns of files that are ignored because of a misspelled key or a misspelled or missing {@code
 * $schema}. Only keys that no other schema has identify a file.
 */
public final class SpellingCheck {

  /** A key that identifies documents of a schema. */
  private record Mark(String key, String schema) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark(AppInterfaceSchema.OPT_IN, AppInterfaceSchema.NAMESPACE),
          new Mark("dynatraceEnvironment", AppInterfaceSchema.CLUSTER),
          new Mark("environmentUrl", AppInterfaceSchema.ENVIRONMENT));

  /** Short keys: {@code deleted} and {@code disabled} are one letter away. */
  private static final Map<String, List<String>> SHORT_KEYS =
      Map.of(
          AppInterfaceSchema.NAMESPACE, List.of("delete", "cluster"),
          AppInterfaceSchema.CLUSTER, List.of("disable", "dynatrace"));

  private static final int LONG_KEY_DISTANCE = 2;
  private static final int SCHEMA_DISTANCE = 3;

  private SpellingCheck() {}

  /**
   * Checks a document.
   *
   * @param others keys of the document that are not read
   */
  public static void check(
      YamlNode document, Map<String, SourceLocation> others, Problems problems) {
    String schema = DataFiles.schemaOf(document);
    if (AppInterfaceSchema.isRead(schema)) {
      checkKeys(document, schema, others, problems);
    } else {
      checkSchema(document, schema, others, problems);
    }
  }

  private static void checkKeys(
      YamlNode document, String schema, Map<String, SourceLocation> others, Problems problems) {
    others.forEach(
        (key, location) -> {
          for (Mark mark : MARKS) {
            if (mark.schema().equals(schema) && isAlmost(key, mark.key(), LONG_KEY_DISTANCE)) {
              warnOfKey(document, key, mark.key(), location, problems);
            }
          }
          for (String known : SHORT_KEYS.getOrDefault(schema, List.of())) {
            if (isAlmost(key, known, 1)) {
              warnOfKey(document, key, known, location, problems);
            }
          }
        });
  }

  private static void warnOfKey(
      YamlNode document, String key, String known, SourceLocation location, Problems problems) {
    if (document.peek(known).isEmpty()) {
      problems.warn(
          location, "key " + Quoted.of(key) + " is not read; did you mean " + known + "?");
    }
  }

  private static void checkSchema(
      YamlNode document, String schema, Map<String, SourceLocation> others, Problems problems) {
    Optional<Mark> looksLike =
        MARKS.stream()
            .filter(
                mark ->
                    document.peek(mark.key()).isPresent()
                        || others.keySet().stream()
                            .anyMatch(key -> isAlmost(key, mark.key(), LONG_KEY_DISTANCE)))
            .findFirst();
    looksLike
        .filter(mark -> schema.isEmpty() || isAlmost(schema, mark.schema(), SCHEMA_DISTANCE))
        .ifPresent(
            mark ->
                problems.warn(
                    document.location(),
                    (schema.isEmpty()
                            ? "the file has no $schema"
                            : "$schema " + Quoted.of(schema) + " is unknown")
                        + ", so the file is not read; did you mean "
                        + mark.schema()
                        + "?"));
  }

  /** Returns whether a text differs from another one by case and a few edits only. */
  public static boolean isAlmost(String text, String known, int edits) {
    if (Math.abs(text.length() - known.length()) > edits || text.equals(known)) {
      return false;
    }
    String folded = text.toLowerCase(Locale.ROOT);
    return Spelling.distance(folded, known.toLowerCase(Locale.ROOT)) <= edits;
  }
}
