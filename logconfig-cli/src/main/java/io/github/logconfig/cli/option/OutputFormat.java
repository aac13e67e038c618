package io.github.logconfig.cli.option;

/** Values of {@code --output}. */
enum OutputFormat {
  text,
  json
}
