package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.view.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The key that signs saved plans. */
public final class PlanKeyOptions {

  private static final int MIN_BYTES = 16;
  private static final int MAX_BYTES = 10_000;

  @Option(
      names = "--plan-key",
      paramLabel = "FILE",
      description = {
        "File with a key that signs saved plans: plan --out signs, apply --plan and verify --plan"
            + " require the signature.",
        "The file holds 16 or more bytes, known only to those who may plan and apply."
      })
  private Optional<Path> file = Optional.empty();

  /**
   * Returns the key; empty if the option is absent.
   *
   * @throws InvalidInputException if the file cannot be read or does not hold a key
   */
  public Optional<byte[]> read() {
    return file.map(PlanKeyOptions::read);
  }

  private static byte[] read(Path file) {
    String subject = "--plan-key " + SafeText.quoted(file.toString());
    try (var stream = Files.newInputStream(file)) {
      byte[] key = stream.readNBytes(MAX_BYTES + 1);
      if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
        throw new InvalidInputException(
            subject + " is not a key; expected " + MIN_BYTES + " to " + MAX_BYTES + " bytes");
      }
      return key;
    } catch (IOException e) {
      throw InvalidInputException.of(subject, e);
    }
  }
}
