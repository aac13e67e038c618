package io.github.logconfig.cli;

/** How the result is written to standard output. */
enum OutputFormat {
  text,
  json
}
