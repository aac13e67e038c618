package io.github.logconfig.simulator.internal.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.SimulatedQueries;
import io.github.logconfig.simulator.internal.agents.Agents;
import io.github.logconfig.simulator.internal.agents.Agents.Shipped;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import io.github.logconfig.simulator.internal.query.DqlQuery.Aggregate;
import io.github.logconfig.simulator.internal.query.DqlQuery.Group;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Executes a query: reads the buckets from the newest record backwards until the scan limit is
 * reached, and summarizes what matches and may be seen.
 */
final class LogQuery {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long GIGABYTE = 1_000_000_000L;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long DEFAULT_TIMEFRAME = Duration.ofHours(2).toMillis();
  private static final long DEFAULT_SCAN_LIMIT_GIGABYTES = 500;
  private static final long DEFAULT_RESULT_RECORDS = 1_000;
  private static final int MOST_SAMPLING = 100_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final String text;
  private final DqlQuery query;
  private final JsonNode request;
  private final SimulatedQueries settings;
  private final long from;
  private final long to;
  private final int sampling;
  private final Map<String, Long> scannedByBucket = new TreeMap<>();
  private final Map<String, Long> recordsByBucket = new TreeMap<>();
  private final Map<String, Long> matchedByBucket = new TreeMap<>();
  private final ArrayNode notifications = ApiResponse.JSON.createArrayNode();

  /** A row of the result: the values of its groups, and what the aggregates have seen. */
  private static final class Row {
    private long count;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
  }

  private LogQuery(JsonNode request, SimulatedQueries settings, long now) {
    this.request = request;
    this.settings = settings;
    this.text = request.path("query").asText();
    this.query = DqlParser.parse(text, now);
    this.to = query.to().orElseGet(() -> requested("defaultTimeframeEnd", now));
    this.from =
        query.from().orElseGet(() -> requested("defaultTimeframeStart", to - DEFAULT_TIMEFRAME));
    this.sampling = sampling();
    if (from > to) {
      throw new DqlException("INVALID_TIMEFRAME", "from is after to", 0, text.length());
    }
  }

  /**
   * Returns the result of a query.
   *
   * @param request the body of the request
   * @throws DqlException if the query is not one that the simulator executes
   */
  static ObjectNode result(JsonNode request, SimulatedQueries settings, Agents agents, long now) {
    LogQuery query = new LogQuery(request, settings, now);
    return query.query.metric().isPresent()
        ? query.series(query.query.metric().get(), agents, now)
        : query.execute(agents, now);
  }

  private ObjectNode execute(Agents agents, long now) {
    scan(agents.shipped(from, to, now, sampling), now, from);
    long limit =
        query
            .scanLimitGigabytes()
            .orElse(request.path("defaultScanLimitGbytes").asLong(DEFAULT_SCAN_LIMIT_GIGABYTES));
    long bytes = total(scannedByBucket);
    List<Shipped> read;
    if (limit >= 0 && bytes > limit * GIGABYTE) {
      double share = (double) limit * GIGABYTE / bytes;
      long newest = Math.min(to, now);
      long start = newest - (long) ((newest - from) * share);
      scannedByBucket.replaceAll((bucket, size) -> (long) (size * share));
      recordsByBucket.replaceAll((bucket, count) -> (long) (count * share));
      bytes = limit * GIGABYTE;
      warn(
          "SCAN_LIMIT_GBYTES",
          "Your execution was stopped after %1$s gigabytes of data were scanned.",
          limit);
      read = agents.shipped(start, to, now, sampling);
    } else {
      read = agents.shipped(from, to, now, sampling);
    }
    ObjectNode result = ApiResponse.JSON.createObjectNode();
    ArrayNode records = records(read);
    result.set("records", records);
    result.set("types", types(records.size()));
    result.putObject("metadata").set("grail", metadata(bytes));
    return result;
  }

  /** Returns the sums of a metric by intervals; a metric that does not exist has no values. */
  private ObjectNode series(DqlQuery.Metric metric, Agents agents, long now) {
    long first = from - Math.floorMod(from, metric.interval());
    int intervals = (int) ((Math.min(to, now) - first) / metric.interval()) + 1;
    Map<List<String>, long[]> rows = new LinkedHashMap<>();
    for (int i = 0; i < intervals && settings.metrics().contains(metric.key()); i++) {
      long start = first + i * metric.interval();
      for (Shipped records : agents.shipped(start, start + metric.interval(), now, 1)) {
        if (matches(records.fields())) {
          List<String> key =
              query.groups().stream()
                  .map(group -> records.fields().getOrDefault(group.field(), ""))
                  .toList();
          rows.computeIfAbsent(key, it -> new long[intervals])[i] += records.count();
        }
      }
    }
    ArrayNode records = ApiResponse.JSON.createArrayNode();
    rows.forEach(
        (key, sums) -> {
          ObjectNode record = records.addObject();
          ArrayNode values = record.putArray(metric.name());
          for (long sum : sums) {
            values.add(sum == 0 ? NullNode.getInstance() : DoubleNode.valueOf((double) sum));
          }
          record
              .putObject("timeframe")
              .put("start", time(first))
              .put("end", time(first + intervals * metric.interval()));
          record.put("interval", Long.toString(metric.interval() * NANOS_PER_MILLI));
          putGroups(record, key);
        });
    ObjectNode result = ApiResponse.JSON.createObjectNode();
    result.set("records", limited(records));
    result.set("types", ApiResponse.JSON.createArrayNode());
    result.putObject("metadata").set("grail", metadata(0));
    return result;
  }

  /** Counts what a complete scan reads, whether it matches or not. */
  private void scan(List<Shipped> stored, long now, long start) {
    for (Shipped records : stored) {
      String bucket = records.workload().bucket();
      if (isRead(bucket)) {
        scannedByBucket.merge(
            bucket, records.count() * records.workload().bytesPerRecord(), Long::sum);
        recordsByBucket.merge(bucket, records.count(), Long::sum);
      }
    }
    double days = (double) Math.max(0, Math.min(to, now) - start) / DAY / sampling;
    settings
        .bytesPerDay()
        .forEach(
            (bucket, perDay) -> {
              if (isRead(bucket)) {
                scannedByBucket.merge(bucket, (long) (perDay * days), Long::sum);
              }
            });
  }

  private boolean isRead(String bucket) {
    return query.buckets().isEmpty() || query.buckets().contains(bucket);
  }

  private ArrayNode records(List<Shipped> read) {
    Map<List<String>, Row> rows = new LinkedHashMap<>();
    for (Shipped records : read) {
      String bucket = records.workload().bucket();
      if (records.workload().hidden() || !isRead(bucket) || !matches(records.fields())) {
        continue;
      }
      matchedByBucket.merge(bucket, records.count(), Long::sum);
      List<String> key = new ArrayList<>();
      for (Group group : query.groups()) {
        key.add(records.fields().getOrDefault(group.field(), ""));
      }
      Row row = rows.computeIfAbsent(key, it -> new Row());
      row.count += records.count();
      row.first = Math.min(row.first, records.first());
      row.last = Math.max(row.last, records.last());
    }
    if (query.groups().isEmpty()) {
      // a summary without groups has one record, also of nothing
      rows.computeIfAbsent(List.of(), it -> new Row());
    }
    ArrayNode records = ApiResponse.JSON.createArrayNode();
    rows.forEach((key, row) -> records.add(record(key, row)));
    return limited(records);
  }

  private boolean matches(Map<String, String> fields) {
    return query.filters().stream().allMatch(it -> Boolean.TRUE.equals(it.holds(fields)));
  }

  private ObjectNode record(List<String> key, Row row) {
    ObjectNode record = ApiResponse.JSON.createObjectNode();
    for (Aggregate aggregate : query.aggregates()) {
      if (aggregate.function().equals("count")) {
        // the service writes numbers of the type long as strings
        record.put(aggregate.name(), Long.toString(row.count));
      } else if (row.count == 0) {
        record.putNull(aggregate.name());
      } else {
        record.put(
            aggregate.name(), time(aggregate.function().equals("min") ? row.first : row.last));
      }
    }
    putGroups(record, key);
    return record;
  }

  private void putGroups(ObjectNode record, List<String> key) {
    for (int i = 0; i < query.groups().size(); i++) {
      String name = query.groups().get(i).name();
      if (key.get(i).isEmpty()) {
        record.putNull(name);
      } else {
        record.put(name, key.get(i));
      }
    }
  }

  private ArrayNode limited(ArrayNode records) {
    long most = request.path("maxResultRecords").asLong(DEFAULT_RESULT_RECORDS);
    long asked = query.limit().orElse(Long.MAX_VALUE);
    boolean cut = records.size() > most && asked > most;
    if (cut) {
      warn("RESULT_LIMIT_RECORDS", "Your result has been limited to %1$s records.", most);
    }
    while (records.size() > Math.min(most, asked)) {
      records.remove(records.size() - 1);
    }
    return records;
  }

  private ArrayNode types(int records) {
    ArrayNode types = ApiResponse.JSON.createArrayNode();
    if (records > 0 && request.path("includeTypes").asBoolean(true)) {
      ObjectNode range = types.addObject();
      range.putArray("indexRange").add(0).add(records - 1);
      ObjectNode mappings = range.putObject("mappings");
      for (Aggregate aggregate : query.aggregates()) {
        String type = aggregate.function().equals("count") ? "long" : "timestamp";
        mappings.putObject(aggregate.name()).put("type", type);
      }
      query.groups().forEach(group -> mappings.putObject(group.name()).put("type", "string"));
    }
    return types;
  }

  private ObjectNode metadata(long bytes) {
    ObjectNode grail =
        ApiResponse.JSON
            .createObjectNode()
            .put("canonicalQuery", text.strip().replaceAll("\\s+", " "))
            .put("timezone", "Z")
            .put("query", text)
            .put("scannedRecords", total(recordsByBucket))
            .put("dqlVersion", "V1_0")
            .put("scannedBytes", bytes)
            .put("scannedDataPoints", 0);
    grail.putObject("analysisTimeframe").put("start", time(from)).put("end", time(to));
    grail
        .put("locale", request.path("locale").asText("und"))
        .put("executionTimeMilliseconds", 1)
        .set("notifications", notifications);
    grail.put("queryId", UUID.randomUUID().toString()).put("sampled", sampling > 1);
    if (request.path("includeContributions").asBoolean()) {
      ArrayNode buckets = grail.putObject("contributions").putArray("buckets");
      scannedByBucket.forEach(
          (bucket, size) ->
              buckets
                  .addObject()
                  .put("name", bucket)
                  .put("table", "logs")
                  .put("scannedBytes", size)
                  .put("matchedRecordsRatio", matchedRatio(bucket)));
    }
    return grail;
  }

  private double matchedRatio(String bucket) {
    long scanned = recordsByBucket.getOrDefault(bucket, 0L);
    long matched = matchedByBucket.getOrDefault(bucket, 0L);
    return scanned == 0 ? 0 : Math.min(1, (double) matched / scanned);
  }

  private void warn(String type, String format, long argument) {
    String shown = Long.toString(argument);
    ObjectNode notification =
        notifications.addObject().put("severity", "WARNING").put("messageFormat", format);
    notification.putArray("arguments").add(shown);
    notification.put("notificationType", type).put("message", format.replace("%1$s", shown));
  }

  private long requested(String key, long otherwise) {
    String time = request.path(key).asText("");
    return time.isEmpty() ? otherwise : DqlParser.instant(time);
  }

  /** The service rounds the ratio down to a power of ten. */
  private int sampling() {
    long asked =
        query
            .samplingRatio()
            .orElse(request.path("defaultSamplingRatio").asLong(settings.samplingRatio()));
    int ratio = 1;
    while (ratio * 10L <= Math.min(asked, MOST_SAMPLING)) {
      ratio *= 10;
    }
    return ratio;
  }

  private static long total(Map<String, Long> byBucket) {
    return byBucket.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }
}
