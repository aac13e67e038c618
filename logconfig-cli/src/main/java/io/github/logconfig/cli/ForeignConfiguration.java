package io.github.logconfig.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Tells a {@code config.toml} of a platform from our own configuration file, by what is in it. */
final class ForeignConfiguration {

  private static final int LARGEST = 1_000_000;

  /** A table's head on a line of its own, which YAML has no such thing as. */
  private static final Pattern TABLE =
      Pattern.compile("^\\s*\\[\\s*[A-Za-z0-9_.\"-]+\\s*]\\s*(#.*)?$", Pattern.MULTILINE);

  private ForeignConfiguration() {}

  /** Whether a file is TOML; one that cannot be read is none, and whoever reads it says why. */
  static boolean isToml(Path file) {
    try {
      return Files.size(file) <= LARGEST
          && TABLE.matcher(Files.readString(file, StandardCharsets.UTF_8)).find();
    } catch (IOException e) {
      return false;
    }
  }
}
