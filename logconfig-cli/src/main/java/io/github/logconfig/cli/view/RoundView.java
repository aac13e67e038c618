package io.github.logconfig.cli.view;

import io.github.logconfig.reconcile.loop.LoopRound;
import io.github.logconfig.render.PlanJson;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Result of one round of {@code run}. */
public final class RoundView {

  private RoundView() {}

  /** Writes a line with time, number and duration, and the result of the round. */
  public static void text(LoopRound round, PrintWriter out) {
    out.append(round.began().truncatedTo(ChronoUnit.SECONDS).toString())
        .append(" round ")
        .append(String.valueOf(round.number()))
        .append(String.format(Locale.ROOT, " (%.1f s)", round.took().toMillis() / 1_000.0));
    if (!round.revision().isEmpty()) {
      out.append(", desired state of ").append(round.revision().toString());
    }
    out.append('\n');
    if (round.failure().isPresent()) {
      out.append("failed, nothing was written: ")
          .append(Phrases.message(round.failure().get()))
          .append('\n');
    } else if (round.apply().isPresent()) {
      out.append(ApplyView.text(round.apply().get(), round.took()));
    } else {
      PlanView.text(round.plan(), out);
    }
  }

  /** Returns the round as a tree for JSON. */
  public static Map<String, Object> json(LoopRound round) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("round", round.number());
    tree.put("began", round.began().toString());
    tree.put("seconds", round.took().toMillis() / 1_000.0);
    tree.put("good", round.isGood());
    tree.put("dryRun", round.apply().isEmpty() && round.failure().isEmpty());
    if (!round.revision().isEmpty()) {
      tree.put("revision", round.revision());
    }
    tree.put("problems", round.plan().problems().stream().map(SafeText::line).distinct().toList());
    round.failure().ifPresent(failure -> ApplyView.addFailure(tree, failure));
    if (round.apply().isPresent()) {
      tree.putAll(ApplyView.json(round.apply().get()));
    } else if (round.failure().isEmpty()) {
      tree.put("plan", PlanJson.of(round.plan().plan()));
      tree.put("impact", PlanJson.impact(round.plan().impact()));
    }
    return tree;
  }
}
