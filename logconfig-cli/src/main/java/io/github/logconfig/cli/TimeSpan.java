package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it: {@code 500ms}, {@code 30s}, {@code 10m}, {@code 1h}. */
final class TimeSpan {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Duration LONGEST = Duration.ofDays(1);

  private TimeSpan() {}

  static Duration parse(String option, String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
          };
      if (!duration.isZero() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    }
    throw new InvalidInputException(
        option + " " + Quoted.of(text) + " is not a time such as 30s, 10m or 1h, of at most 24h");
  }
}
