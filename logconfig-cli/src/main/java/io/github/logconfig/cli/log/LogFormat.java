package io.github.logconfig.cli.log;

/** Values of {@code --log-format}. */
public enum LogFormat {
  text,
  json
}
