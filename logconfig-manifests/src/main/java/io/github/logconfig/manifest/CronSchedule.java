package io.github.logconfig.manifest;

import io.github.logconfig.model.InvalidValueException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Schedule of a cron job, validated as Kubernetes does: by the rules of the standard parser of the
 * Go library robfig/cron, without {@code TZ=} and {@code CRON_TZ=}.
 *
 * <p>Other cron libraries accept other texts: day 7 of the week, for example, or not {@code
 * @hourly}.
 *
 * @param text the schedule, for example {@code 17 * * * *} or {@code @hourly}
 */
record CronSchedule(String text) {

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day of month", 1, 31, List.of()),
          new Field(
              "month",
              1,
              12,
              List.of(
                  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")),
          new Field("day of week", 0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

  private static final Set<String> DESCRIPTORS =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final String EVERY = "@every ";

  private static final Map<String, BigDecimal> NANOSECONDS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000L),
          "µs", BigDecimal.valueOf(1_000L),
          "μs", BigDecimal.valueOf(1_000L),
          "ms", BigDecimal.valueOf(1_000_000L),
          "s", BigDecimal.valueOf(1_000_000_000L),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L));
  private static final Pattern PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");

  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,30}");
  private static final Pattern SPACES = Pattern.compile("\\p{IsWhite_Space}+");

  /** One of the five fields. */
  private record Field(String name, int lowest, int highest, List<String> names) {}

  /**
   * Validates the schedule.
   *
   * @throws InvalidValueException if Kubernetes would refuse it
   */
  CronSchedule {
    if (text.contains("TZ")) {
      throw invalid(text, "a schedule without a time zone; the field spec.timeZone sets it");
    }
    if (text.startsWith("@")) {
      requireDescriptor(text);
    } else {
      List<String> parts = SPACES.splitAsStream(text).filter(part -> !part.isEmpty()).toList();
      if (parts.size() != FIELDS.size()) {
        throw invalid(text, "five fields, such as '17 * * * *', or a name such as @hourly");
      }
      for (int i = 0; i < parts.size(); i++) {
        requireField(text, FIELDS.get(i), parts.get(i));
      }
    }
  }

  private static void requireDescriptor(String text) {
    boolean valid =
        text.startsWith(EVERY)
            ? isDuration(text.substring(EVERY.length()))
            : DESCRIPTORS.contains(text);
    if (!valid) {
      throw invalid(
          text,
          "@yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly or '@every' with a"
              + " duration such as 1h30m");
    }
  }

  private static boolean isDuration(String text) {
    String number = text.matches("[+-].*") ? text.substring(1) : text;
    if (number.equals("0")) {
      return true;
    }
    Matcher part = PART.matcher(number);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      sum =
          sum.add(
              new BigDecimal(part.group(1))
                  .multiply(NANOSECONDS.getOrDefault(part.group(2), BigDecimal.ZERO)));
      end = part.end();
    }
    return end > 0
        && end == number.length()
        && sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
  }

  private static void requireField(String text, Field field, String part) {
    Arrays.stream(part.split(",", -1))
        .filter(range -> !range.isEmpty())
        .forEach(range -> requireRange(text, field, range));
  }

  private static void requireRange(String text, Field field, String range) {
    String[] rangeAndStep = range.split("/", -1);
    String[] bounds = rangeAndStep[0].split("-", -1);
    boolean any = bounds[0].equals("*") || bounds[0].equals("?");
    int low = any ? field.lowest : value(field, bounds[0]);
    int high = any ? field.highest : value(field, bounds[bounds.length - 1]);
    int step = 1;
    if (rangeAndStep.length == 2) {
      step = number(rangeAndStep[1]);
      high = bounds.length == 1 ? field.highest : high;
    }
    boolean valid =
        rangeAndStep.length <= 2
            && (any || bounds.length <= 2)
            && step > 0
            && low >= field.lowest
            && low <= high
            && high <= field.highest;
    if (!valid) {
      throw invalid(
          text,
          "a schedule whose "
              + field.name
              + " \""
              + range
              + "\" is a value, range or step from "
              + field.lowest
              + " to "
              + field.highest);
    }
  }

  /** Returns the value, or -1 if it is invalid. */
  private static int value(Field field, String text) {
    int index = field.names.indexOf(text.toLowerCase(Locale.ROOT));
    return index < 0 ? number(text) : index + field.lowest;
  }

  /**
   * Returns the number, or -1 if it is invalid; numbers that are too large for a field are equal.
   */
  private static int number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return -1;
    }
    BigDecimal number = new BigDecimal(text);
    return number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? -1
        : number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
  }

  private static InvalidValueException invalid(String text, String expected) {
    return new InvalidValueException("cron schedule", text, expected);
  }
}
