package io.github.logconfig.cli.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.logconfig.cli.view.SafeText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Formats log lines as text or JSON, without secrets. Created by java.util.logging. */
public final class LogFormatter extends Formatter {

  /** Format of all lines; set before the first one is written. */
  static volatile LogFormat format = LogFormat.text;

  @Override
  public String format(LogRecord entry) {
    return SafeText.masked(format == LogFormat.json ? json(entry) : text(entry));
  }

  private String text(LogRecord entry) {
    return time(entry)
        + " "
        + "%-5s".formatted(level(entry))
        + " "
        + entry.getLoggerName()
        + ": "
        + SafeText.line(formatMessage(entry))
        + "\n"
        + trace(entry);
  }

  private String json(LogRecord entry) {
    StringBuilder line = new StringBuilder("{");
    append(line, "time", time(entry));
    append(line.append(','), "level", level(entry));
    append(line.append(','), "logger", String.valueOf(entry.getLoggerName()));
    append(line.append(','), "message", formatMessage(entry));
    String trace = trace(entry);
    if (!trace.isEmpty()) {
      append(line.append(','), "stackTrace", trace);
    }
    return line.append("}\n").toString();
  }

  private static void append(StringBuilder line, String key, String value) {
    line.append('"').append(key).append("\":\"");
    JsonStringEncoder.getInstance().quoteAsString(value, line);
    line.append('"');
  }

  private static String time(LogRecord entry) {
    return entry.getInstant().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static String level(LogRecord entry) {
    int level = entry.getLevel().intValue();
    if (level >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level >= Level.WARNING.intValue()) {
      return "WARN";
    }
    if (level >= Level.INFO.intValue()) {
      return "INFO";
    }
    return level >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }

  private static String trace(LogRecord entry) {
    if (entry.getThrown() == null) {
      return "";
    }
    StringWriter trace = new StringWriter();
    entry.getThrown().printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }
}
