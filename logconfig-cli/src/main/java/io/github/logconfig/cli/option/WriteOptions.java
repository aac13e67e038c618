package io.github.logconfig.cli.option;

import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.WriteMode;
import java.util.ArrayList;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How rules are written, and what a run may remove. */
public final class WriteOptions {

  @Mixin private ImpactLimitOptions impactLimit = new ImpactLimitOptions();

  @Option(
      names = "--write-mode",
      paramLabel = "locked|batched",
      completionCandidates = WriteModes.class,
      defaultValue = "locked",
      description = {
        "locked: one request per changed rule, refused if the rule was changed meanwhile"
            + " (default).",
        "batched: up to 100 rules per request; for mass changes."
      })
  private WriteMode writeMode = WriteMode.LOCKED;

  @Mixin private RemovalOptions removal = new RemovalOptions();

  /** Values of {@code --write-mode}. */
  static final class WriteModes extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    WriteModes() {
      super(Converters.labels(WriteMode.class));
    }
  }

  /** Returns the options of commands that write nothing and evaluate the impact limit. */
  public static WriteOptions readOnly(ImpactLimitOptions impactLimit) {
    return readOnly(impactLimit, new RemovalOptions());
  }

  /** Returns the options of commands that write nothing and show removals. */
  public static WriteOptions readOnly(ImpactLimitOptions impactLimit, RemovalOptions removal) {
    WriteOptions options = new WriteOptions();
    options.impactLimit = impactLimit;
    options.removal = removal;
    return options;
  }

  /** Returns whether orphans are removed. */
  public boolean removesOrphans() {
    return removal.removesOrphans();
  }

  void configure(Reconciler.Builder reconciler, OperatorConfiguration configuration) {
    reconciler.impactLimit(impactLimit.limit(configuration)).writeMode(writeMode);
    removal.configure(reconciler);
  }
}
