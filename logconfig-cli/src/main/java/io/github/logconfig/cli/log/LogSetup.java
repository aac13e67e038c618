package io.github.logconfig.cli.log;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.model.Quoted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.logging.LogManager;

/**
 * Configures java.util.logging: by default only warnings of Kubernetes, to standard error. The JDK
 * creates an instance when logging is first used.
 */
public final class LogSetup {

  /** Levels of java.util.logging by the names that users and platforms give. */
  private static final Map<String, String> LEVELS =
      Map.of(
          "off", "OFF",
          "critical", "SEVERE",
          "error", "SEVERE",
          "warning", "WARNING",
          "warn", "WARNING",
          "info", "INFO",
          "debug", "FINE",
          "trace", "FINEST");

  private static final String KUBERNETES = "io.github.logconfig.kubernetes";

  private static volatile String level = "OFF";

  /** Whether a variable disables the log. */
  private static volatile boolean silent;

  /**
   * Applies the chosen settings.
   *
   * @throws IOException never
   */
  public LogSetup() throws IOException {
    configure();
  }

  private static void configure() throws IOException {
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream(settings().getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String settings() {
    String handler = "java.util.logging.ConsoleHandler";
    // libraries and the JDK log certificates and connections in detail
    String others = level.equals("OFF") || level.equals("SEVERE") ? level : "WARNING";
    return "handlers="
        + handler
        + "\n.level="
        + others
        + "\nio.github.logconfig.level="
        + level
        // a permission that is missing to watch is reported nowhere else
        + (level.equals("OFF") && !silent ? "\n" + KUBERNETES + ".level=WARNING" : "")
        + "\n"
        + handler
        + ".level=ALL\n"
        + handler
        + ".encoding=UTF-8\n"
        + handler
        + ".formatter="
        + LogFormatter.class.getName()
        + "\n";
  }

  /**
   * Chooses level and format.
   *
   * @param verbosity how often -v was given
   * @param variable value of LOG_LEVEL; empty if it is not set
   * @throws InvalidInputException if {@code variable} is not a level
   */
  public static void choose(int verbosity, String variable, LogFormat format) {
    String name = variable.isEmpty() ? (verbosity > 0 ? "debug" : "off") : variable;
    String known = LEVELS.get(name.toLowerCase(Locale.ROOT));
    if (known == null) {
      throw new InvalidInputException(
          "LOG_LEVEL " + Quoted.of(variable) + "; expected off, error, warn, info, debug or trace");
    }
    LogFormatter.format = format;
    boolean disabled = known.equals("OFF") && !variable.isEmpty();
    if (!known.equals(level) || disabled != silent) {
      level = known;
      silent = disabled;
      // a library may have logged already
      try {
        configure();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Replaces the defaults of the JDK; must be called before anything is logged. */
  public static void install() {
    System.setProperty("java.util.logging.config.class", LogSetup.class.getName());
  }
}
