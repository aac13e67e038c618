package io.github.logconfig.cli.view;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.model.Quoted;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files atomically: a failure leaves the previous content. */
public final class AtomicFile {

  private AtomicFile() {}

  /** Content of a file. */
  public interface Content {
    /** Writes the content. */
    void writeTo(Writer out) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @param option the option that names the file or its directory
   * @throws InvalidInputException if the file cannot be written
   */
  public static void write(String option, Path file, Content content) {
    String shown = option + " " + Quoted.of(file.toString());
    try {
      if (Files.isDirectory(file)) {
        throw new InvalidInputException(shown + " is a directory");
      }
      // devices and pipes cannot be replaced; of a link, the target is replaced
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        write(file, content);
      } else {
        writeBeside(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), content);
      }
    } catch (IOException e) {
      throw InvalidInputException.of(shown + " cannot be written: its directory", e);
    }
  }

  private static void writeBeside(Path target, Content content) throws IOException {
    Path draft = Files.createTempFile(target.getParent(), ".logconfig", ".draft");
    try {
      write(draft, content);
      move(draft, target);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void write(Path file, Content content) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      content.writeTo(out);
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
