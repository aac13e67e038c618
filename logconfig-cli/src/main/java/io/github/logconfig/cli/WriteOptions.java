package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.WriteMode;
import io.github.logconfig.source.OperatorConfiguration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to write, and how much may be taken away. */
@Command(addMethodSubcommands = false)
final class WriteOptions {

  @Mixin private GuardOptions guard = new GuardOptions();

  @Option(
      names = "--write-mode",
      paramLabel = "locked|batched",
      defaultValue = "locked",
      description = {
        "locked: one request per changed rule, refused if somebody else wrote the rule meanwhile"
            + " (default).",
        "batched: up to a hundred rules per request, right after everything was read; for mass"
            + " changes."
      })
  private String writeMode = "locked";

  @Option(
      names = "--remove-orphans",
      description =
          "Delete rules of ours that no cluster of the desired state wants any more, under the"
              + " guard. Does nothing if only some clusters are selected.")
  private boolean removeOrphans;

  @Option(
      names = "--allow-empty",
      description =
          "Accept that the desired state has no cluster in an environment that has rules of ours.")
  private boolean allowEmpty;

  /** What those say who write nothing. */
  static WriteOptions none() {
    return new WriteOptions();
  }

  /** What those say who write nothing, but look at the guard. */
  static WriteOptions of(GuardOptions guard) {
    WriteOptions options = new WriteOptions();
    options.guard = guard;
    return options;
  }

  boolean removesOrphans() {
    return removeOrphans;
  }

  void tell(Reconciler.Builder reconciler, OperatorConfiguration configuration) {
    reconciler.impactLimit(guard.limit(configuration)).writeMode(mode());
    if (removeOrphans) {
      reconciler.removeOrphans();
    }
    if (allowEmpty) {
      reconciler.allowEmptyDesiredState();
    }
  }

  private WriteMode mode() {
    for (WriteMode known : WriteMode.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(writeMode)) {
        return known;
      }
    }
    throw new InvalidInputException(
        "--write-mode " + Quoted.of(writeMode) + " is not locked or batched");
  }
}
