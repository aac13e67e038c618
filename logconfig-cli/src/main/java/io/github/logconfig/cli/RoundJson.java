package io.github.logconfig.cli;

import io.github.logconfig.reconcile.loop.LoopRound;
import io.github.logconfig.render.PlanJson;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a round came to, as a tree of plain values. */
final class RoundJson {

  private RoundJson() {}

  static Map<String, Object> of(LoopRound round) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("round", round.number());
    tree.put("began", round.began().toString());
    tree.put("seconds", round.took().toMillis() / 1_000.0);
    tree.put("good", round.isGood());
    tree.put("dryRun", round.apply().isEmpty() && round.failure().isEmpty());
    if (!round.revision().isEmpty()) {
      tree.put("revision", round.revision());
    }
    tree.put("problems", round.plan().problems().stream().map(Masked::line).distinct().toList());
    round
        .failure()
        .ifPresent(
            failure -> {
              tree.put("error", failure.message());
              tree.put("failure", failure.toTree());
            });
    if (round.apply().isPresent()) {
      tree.putAll(ApplyReportJson.of(round.apply().get()));
    } else if (round.failure().isEmpty()) {
      tree.put("plan", PlanJson.of(round.plan().plan()));
      tree.put("impact", PlanJson.impact(round.plan().impact()));
    }
    return tree;
  }
}
