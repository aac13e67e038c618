package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.Orphan;
import java.util.List;
import java.util.stream.Collectors;

/** Rules of ours that nobody wants any more, as text for people. */
final class OrphanText {

  private OrphanText() {}

  /**
   * A line per rule.
   *
   * @param removed whether they are about to be removed
   */
  static String of(List<Orphan> orphans, boolean removed) {
    return orphans.stream()
        .map(
            orphan ->
                "orphan: rule "
                    + Quoted.of(orphan.rule().title())
                    + " of environment "
                    + orphan.environment().name()
                    + " with "
                    + orphan.namespaces().size()
                    + " namespaces: no cluster wants it; "
                    + (removed ? "it will be removed" : "apply --remove-orphans removes it")
                    + "\n")
        .collect(Collectors.joining());
  }
}
