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

/** Splits queries whose scopes and external ids do not fit into one URL. */
public final class SettingsQuerySplitter {

  /**
   * The most characters that the scopes of one request take in its URL; the external ids take as
   * many. Servers and proxies commonly accept 8,192 in all.
   */
  private static final int MAX_LENGTH = 3_000;

  private static final int SEPARATOR = "%2C".length();

  private SettingsQuerySplitter() {}

  /**
   * Returns queries that together find the objects of a query.
   *
   * @throws InvalidArgumentException if the query has to be split and has an order
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
                  "none: so many ids need several requests, whose objects cannot be sorted");
            });
    List<SettingsQuery> parts = new ArrayList<>();
    for (List<SettingsScope> some : scopes) {
      for (List<ExternalId> ids : externalIds) {
        parts.add(SettingsQuery.builder().from(query).scopes(some).externalIds(ids).build());
      }
    }
    return parts;
  }

  /** Returns at least one part; each value is in one of them. */
  private static <T> List<List<T>> split(List<T> values) {
    List<List<T>> parts = new ArrayList<>();
    List<T> part = new ArrayList<>();
    int length = 0;
    for (T value : new LinkedHashSet<>(values)) {
      int more = SEPARATOR + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).length();
      if (length + more > MAX_LENGTH && !part.isEmpty()) {
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
