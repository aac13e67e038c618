package io.github.logconfig.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.RuleAction;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.Worlds;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InjectionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</details><script>alert(1)</script>",
        "![x](https://evil.example/a.png)",
        "a | b | c",
        "`code`",
        "line\n\n# heading",
        "@everyone :tada: https://evil.example",
        "\u001B[2Jgone"
      })
  void aTitleFromTheServiceShowsAsItselfAndDoesNothingElse(String title) {
    FleetPlan plan =
        new FleetPlan(
            List.of(
                LogConfigPlanner.plan(
                    Worlds.cluster("a"),
                    Worlds.holding(
                        Worlds.foreign(
                            "theirs",
                            RuleScope.of(Worlds.KUBERNETES_CLUSTER_ID),
                            Worlds.everything(title, RuleAction.EXCLUDE))),
                    PlanOptions.DEFAULT)));

    String markdown = PlanMarkdown.of(plan);
    String text = PlanText.of(plan);

    assertThat(markdown)
        .doesNotContain("<script", "![", "](", "`code`", "@everyone", "https://", "\n# h", "\u001B")
        .containsOnlyOnce("</details>");
    assertThat(markdown.lines().filter(line -> line.startsWith("|")))
        .allMatch(
            line ->
                line.chars().filter(c -> c == '|').count() == 3
                    || line.contains("---")
                    || line.chars().filter(c -> c == '|').count() == 6);
    assertThat(text).doesNotContain("\u001B", "\n\n#");
    assertThat(PlanText.coloured(plan).replaceAll("\u001B\\[[0-9]*m", "")).isEqualTo(text);
  }
}
