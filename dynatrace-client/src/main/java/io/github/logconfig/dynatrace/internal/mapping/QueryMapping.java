package io.github.logconfig.dynatrace.internal.mapping;

import io.github.logconfig.dynatrace.internal.generated.query.AnalysisTimeframeDto;
import io.github.logconfig.dynatrace.internal.generated.query.BucketContributionDto;
import io.github.logconfig.dynatrace.internal.generated.query.GrailMetadataDto;
import io.github.logconfig.dynatrace.internal.generated.query.QueryNotificationDto;
import io.github.logconfig.dynatrace.internal.generated.query.QueryResultDto;
import io.github.logconfig.dynatrace.query.QueryMetadata;
import io.github.logconfig.dynatrace.query.QueryMetadata.Notification;
import io.github.logconfig.dynatrace.query.QueryRecord;
import io.github.logconfig.dynatrace.query.QueryResult;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts results of queries. Every part of the metadata may be missing. */
public final class QueryMapping {

  private QueryMapping() {}

  public static QueryResult toResult(QueryResultDto dto, UnaryOperator<String> redact) {
    GrailMetadataDto grail =
        dto.getMetadata() == null || dto.getMetadata().getGrail() == null
            ? new GrailMetadataDto()
            : dto.getMetadata().getGrail();
    return new QueryResult(
        stream(dto.getRecords()).map(QueryRecord::new).toList(), metadata(grail, redact));
  }

  private static QueryMetadata metadata(GrailMetadataDto grail, UnaryOperator<String> redact) {
    AnalysisTimeframeDto range =
        Objects.requireNonNullElseGet(grail.getAnalysisTimeframe(), AnalysisTimeframeDto::new);
    return new QueryMetadata(
        Optional.ofNullable(grail.getQueryId()).map(redact),
        Optional.ofNullable(grail.getCanonicalQuery()).map(redact),
        time(range.getStart()),
        time(range.getEnd()),
        number(grail.getScannedBytes()),
        number(grail.getScannedRecords()),
        Optional.ofNullable(grail.getSampled()),
        stream(grail.getNotifications()).map(it -> notification(it, redact)).toList(),
        grail.getContributions() == null
            ? List.of()
            : stream(grail.getContributions().getBuckets()).map(QueryMapping::bucket).toList(),
        Optional.ofNullable(grail.getExecutionTimeMilliseconds()).map(Duration::ofMillis));
  }

  private static Notification notification(QueryNotificationDto dto, UnaryOperator<String> redact) {
    return new Notification(
        severity(dto.getSeverity()),
        redact.apply(ErrorDecoder.bounded(text(dto.getNotificationType()))),
        redact.apply(ErrorDecoder.bounded(text(dto.getMessage()))));
  }

  private static Notification.Severity severity(@Nullable String text) {
    return switch (text(text).toUpperCase(Locale.ROOT)) {
      case "INFO" -> Notification.Severity.INFO;
      case "WARN", "WARNING" -> Notification.Severity.WARN;
      case "ERROR" -> Notification.Severity.ERROR;
      default -> Notification.Severity.UNKNOWN;
    };
  }

  private static QueryMetadata.Bucket bucket(BucketContributionDto dto) {
    return new QueryMetadata.Bucket(
        text(dto.getName()), text(dto.getTable()), number(dto.getScannedBytes()));
  }

  private static OptionalLong number(@Nullable Long number) {
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  private static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(it -> OffsetDateTime.parse(it).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  private static <T> Stream<T> stream(@Nullable List<T> list) {
    return list == null ? Stream.of() : list.stream().filter(Objects::nonNull);
  }
}
