package io.github.logconfig.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The key of saved plans. */
final class PlanKeyOption {

  private static final int SHORTEST = 16;
  private static final int LONGEST = 10_000;

  private final OptionValue<Optional<Path>> file;

  PlanKeyOption(String description) {
    file =
        OptionValue.path(
            "--plan-key",
            "FILE",
            description,
            "The file holds at least 16 bytes that only those know who may plan and apply.");
  }

  void addTo(CommandSpec command) {
    file.addTo(command);
  }

  /**
   * Returns the key; empty if the option was not given.
   *
   * @throws InvalidInputException if the file cannot be read, or holds no key
   */
  Optional<byte[]> read() {
    return file.value().map(PlanKeyOption::read);
  }

  private static byte[] read(Path file) {
    String what = "--plan-key " + Masked.quoted(file.toString());
    try (var stream = Files.newInputStream(file)) {
      byte[] key = stream.readNBytes(LONGEST + 1);
      if (key.length < SHORTEST || key.length > LONGEST) {
        throw new InvalidInputException(
            what + " holds no key; expected " + SHORTEST + " to " + LONGEST + " bytes");
      }
      return key;
    } catch (IOException e) {
      throw new InvalidInputException(what + " " + FileTrouble.of(e));
    }
  }
}
