package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.InvalidPlanException;
import io.github.logconfig.reconcile.PlanDocument;
import io.github.logconfig.reconcile.PlanReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Plan documents as files. */
final class PlanFile {

  private static final long LARGEST = 512L * 1_024 * 1_024;

  private PlanFile() {}

  /**
   * Finds out before anything is sent whether a plan can be saved.
   *
   * @throws InvalidInputException if there is no such folder, or the file is one
   */
  static void requirePlace(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new InvalidInputException("--out " + shown(file) + " is a directory");
    }
    if (folder != null && !Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "--out " + shown(file) + " cannot be written: there is no directory " + shown(folder));
    }
  }

  static void write(Path file, PlanReport plan, Map<String, String> source, Optional<byte[]> key) {
    String document =
        key.map(it -> PlanDocument.writeSigned(plan, Version.number(), source, it))
            .orElseGet(() -> PlanDocument.write(plan, Version.number(), source));
    AtomicFile.write("--out", file, document);
  }

  static PlanReport read(Path file, Optional<byte[]> key) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new InvalidInputException("--plan " + shown(file) + " is too large to be a plan");
      }
      String document = Files.readString(file, StandardCharsets.UTF_8);
      return key.isPresent()
          ? PlanDocument.readSigned(document, key.get())
          : PlanDocument.read(document);
    } catch (InvalidPlanException e) {
      throw new InvalidInputException("--plan " + shown(file) + ": " + e.getMessage());
    } catch (IOException e) {
      throw new InvalidInputException("--plan " + shown(file) + " " + FileTrouble.of(e));
    }
  }

  private static String shown(Path file) {
    return Quoted.of(file.toString());
  }
}
