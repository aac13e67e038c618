package io.github.logconfig.cli.option;

import io.github.logconfig.reconcile.Reconciler;
import picocli.CommandLine.Option;

/** What a run may remove besides the changes of clusters. */
public final class RemovalOptions {

  @Option(
      names = "--remove-orphans",
      description =
          "Delete managed rules without a desired cluster, within the impact limit. Has no effect"
              + " if only some clusters are selected.")
  private boolean removeOrphans;

  @Option(
      names = "--allow-empty",
      description =
          "Accept that an environment with managed rules has no cluster in the desired state.")
  private boolean allowEmpty;

  /** Returns whether orphans are removed. */
  public boolean removesOrphans() {
    return removeOrphans;
  }

  void configure(Reconciler.Builder reconciler) {
    if (removeOrphans) {
      reconciler.removeOrphans();
    }
    if (allowEmpty) {
      reconciler.allowEmptyDesiredState();
    }
  }
}
