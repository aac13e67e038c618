package io.github.logconfig.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of the build. */
final class Version {

  private Version() {}

  /** For example {@code logconfig 0.1.0}. */
  static String text() {
    return "logconfig " + number();
  }

  /** For example {@code 0.1.0}. */
  static String number() {
    try (InputStream file = Version.class.getResourceAsStream("version.txt")) {
      return file == null
          ? "unknown"
          : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
