package io.github.logconfig.cli.configuration;

import io.github.logconfig.model.InvalidValueException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses durations such as {@code 500ms}, {@code 30s}, {@code 10m}, {@code 1h} and {@code 7d}.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class DurationParser {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Duration MAX = Duration.ofDays(1);
  private static final Duration MAX_SOAK = Duration.ofDays(30);

  private DurationParser() {}

  /**
   * Returns a duration above zero, of at most 24 hours.
   *
   * @throws InvalidValueException if the text is invalid
   */
  public static Duration parse(String text) {
    return parse(text, "time", MAX, "500ms, 30s, 10m or 1h, of at most 24h");
  }

  /**
   * Returns a soak time above zero, of at most 30 days.
   *
   * @throws InvalidValueException if the text is invalid
   */
  public static Duration parseSoak(String text) {
    return parse(text, "soak time", MAX_SOAK, "30m, 12h or 7d, of at most 30d");
  }

  private static Duration parse(String text, String what, Duration max, String examples) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      if (!duration.isZero() && duration.compareTo(max) <= 0) {
        return duration;
      }
    }
    throw new InvalidValueException(what, text, "a number and a unit such as " + examples);
  }
}
