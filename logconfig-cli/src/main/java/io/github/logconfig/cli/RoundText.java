package io.github.logconfig.cli;

import io.github.logconfig.reconcile.loop.LoopRound;
import io.github.logconfig.render.PlanText;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What a round came to, as text for people: one line, and more where there is more to tell. */
final class RoundText {

  private RoundText() {}

  static String of(LoopRound round) {
    StringBuilder text = new StringBuilder();
    text.append(round.began().truncatedTo(ChronoUnit.SECONDS))
        .append(" round ")
        .append(round.number())
        .append(String.format(Locale.ROOT, " (%.1f s)", round.took().toMillis() / 1_000.0));
    if (!round.revision().isEmpty()) {
      text.append(", desired state of ").append(round.revision());
    }
    text.append('\n');
    if (round.failure().isPresent()) {
      return text.append("failed, nothing was written: ")
          .append(round.failure().get().message())
          .append('\n')
          .toString();
    }
    if (round.apply().isPresent()) {
      return text.append(ApplyReportText.of(round.apply().get(), round.took())).toString();
    }
    round
        .plan()
        .failures()
        .forEach(
            (cluster, failure) ->
                text.append("cluster ")
                    .append(cluster)
                    .append(": failed: ")
                    .append(failure.message())
                    .append('\n'));
    round
        .plan()
        .withheld()
        .forEach(
            (cluster, failure) ->
                text.append("cluster ")
                    .append(cluster)
                    .append(": ")
                    .append(failure.message())
                    .append('\n'));
    round
        .plan()
        .problems()
        .forEach(problem -> text.append("problem: ").append(Masked.line(problem)).append('\n'));
    return text.append(PlanText.of(round.plan().plan(), round.plan().impact(), false)).toString();
  }
}
