package io.github.logconfig.cli;

import io.github.logconfig.model.Problem;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The configuration file, if one is named. One that merely lies around is not read: in the check of
 * a merge request the working directory is what the request's author wrote.
 */
final class ConfigurationOptions {

  private static final String VARIABLE = "LOGCONFIG_CONFIG";

  private final OptionValue<Optional<Path>> file =
      OptionValue.path(
          "--config",
          "FILE",
          "Configuration file: pinned environments and their token files, and whatever the options"
              + " below leave open.",
          "Otherwise the file that LOGCONFIG_CONFIG names, if it does.");

  private @Nullable Path otherwise;
  private @Nullable OperatorConfiguration read;

  void addTo(CommandSpec command) {
    file.addTo(command);
  }

  /**
   * What the file says; nothing if there is none.
   *
   * @throws InvalidInputException if there is one that makes no sense
   */
  OperatorConfiguration read() {
    OperatorConfiguration known = read;
    if (known == null) {
      known = named().map(this::read).orElse(OperatorConfiguration.EMPTY);
      read = known;
    }
    return known;
  }

  /** Sets the file for the case that neither the option nor our own variable names one. */
  void fileUnlessGiven(Path other) {
    otherwise = other;
  }

  private Optional<Path> named() {
    return file.value()
        .or(
            () ->
                Optional.ofNullable(System.getenv(VARIABLE))
                    .filter(name -> !name.isEmpty())
                    .map(name -> Values.path(VARIABLE, name)))
        .or(() -> Optional.ofNullable(otherwise));
  }

  /** A problem of the file as a whole, led in by whatever named the file. */
  private String located(Problem problem) {
    return problem.line() == 0
        ? (file.value().isEmpty() ? VARIABLE : "--config") + " " + problem
        : problem.toString();
  }

  private OperatorConfiguration read(Path named) {
    try {
      return OperatorConfiguration.read(named);
    } catch (InvalidConfigurationException e) {
      throw new InvalidInputException(e.problems().stream().map(this::located).toList());
    }
  }
}
