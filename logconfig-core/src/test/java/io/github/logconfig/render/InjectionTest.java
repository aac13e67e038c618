package io.github.logconfig.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.evaluate.LogRecord;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.plan.Finding;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigExplainer;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.LogConfigPlanner;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.RuleRole;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.plan.Worlds;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile text wherever the service lets people write: it shows as itself, and the page around it
 * is that of the same plan with harmless text. The seed is the name of the case.
 */
class InjectionTest {

  private static final List<String> HOSTILE =
      List.of(
          "</details>",
          "</code>",
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "<!--",
          "&lt;b&gt;",
          "![x](https://evil.example/a.png)",
          "[x](javascript:alert(1))",
          "| a | b |",
          "`",
          "```\n",
          "\n# heading\n",
          "\r\n- item",
          "@everyone",
          "#123",
          "!45",
          ":tada:",
          "https://evil.example",
          "www.evil.example",
          "~~x~~",
          "**x**",
          "__x__",
          "\\|",
          "$\\color{red}$",
          "\u001B[2J",
          "\u001B]8;;https://evil.example\u0007",
          "\u009B31m",
          "\u202E",
          "\u2066",
          "\u200B",
          "\u2028",
          "\uFEFF",
          "\u0000",
          "\uD800",
          "\uDB40\uDC41",
          "/label ~bug",
          "/close",
          "\"",
          "\u0008",
          "\t");
  private static final Pattern OUR_TAGS =
      Pattern.compile("</?(details|summary|b|code)>|<details open>");
  private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9]*m");

  static IntStream seeds() {
    return IntStream.range(0, Integer.getInteger("logconfig.seeds", 1_000));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void textFromTheServiceShowsAsItselfAndDoesNothingElse(int seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder hostile = new StringBuilder("x");
    for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
      hostile.append(HOSTILE.get(random.nextInt(HOSTILE.size()))).append("y");
    }
    FleetPlan harmless = plan("Harmless");
    FleetPlan plan = plan(hostile.toString());

    MarkdownPage page = new MarkdownPage(PlanMarkdown.of(plan));
    assertThat(page.blocks()).isEqualTo(new MarkdownPage(PlanMarkdown.of(harmless)).blocks());
    assertThat(page.markup()).isSubsetOf("<code>", "</code>", "StrongEmphasis");
    assertThat(OUR_TAGS.matcher(page.html()).replaceAll("")).doesNotContain("<", ">");
    assertThat(page.textOutsideCode())
        .as("GitHub and GitLab look for references in text, but not in code")
        .doesNotContain("@", "://", "www.", "#1", "!4", "~", "$", ":tada:", "/close");
    plan.clusters().get(0).findings().stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .limit(5)
        .forEach(
            finding ->
                assertThat(page.text().replace("\"", ""))
                    .contains(
                        finding
                            .message()
                            .substring(0, Math.min(400, finding.message().length()))
                            .replace("\"", "")));
    assertOnlyPrintableLines(PlanMarkdown.of(plan));
    String text = PlanText.of(plan);
    assertOnlyPrintableLines(text);
    assertThat(text.lines()).hasSameSizeAs(PlanText.of(harmless).lines().toList());
    StringBuilder colored = new StringBuilder();
    PlanText.write(
        plan,
        ImpactLimit.DEFAULT.assess(List.of()),
        PlanRemarks.NONE,
        new PlanText.Style(true, false),
        colored);
    assertThat(COLOURS.matcher(colored).replaceAll("")).isEqualTo(text);
    String explanation = explanation(hostile.toString());
    assertOnlyPrintableLines(explanation);
    assertThat(explanation.lines()).hasSameSizeAs(explanation("Harmless").lines().toList());
  }

  private static void assertOnlyPrintableLines(String text) {
    assertThat(text.codePoints().filter(c -> c != '\n'))
        .allMatch(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR,
                      Character.SURROGATE ->
                      false;
                  default -> true;
                });
  }

  private static FleetPlan plan(String text) {
    LogConfigPlan plan =
        LogConfigPlanner.plan(Worlds.cluster("a"), world(text), PlanOptions.DEFAULT);
    assertThat(plan.findings())
        .extracting(Finding::code)
        .contains(FindingCode.SHADOWED, FindingCode.DRIFTED, FindingCode.UNKNOWN_ATTRIBUTE);
    return new FleetPlan(List.of(plan));
  }

  private static String explanation(String text) {
    LogRecord a = LogRecord.ofNamespace(new NamespaceName("a"));
    return ExplanationText.of(
        LogConfigExplainer.explain(
                Worlds.cluster("a"),
                List.of(Worlds.cluster("a")),
                world(text),
                PlanOptions.DEFAULT,
                a)
            .orElseThrow());
  }

  /** Returns a state in which every text that other users can write is the given one. */
  private static ObservedState world(String text) {
    LogRule ours =
        LogRule.builder()
            .title(text + " ours")
            .addMatcher(
                Matcher.builder()
                    .attribute(Attribute.K8S_NAMESPACE_NAME)
                    .addValues("a", text)
                    .build())
            .build();
    ObservedRule drifted =
        ObservedRule.builder()
            .from(Worlds.ours(RuleRole.INCLUDE, "ours", ours))
            .objectId(new ObjectId(text + " object"))
            .author(text)
            .build();
    LogRule odd =
        LogRule.builder()
            .title(text + " odd")
            .addMatcher(
                Matcher.builder()
                    .attribute(new Attribute(text))
                    .operator(text)
                    .addValue(text)
                    .build())
            .build();
    return Worlds.holding(
        Worlds.foreign(
            text + " narrow",
            RuleScope.of(Worlds.KUBERNETES_CLUSTER_ID),
            Worlds.everything(text, RuleAction.EXCLUDE)),
        Worlds.foreign(text + " odd", Worlds.SCOPE, odd),
        Worlds.foreign(
            text + " out", Worlds.SCOPE, Worlds.everything(text + " out", RuleAction.EXCLUDE)),
        drifted,
        Worlds.ours(RuleRole.INCLUDE, text + " copy", Worlds.include(text + " copy", "a")));
  }
}
