package io.github.logconfig.cli.option;

import io.github.logconfig.model.InvalidValueException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses durations such as {@code 500ms}, {@code 30s}, {@code 10m} and {@code 1h}.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class DurationParser {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Duration MAX = Duration.ofDays(1);

  private DurationParser() {}

  /**
   * Returns a duration above zero, of at most 24 hours.
   *
   * @throws InvalidValueException if the text is invalid
   */
  public static Duration parse(String text) {
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
      if (!duration.isZero() && duration.compareTo(MAX) <= 0) {
        return duration;
      }
    }
    throw new InvalidValueException(
        "time", text, "a number and a unit such as 500ms, 30s, 10m or 1h, of at most 24h");
  }
}
