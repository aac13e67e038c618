package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.logging.LogManager;

/**
 * Where the log goes: nowhere, or to standard error. The JDK's logging asks this class when it is
 * first used, so that a run without log never pays for one.
 */
public final class LogSetup {

  /** Names that people and platforms use, and the JDK's for the same. */
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

  private static volatile String level = "OFF";

  /**
   * Applies what was chosen.
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
    return (level.equals("OFF") ? "" : "handlers=" + handler + "\n")
        + ".level="
        + level
        + "\n"
        + handler
        + ".level=ALL\n"
        + handler
        + ".encoding=UTF-8\n"
        + handler
        + ".formatter="
        + LogLine.class.getName()
        + "\n";
  }

  /**
   * Chooses.
   *
   * @param verbosity how often -v was given
   * @param variable what LOG_LEVEL says; empty if nothing
   * @throws InvalidInputException if it says nothing that makes sense
   */
  static void choose(int verbosity, String variable, LogFormat format) {
    String name = variable.isEmpty() ? (verbosity > 0 ? "debug" : "off") : variable;
    String known = LEVELS.get(name.toLowerCase(Locale.ROOT));
    if (known == null) {
      throw new InvalidInputException(
          "LOG_LEVEL "
              + Quoted.of(variable)
              + " is not one of off, error, warn, info, debug, trace");
    }
    LogLine.format = format;
    if (!known.equals(level)) {
      level = known;
      // somebody may have begun to log already
      try {
        configure();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** To be called before anything can be logged, so that the JDK's own defaults never count. */
  static void install() {
    System.setProperty("java.util.logging.config.class", LogSetup.class.getName());
  }
}
