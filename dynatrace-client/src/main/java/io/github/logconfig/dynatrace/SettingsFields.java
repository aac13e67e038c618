package io.github.logconfig.dynatrace;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The fields of a settings object that this client reads, and limits of queries. */
final class SettingsFields {

  static final int LONGEST_FILTER = 1_024;

  static final Set<String> ALL =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              List.of(
                  "objectId",
                  "schemaId",
                  "schemaVersion",
                  "scope",
                  "externalId",
                  "value",
                  "updateToken",
                  "modified",
                  "author")));

  private SettingsFields() {}
}
