package io.github.logconfig.cli;

/** How the log is written; the constants are what {@code --log-format} takes. */
enum LogFormat {
  text,
  json
}
