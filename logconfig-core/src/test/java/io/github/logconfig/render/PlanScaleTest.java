package io.github.logconfig.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.rule.RuleAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A reviewer can read the plans of 200 clusters with 50 namespaces. */
class PlanScaleTest {

  private static final int CLUSTERS = 200;
  private static final List<String> NAMESPACES =
      IntStream.range(0, 50).mapToObj(i -> "team-%02d-service".formatted(i)).toList();

  @Test
  void firstPlanIsOneGroup() throws IOException {
    FleetPlan plan = fleet(i -> List.of(), i -> NAMESPACES).plan();

    assertThat(text(plan))
        .startsWith("+ 10,000 namespaces start in 200 clusters, the same in each: team-00-service,")
        .contains(
            "Plan: 200 to create, 0 to update",
            "in 200 clusters of environment prod: prod-000, prod-001,",
            "  + rule \"logconfig <host group>\"",
            "      + 50 start: team-00-service, team-01-service,");
    assertThat(text(plan).lines()).hasSizeLessThan(25);
    assertThat(markdown(plan, 60_000)).hasSizeLessThan(10_000);
  }

  @Test
  void changeOfAllClustersIsShownOnce() throws IOException {
    FleetPlan plan = fleet(i -> with("ml-cron"), i -> with("ml-batch")).plan();

    assertThat(text(plan))
        .isEqualTo(
            """
            - 200 namespaces stop in 200 clusters, the same in each: ml-cron
            + 200 namespaces start in 200 clusters, the same in each: ml-batch
            Plan: 0 to create, 200 to update, 0 to move, 0 to delete; 0 clusters unchanged.

            in 200 clusters of environment prod: prod-000, prod-001, prod-002, prod-003, prod-004 and 195 more
              ~ rule "logconfig <host group>"
                  + ml-batch: starts
                  - ml-cron: stops
              namespaces in all: 200 start, 200 stop, 10,000 unchanged
            """);
    assertThat(markdown(plan, 60_000)).hasSizeLessThan(10_000);
  }

  @Test
  void findingAboutOneRuleIsOneLine() throws IOException {
    FleetPlan plan =
        fleet(i -> with("ml-cron-" + i % 3), i -> NAMESPACES)
            .rule("prod", RuleAction.INCLUDE, "Ingest audit logs", "log.source=/var/log/audit")
            .plan();

    assertThat(text(plan).lines().filter(line -> line.contains("FALLS_THROUGH")))
        .singleElement()
        .asString()
        .startsWith("! warning FALLS_THROUGH: rule \"Ingest audit logs\" in scope environment")
        .endsWith(" [cluster prod-000, similar in 199 clusters]");
  }

  @Test
  void whatStopsComesFirstAndIsOpen() throws IOException {
    FleetPlan plan =
        fleet(i -> NAMESPACES, i -> i == 7 ? List.of() : i < 100 ? with("new") : NAMESPACES).plan();

    Impact impact = ImpactLimit.DEFAULT.assess(plan.clusters());
    String text = text(plan, impact, PlanRemarks.NONE, PlanText.Style.PLAIN);
    assertThat(text)
        .startsWith("- 50 namespaces stop in cluster prod-007: team-00-service, team-01-service,")
        .contains(
            "! refused by the impact limit: 50 of 50 namespaces of cluster prod-007 would stop");
    assertThat(text.indexOf("\ncluster prod-007")).isLessThan(text.indexOf("\nin 99 clusters"));
    assertThat(PlanMarkdown.of(plan, impact))
        .startsWith("## Log ingest rules: Apply would be refused: 50 namespaces stop, 99 start\n")
        .containsOnlyOnce("<details open>")
        .contains("⛔ **Refused by the impact limit**")
        .hasSizeLessThan(15_000);
  }

  @Test
  void commentStaysBelowItsLimitWhateverChanges() throws IOException {
    FleetPlan plan =
        fleet(i -> with("old-" + i), i -> with("new-" + i))
            .rule("prod", RuleAction.EXCLUDE, "x".repeat(400) + "@all", "loglevel=DEBUG")
            .plan();
    Map<ClusterName, String> failures = new LinkedHashMap<>();
    IntStream.range(0, 300)
        .forEach(i -> failures.put(new ClusterName("edge-" + i), "request " + i + " failed: 401"));
    PlanRemarks remarks =
        new PlanRemarks(
            failures,
            Map.of(),
            Map.of(),
            List.of(new Problem("desired.yaml", 3, "<b>".repeat(1_000))),
            IntStream.range(0, 50).mapToObj(i -> "rule \"logconfig old-" + i + "\"").toList(),
            "logconfig");
    Impact impact = ImpactLimit.DEFAULT.assess(plan.clusters());

    for (int limit : List.of(2_000, 5_000, 20_000, 60_000)) {
      String comment =
          PlanMarkdown.of(
              plan, impact, remarks, new PlanMarkdown.Options(limit, false, Optional.empty()));
      assertThat(comment).hasSizeLessThanOrEqualTo(limit).contains("only counted here");
      assertThat(comment.split("<details", -1)).hasSameSizeAs(comment.split("</details>", -1));
    }
    assertThat(
            PlanMarkdown.of(plan, impact, remarks, PlanMarkdown.Options.DEFAULT).lines().limit(12))
        .anyMatch(line -> line.contains("**200 namespaces stop**"))
        .anyMatch(line -> line.contains("**300 clusters could not be planned**"));
    assertThat(text(plan, impact, remarks, PlanText.Style.PLAIN).lines()).hasSizeLessThan(300);
  }

  @Test
  void detailListsEverything() throws IOException {
    FleetPlan plan = fleet(i -> with("ml-cron"), i -> with("ml-batch")).plan();
    String text =
        text(
            plan,
            ImpactLimit.DEFAULT.assess(List.of()),
            PlanRemarks.NONE,
            new PlanText.Style(false, true));

    assertThat(text.lines().filter(line -> line.startsWith("cluster prod-"))).hasSize(CLUSTERS);
    assertThat(text.split("team-49-service", -1)).hasSize(CLUSTERS + 1);
  }

  private static List<String> with(String more) {
    List<String> all = new ArrayList<>(NAMESPACES);
    all.add(more);
    return all;
  }

  private static HtmlFleet fleet(IntFunction<List<String>> now, IntFunction<List<String>> desired) {
    HtmlFleet fleet = new HtmlFleet();
    for (int i = 0; i < CLUSTERS; i++) {
      fleet.cluster(
          "prod", "prod-%03d".formatted(i), Policy.ADDITIVE, now.apply(i), desired.apply(i));
    }
    return fleet;
  }

  private static String text(FleetPlan plan) throws IOException {
    return text(
        plan, ImpactLimit.DEFAULT.assess(List.of()), PlanRemarks.NONE, PlanText.Style.PLAIN);
  }

  private static String text(
      FleetPlan plan, Impact impact, PlanRemarks remarks, PlanText.Style style) throws IOException {
    StringBuilder text = new StringBuilder();
    PlanText.write(plan, impact, remarks, style, text);
    return text.toString();
  }

  private static String markdown(FleetPlan plan, int maxLength) {
    return PlanMarkdown.of(
        plan,
        ImpactLimit.DEFAULT.assess(List.of()),
        PlanRemarks.NONE,
        new PlanMarkdown.Options(maxLength, false, Optional.empty()));
  }
}
