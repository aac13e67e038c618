package io.github.logconfig.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is there is whole: it is written beside its place and moved there. */
final class AtomicFile {

  private AtomicFile() {}

  /**
   * Writes a file.
   *
   * @param option the option that names the file
   * @throws InvalidInputException if the file cannot be written; whatever was there still is
   */
  static void write(String option, Path file, String text) {
    Path target = file.toAbsolutePath();
    try {
      Path draft = Files.createTempFile(target.getParent(), ".logconfig", ".draft");
      try {
        Files.writeString(draft, text, StandardCharsets.UTF_8);
        move(draft, target);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          option + " " + file + " cannot be written: " + e.getClass().getSimpleName());
    }
  }

  private static void move(Path draft, Path target) throws IOException {
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
