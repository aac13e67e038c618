package io.github.logconfig.cli;

import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.WriteMode;
import picocli.CommandLine.Model.CommandSpec;

/** How to write, and how much may be taken away. */
final class WriteOptions {

  private final GuardOptions guard;

  private final OptionValue<String> writeMode =
      OptionValue.defaultedText(
          "--write-mode",
          "locked|batched",
          "locked",
          "locked: one request per changed rule, refused if somebody else wrote the rule meanwhile"
              + " (default).",
          "batched: up to a hundred rules per request, right after everything was read; for mass"
              + " changes.");

  private final OptionValue<Boolean> removeOrphans =
      OptionValue.flag(
          "--remove-orphans",
          "Delete rules of ours that no cluster of the desired state wants any more, under the"
              + " guard. Does nothing if only some clusters are selected.");

  private final OptionValue<Boolean> allowEmpty =
      OptionValue.flag(
          "--allow-empty",
          "Accept that the desired state has no cluster in an environment that has rules of ours.");

  WriteOptions() {
    this(new GuardOptions());
  }

  private WriteOptions(GuardOptions guard) {
    this.guard = guard;
  }

  void addTo(CommandSpec command) {
    guard.addTo(command);
    writeMode.addTo(command);
    removeOrphans.addTo(command);
    allowEmpty.addTo(command);
  }

  /** What those say who write nothing. */
  static WriteOptions none() {
    return new WriteOptions();
  }

  /** What those say who write nothing, but look at the guard. */
  static WriteOptions of(GuardOptions guard) {
    return new WriteOptions(guard);
  }

  boolean removesOrphans() {
    return removeOrphans.value();
  }

  void tell(Reconciler.Builder reconciler, OperatorConfiguration configuration) {
    reconciler.impactLimit(guard.limit(configuration)).writeMode(mode());
    if (removeOrphans.value()) {
      reconciler.removeOrphans();
    }
    if (allowEmpty.value()) {
      reconciler.allowEmptyDesiredState();
    }
  }

  private WriteMode mode() {
    try {
      return WriteMode.parse(writeMode.value());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("--write-mode: " + e.getMessage());
    }
  }
}
