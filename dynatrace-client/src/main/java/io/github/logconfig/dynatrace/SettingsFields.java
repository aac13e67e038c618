package io.github.logconfig.dynatrace;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The fields of a settings object that this client reads, and limits of queries. */
final class SettingsFields {

  static final int LONGEST_FILTER = 1_024;

  private static final String OBJECT_ID = "objectId";

  static final Set<String> ALL =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              List.of(
                  OBJECT_ID,
                  "schemaId",
                  "schemaVersion",
                  "scope",
                  "externalId",
                  "value",
                  "updateToken",
                  "modified",
                  "author")));

  private SettingsFields() {}

  /** The fields to ask for; without ids a list could not be begun anew. */
  static String withId(Set<String> fields) {
    String joined = String.join(",", fields);
    return fields.contains(OBJECT_ID) ? joined : OBJECT_ID + "," + joined;
  }
}
