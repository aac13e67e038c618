package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.reconcile.arrival.ArrivalOptions;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long a verification waits for changes to take effect. */
public final class ArrivalWaitOptions {

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description =
          "How long to wait at most for a change of the rules to take effect (default: 15m).")
  private Optional<Duration> longest = Optional.empty();

  @Option(
      names = "--no-wait",
      description =
          "Do not wait: query at once, so that a recent change gives UNKNOWN. With apply --staged,"
              + " end with exit code 2 if a stage has to wait.")
  private boolean none;

  /** Returns whether nothing is waited for. */
  public boolean isNone() {
    return none;
  }

  /**
   * Returns options with the longest wait.
   *
   * @throws InvalidInputException if the options contradict each other
   */
  public ArrivalOptions apply(ArrivalOptions options) {
    if (none && longest.isPresent()) {
      throw new InvalidInputException("--no-wait excludes --wait");
    }
    return none ? options.withWait(Duration.ZERO) : longest.map(options::withWait).orElse(options);
  }
}
