package io.github.logconfig.cli;

import io.github.logconfig.plan.Impact;
import java.util.Optional;
import java.util.stream.Stream;

/** What to do about a refusal by the impact limit, as text for people. */
final class ImpactText {

  private ImpactText() {}

  /** Returns the options that accept what the limit refuses; empty if it refuses nothing. */
  static Optional<String> advice(Impact impact) {
    if (!impact.isRefused()) {
      return Optional.empty();
    }
    boolean onlyOthers =
        Stream.concat(impact.clusters().values().stream(), impact.fleet().stream())
            .allMatch(refusal -> refusal.reason() == Impact.Reason.OTHERS_STOP);
    boolean others =
        impact.clusters().values().stream()
            .anyMatch(refusal -> refusal.reason() == Impact.Reason.OTHERS_STOP);
    return Optional.of(
        "logconfig: refused by the impact limit; to accept it: "
            + (onlyOthers ? "" : "--max-stopping N")
            + (others && !onlyOthers ? " and " : "")
            + (others ? "--allow-stopping-others" : ""));
  }
}
