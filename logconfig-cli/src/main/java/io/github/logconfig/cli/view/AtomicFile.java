package io.github.logconfig.cli.view;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.model.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files atomically: a failure leaves the previous content. */
public final class AtomicFile {

  private AtomicFile() {}

  /**
   * Writes a file.
   *
   * @param option the option that names the file or its directory
   * @throws InvalidInputException if the file cannot be written
   */
  public static void write(String option, Path file, String text) {
    String shown = option + " " + Quoted.of(file.toString());
    try {
      if (Files.isDirectory(file)) {
        throw new InvalidInputException(shown + " is a directory");
      }
      // devices and pipes cannot be replaced; of a link, the target is replaced
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.writeString(file, text, StandardCharsets.UTF_8);
      } else {
        writeBeside(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), text);
      }
    } catch (IOException e) {
      throw InvalidInputException.of(shown + " cannot be written: its directory", e);
    }
  }

  private static void writeBeside(Path target, String text) throws IOException {
    Path draft = Files.createTempFile(target.getParent(), ".logconfig", ".draft");
    try {
      Files.writeString(draft, text, StandardCharsets.UTF_8);
      move(draft, target);
    } finally {
      Files.deleteIfExists(draft);
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
