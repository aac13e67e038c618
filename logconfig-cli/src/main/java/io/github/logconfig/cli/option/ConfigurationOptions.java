package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.configuration.InvalidConfigurationException;
import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.model.Problem;
import io.github.logconfig.reconcile.FailureKind;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The configuration file. A file in the working directory is read only if it is named: in the check
 * of a merge request, the author of the request controls that directory.
 */
public final class ConfigurationOptions {

  private static final String VARIABLE = "LOGCONFIG_CONFIG";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "Configuration file with pinned environments, their token files, and defaults of options.",
        "Default: the file that LOGCONFIG_CONFIG names, if it is set."
      })
  private Optional<Path> file = Optional.empty();

  private Optional<Path> fallback = Optional.empty();
  private @Nullable OperatorConfiguration configuration;

  /**
   * Returns the content of the file; empty if no file is named.
   *
   * @throws InvalidInputException if the file is invalid
   */
  OperatorConfiguration read() {
    OperatorConfiguration known = configuration;
    if (known == null) {
      known = named().map(this::read).orElse(OperatorConfiguration.EMPTY);
      configuration = known;
    }
    return known;
  }

  /** Sets the file to read if neither the option nor LOGCONFIG_CONFIG names one. */
  void setFallback(Path other) {
    fallback = Optional.of(other);
  }

  private Optional<Path> named() {
    return file.or(
            () ->
                Optional.ofNullable(System.getenv(VARIABLE))
                    .filter(name -> !name.isEmpty())
                    .map(name -> Converters.path(VARIABLE, name)))
        .or(() -> fallback);
  }

  private OperatorConfiguration read(Path named) {
    try {
      return OperatorConfiguration.read(named);
    } catch (InvalidConfigurationException e) {
      throw InvalidInputException.of(FailureKind.CONFIGURATION, e.problems(), this::line);
    }
  }

  /** A problem of the whole file also names the option or variable. */
  private String line(Problem problem) {
    return problem.location().line() == 0
        ? (file.isEmpty() ? VARIABLE : "--config") + " " + problem
        : problem.toString();
  }
}
