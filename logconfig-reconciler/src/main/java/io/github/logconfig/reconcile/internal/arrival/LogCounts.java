package io.github.logconfig.reconcile.internal.arrival;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.arrival.LogCount;
import io.github.logconfig.arrival.LogSearch;
import io.github.logconfig.arrival.UnknownCause;
import io.github.logconfig.dynatrace.query.QueryMetadata;
import io.github.logconfig.dynatrace.query.QueryMetadata.Notification;
import io.github.logconfig.dynatrace.query.QueryRecord;
import io.github.logconfig.dynatrace.query.QueryResult;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The query that counts the log records of an environment by namespace and cluster, and the meaning
 * of its result.
 */
final class LogCounts {

  /** Rows of a result; one that has so many may be cut off. */
  static final int MAX_ROWS = 900_000;

  /** More names make the query longer, and exclude little. */
  private static final int MAX_NAMES = 1_000;

  private static final String NAMESPACE = "k8s.namespace.name";
  private static final String CLUSTER_UID = "k8s.cluster.uid";
  private static final String CLUSTER_ENTITY = "dt.entity.kubernetes_cluster";
  private static final String HOST_GROUP = "dt.host_group.id";
  private static final String BUCKET = "dt.system.bucket";
  private static final String GROUPS =
      String.join(", ", NAMESPACE, CLUSTER_UID, CLUSTER_ENTITY, HOST_GROUP);
  private static final String RECORDS = "records";
  private static final String LAST = "last";

  private LogCounts() {}

  /** Returns the query that reads records. */
  static String ofRecords(Instant start, Collection<NamespaceName> namespaces) {
    return "fetch logs, from: \"%s\" | filter %s | summarize %s = count(), %s = max(timestamp), by: {%s, %s} | limit %d"
        .formatted(start, filter(namespaces), RECORDS, LAST, GROUPS, BUCKET, MAX_ROWS);
  }

  /** Returns the query that reads a metric, by the minute. */
  static String ofMetric(String key, Instant start, Collection<NamespaceName> namespaces) {
    return "timeseries %s = sum(%s), by: {%s}, from: \"%s\", interval: 1m, filter: %s | limit %d"
        .formatted(RECORDS, key, GROUPS, start, filter(namespaces), MAX_ROWS);
  }

  /** Names are DNS labels: nothing has to be escaped. */
  private static String filter(Collection<NamespaceName> namespaces) {
    TreeSet<NamespaceName> names = new TreeSet<>(namespaces);
    return names.size() > MAX_NAMES
        ? "isNotNull(" + NAMESPACE + ")"
        : names.stream()
            .map(name -> '"' + name.value() + '"')
            .collect(Collectors.joining(", ", "in(" + NAMESPACE + ", array(", "))"));
  }

  /**
   * Returns what a result says.
   *
   * @param end the end of the time range if the result does not name it
   */
  static LogSearch search(QueryResult result, Instant end, boolean ofMetric) {
    List<LogCount> counts = new ArrayList<>();
    boolean readable = true;
    for (QueryRecord row : result.records()) {
      Optional<String> namespace = row.text(NAMESPACE);
      if (namespace.isEmpty()) {
        continue;
      }
      long records = ofMetric ? sum(row) : row.number(RECORDS).orElse(0);
      Optional<Instant> last = ofMetric ? lastMinute(row) : row.time(LAST);
      if (records > 0 && last.isPresent()) {
        counts.add(count(row, namespace.get(), records, last.get()));
      } else {
        readable &= ofMetric;
      }
    }
    Optional<UnknownCause> incomplete = incomplete(result.metadata(), ofMetric);
    // a metric without any data may not exist
    boolean nothing = ofMetric && result.records().isEmpty();
    if (incomplete.isEmpty() && (!readable || nothing || result.records().size() >= MAX_ROWS)) {
      incomplete = Optional.of(UnknownCause.INCOMPLETE);
    }
    return new LogSearch(counts, result.metadata().end().orElse(end), incomplete);
  }

  private static LogCount count(QueryRecord row, String namespace, long records, Instant last) {
    return new LogCount(
        namespace,
        row.text(CLUSTER_UID),
        row.text(CLUSTER_ENTITY).flatMap(id -> RuleScope.parse(id).entity()),
        row.text(HOST_GROUP),
        row.text(BUCKET),
        records,
        last);
  }

  /** Any notification may mean that records are missing. */
  private static Optional<UnknownCause> incomplete(QueryMetadata metadata, boolean ofMetric) {
    if (metadata.notifications().stream().anyMatch(LogCounts::isScanLimit)) {
      return Optional.of(UnknownCause.SCAN_LIMIT);
    }
    if (metadata.sampled().orElse(false)) {
      return Optional.of(UnknownCause.SAMPLING);
    }
    boolean complete =
        metadata.notifications().isEmpty() && (ofMetric || metadata.sampled().isPresent());
    return complete ? Optional.empty() : Optional.of(UnknownCause.INCOMPLETE);
  }

  private static boolean isScanLimit(Notification notification) {
    return notification.type().toUpperCase(Locale.ROOT).contains("SCAN_LIMIT");
  }

  // a row of a metric has the sum of each interval, or null

  private static long sum(QueryRecord row) {
    double sum = 0;
    for (JsonNode value : row.fields().path(RECORDS)) {
      sum += value.asDouble();
    }
    return Math.round(sum);
  }

  /** Returns the start of the last interval with records: they are at least as new. */
  private static Optional<Instant> lastMinute(QueryRecord row) {
    Optional<Instant> start = new QueryRecord(row.fields().path("timeframe")).time("start");
    long interval = row.number("interval").orElse(0);
    JsonNode values = row.fields().path(RECORDS);
    for (int i = values.size() - 1; i >= 0; i--) {
      if (values.get(i).asDouble() > 0) {
        Duration passed = Duration.ofNanos(interval).multipliedBy(i);
        return interval > 0 ? start.map(it -> it.plus(passed)) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
