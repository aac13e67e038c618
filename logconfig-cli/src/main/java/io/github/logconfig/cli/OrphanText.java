package io.github.logconfig.cli;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.Orphan;
import java.util.List;
import java.util.stream.Collectors;

/** Managed rules without a desired cluster, as text for people. */
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
                    + namespaces(orphan.namespaces().size())
                    + ": no cluster wants it; "
                    + (removed ? "it will be removed" : "apply --remove-orphans removes it")
                    + "\n")
        .collect(Collectors.joining());
  }

  /** Returns a section with a line per rule; nothing if there is none. */
  static String markdown(List<Orphan> orphans) {
    if (orphans.isEmpty()) {
      return "";
    }
    return "\n"
        + "### Orphans\n\n"
        + "Managed rules without a desired cluster; `apply --remove-orphans` removes"
        + " them.\n\n"
        + orphans.stream()
            .map(
                orphan ->
                    "- "
                        + code(orphan.rule().title())
                        + " of host group "
                        + code(orphan.hostGroup().value())
                        + " in environment "
                        + code(orphan.environment().name().value())
                        + ": "
                        + namespaces(orphan.namespaces().size())
                        + "\n")
            .collect(Collectors.joining());
  }

  /** The text may come from anybody who can write rules. */
  private static String code(String text) {
    return "`" + Printable.line(text).replace('`', '\'') + "`";
  }

  private static String namespaces(int count) {
    return count == 1 ? "1 namespace" : count + " namespaces";
  }
}
