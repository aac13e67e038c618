package io.github.logconfig.cli.command;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.Version;
import io.github.logconfig.cli.view.AtomicFile;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.InvalidPlanException;
import io.github.logconfig.reconcile.PlanDocument;
import io.github.logconfig.reconcile.PlanReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads and writes saved plans. */
final class PlanFile {

  private static final long MAX_BYTES = 512L * 1_024 * 1_024;

  private PlanFile() {}

  /**
   * Checks, before anything is sent, that a plan can be saved.
   *
   * @throws InvalidInputException if the directory does not exist, or the file is a directory
   */
  static void requireWritable(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new InvalidInputException("--out " + shown(file) + " is a directory");
    }
    if (directory != null && !Files.isDirectory(directory)) {
      throw new InvalidInputException(
          "--out "
              + shown(file)
              + " cannot be written: directory "
              + shown(directory)
              + " does not exist");
    }
  }

  static void write(Path file, PlanReport plan, Map<String, String> source, Optional<byte[]> key) {
    AtomicFile.write(
        "--out",
        file,
        out -> {
          if (key.isPresent()) {
            PlanDocument.writeSigned(plan, Version.number(), source, key.get(), out);
          } else {
            PlanDocument.write(plan, Version.number(), source, out);
          }
        });
  }

  /**
   * Reads a plan.
   *
   * @param option the option or parameter that names the file
   */
  static PlanReport read(String option, Path file, Optional<byte[]> key) {
    String subject = option + " " + shown(file);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidInputException(subject + " is too large for a plan");
      }
      try (InputStream document = Files.newInputStream(file)) {
        return key.isPresent()
            ? PlanDocument.readSigned(document, key.get())
            : PlanDocument.read(document);
      }
    } catch (InvalidPlanException e) {
      throw new InvalidInputException(subject + ": " + e.getMessage());
    } catch (IOException e) {
      throw InvalidInputException.of(subject, e);
    }
  }

  private static String shown(Path file) {
    return Quoted.of(file.toString());
  }
}
