package io.github.logconfig.simulator.internal.entities;

import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as the service takes them: epoch milliseconds, ISO 8601, or relative to now. */
public final class TimeExpression {

  private static final Pattern RELATIVE =
      Pattern.compile("now(?:-([0-9]{1,6})([smhdwMy]))?(?:/([smhdwMy]))?");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS,
          "w", ChronoUnit.WEEKS,
          "M", ChronoUnit.MONTHS,
          "y", ChronoUnit.YEARS);

  private TimeExpression() {}

  static long millis(String parameter, String text, long now) {
    try {
      Matcher relative = RELATIVE.matcher(text);
      if (relative.matches()) {
        return relative(relative, now);
      }
      return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : iso(text.replace(' ', 'T'));
    } catch (DateTimeException | ArithmeticException e) {
      throw ApiFailure.invalidParameter(
          parameter, "'" + Quoted.text(text) + "' is not a valid time");
    }
  }

  private static long relative(Matcher parts, long now) {
    ZonedDateTime time = Instant.ofEpochMilli(now).atZone(ZoneOffset.UTC);
    if (parts.group(1) != null) {
      time = time.minus(Long.parseLong(parts.group(1)), unit(parts.group(2)));
    }
    if (parts.group(3) != null) {
      time = startOf(time, unit(parts.group(3)));
    }
    return time.toInstant().toEpochMilli();
  }

  private static ZonedDateTime startOf(ZonedDateTime time, ChronoUnit unit) {
    return switch (unit) {
      case WEEKS ->
          time.truncatedTo(ChronoUnit.DAYS).minusDays(time.getDayOfWeek().getValue() - 1L);
      case MONTHS -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
      case YEARS -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
      default -> time.truncatedTo(unit);
    };
  }

  private static ChronoUnit unit(String letter) {
    return UNITS.getOrDefault(letter, ChronoUnit.SECONDS);
  }

  private static long iso(String text) {
    if (text.indexOf('T') < 0) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
    boolean zoned = text.matches(".*T.*(Z|[+-][0-9:]+)");
    return zoned
        ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
