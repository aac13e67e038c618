package io.github.logconfig.dynatrace.internal.service;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** A query whose scopes and external ids are too many for one address, as several. */
public final class SettingsQueryParts {

  /**
   * The most characters that the scopes of one request take in its address, and as many its
   * external ids. Servers and proxies commonly take 8,192 in all.
   */
  private static final int LONGEST = 3_000;

  private static final int SEPARATOR = "%2C".length();

  private SettingsQueryParts() {}

  /**
   * Queries that together find what this one finds.
   *
   * @throws InvalidArgumentException if there would be several, and the objects are to be sorted
   */
  public static List<SettingsQuery> of(SettingsQuery query) {
    List<List<SettingsScope>> scopes = split(query.scopes());
    List<List<ExternalId>> externalIds = split(query.externalIds());
    if (scopes.size() == 1 && externalIds.size() == 1) {
      return List.of(query);
    }
    query
        .sort()
        .ifPresent(
            sort -> {
              throw new InvalidArgumentException(
                  "order of a settings query with %d scopes and %d external ids"
                      .formatted(query.scopes().size(), query.externalIds().size()),
                  sort,
                  "left out: so many ids take several requests, whose objects cannot be sorted");
            });
    List<SettingsQuery> parts = new ArrayList<>();
    for (List<SettingsScope> some : scopes) {
      for (List<ExternalId> ids : externalIds) {
        parts.add(SettingsQuery.builder().from(query).scopes(some).externalIds(ids).build());
      }
    }
    return parts;
  }

  /** At least one part; each value in one of them only. */
  private static <T> List<List<T>> split(List<T> values) {
    List<List<T>> parts = new ArrayList<>();
    List<T> part = new ArrayList<>();
    int length = 0;
    for (T value : new LinkedHashSet<>(values)) {
      int more = SEPARATOR + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).length();
      if (length + more > LONGEST && !part.isEmpty()) {
        parts.add(part);
        part = new ArrayList<>();
        length = 0;
      }
      part.add(value);
      length += more;
    }
    parts.add(part);
    return parts;
  }
}
