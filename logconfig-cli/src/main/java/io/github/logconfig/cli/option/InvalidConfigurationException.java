package io.github.logconfig.cli.option;

import io.github.logconfig.model.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration file that cannot be worked with.
 *
 * @since 0.1.0
 */
public final class InvalidConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidConfigurationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /**
   * Everything that is wrong.
   *
   * @return the problems in the order of their lines, at least one
   */
  public List<Problem> problems() {
    return problems;
  }
}
