package io.github.logconfig.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.rule.RuleAction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a reader meets it: in a headless Chromium. */
class PlanHtmlBrowserTest {

  private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Browser.isInstalled(), "chromium is not installed");
    browser = new Browser(folder.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  /** A fleet in which everything happens that the page can show. */
  private static String fleet() {
    HtmlFleet fleet =
        new HtmlFleet()
            .cluster("prod", "prod-1", Policy.ADDITIVE, List.of("shop", "cron"), List.of("shop"))
            .cluster("prod", "prod-2", Policy.ADDITIVE, List.of(), List.of("shop", "pay"))
            .ruleOfLast(RuleAction.EXCLUDE, "No debug output", "log.content", "*DEBUG*")
            .cluster("stage", "stage-1", Policy.EXCLUSIVE, List.of(), List.of("shop"))
            .cluster("stage", "stage-2", Policy.ADDITIVE, List.of("shop"), List.of("shop"))
            .rule("stage", RuleAction.INCLUDE, "Ingest all logs");
    return PlanHtmlTest.page(
        fleet.plan(),
        new PlanRemarks(
            Map.of(new ClusterName("edge-1"), "401 Unauthorized"),
            Map.of(),
            Map.of(),
            List.of(new Problem("teams/pay.yaml", 7, "invalid")),
            List.of("rule \"logconfig old\" has no desired cluster"),
            "logconfig test"));
  }

  private static void open(String page, String fragment) throws IOException {
    Path file = Files.createTempFile(folder, "page", ".html");
    Files.writeString(file, page);
    browser.show("light", 1280, 900);
    browser.open(file, fragment);
  }

  private static List<String> clusters() {
    return browser.texts("#grid .toggle");
  }

  @Test
  void showsMostImportantClustersFirstAndLoadsNothing() throws IOException {
    open(fleet(), "");

    assertThat(browser.text("h1"))
        .isEqualTo(
            "Apply would be refused: 1 namespace stops, other namespaces stop, 1 cluster not"
                + " planned, 1 problem");
    assertThat(clusters()).containsExactly("stage-1", "edge-1", "prod-1", "prod-2", "stage-2");
    assertThat(browser.text("#status")).isEqualTo("5 clusters.");
    assertThat(browser.texts("#overview tbody th")).containsExactly("prod", "stage", "unknown");
    assertThat(browser.incidents()).isEmpty();
  }

  @Test
  void explainsNamespacesByTheirRulesBeforeAndAfter() throws IOException {
    open(fleet(), "#cluster=prod-1");

    assertThat(browser.text(".group[open] summary")).contains("1 stops ingested → not ingested");
    assertThat(browser.texts(".group[open] .names li")).contains("cron");
    assertThat(browser.texts(".group[open] .chain li"))
        .anySatisfy(
            rule ->
                assertThat(rule)
                    .contains("logconfig prod-1", "managed", "host group prod-1")
                    .contains("decides: includes", "if k8s.namespace.name is one of cron, shop"))
        .anySatisfy(rule -> assertThat(rule).contains("logconfig prod-1", "does not match"));
  }

  @ParameterizedTest
  @CsvSource({
    "environment, stage, 'stage-1,stage-2'",
    "effect, STOPS, prod-1",
    "effect, REFUSED, stage-1",
    "effect, FAILED, edge-1",
    "effect, OTHERS, stage-1",
    "effect, CONTINUES, 'stage-1,prod-1,stage-2'",
    "finding, OTHER_NAMESPACES_STOP, stage-1",
  })
  void filtersByChoice(String field, String value, String expected) throws IOException {
    open(fleet(), "");

    browser.select("[name=" + field + "]", value);

    assertThat(clusters()).containsExactly(expected.split(",", -1));
    assertThat(browser.evaluate("location.hash").asText()).isEqualTo("#" + field + "=" + value);
  }

  @ParameterizedTest
  @CsvSource({
    "cluster, PROD, 'prod-1,prod-2'",
    "namespace, cro, prod-1",
    "namespace, shop, 'stage-1,prod-1,prod-2,stage-2'",
    "namespace, nowhere, ''",
  })
  void filtersByTyping(String field, String text, String expected) throws IOException {
    open(fleet(), "");

    browser.focus("[name=" + field + "]");
    browser.type(text);

    List<String> names = expected.isEmpty() ? List.of() : List.of(expected.split(",", -1));
    assertThat(clusters()).isEqualTo(names);
    assertThat(browser.text("#status"))
        .isEqualTo(
            names.isEmpty() ? "No cluster matches the filters." : names.size() + " of 5 clusters.");
  }

  @Test
  void linksOfTheHeadlineSetFiltersAndTheButtonClearsThem() throws IOException {
    open(fleet(), "");

    browser.evaluate("document.querySelector('a[href=\"#effect=STOPS\"]').click()");
    browser.evaluate("new Promise(done => setTimeout(done))");
    assertThat(clusters()).containsExactly("prod-1");
    assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("clusters");

    browser.evaluate("document.querySelector('[type=reset]').click()");
    browser.evaluate("new Promise(done => setTimeout(done))");
    assertThat(clusters()).hasSize(5);
  }

  @Test
  void opensClustersWithTheKeyboard() throws IOException {
    open(fleet(), "");

    browser.focus("#grid .toggle");
    browser.press("Enter", 13);
    assertThat(browser.evaluate("document.activeElement.getAttribute('aria-expanded')").asText())
        .isEqualTo("true");
    assertThat(browser.texts("td.detail")).hasSize(1);

    browser.press("Enter", 13);
    assertThat(browser.texts("td.detail")).isEmpty();

    browser.press("Tab", 9);
    assertThat(browser.evaluate("document.activeElement.innerText").asText()).isEqualTo("edge-1");
  }

  @Test
  void showsMoreRowsOnRequestAndContinuesThere() throws IOException {
    HtmlFleet fleet = new HtmlFleet();
    IntStream.range(0, 60)
        .forEach(i -> fleet.cluster("prod", "c-" + i, Policy.ADDITIVE, List.of("a"), List.of("a")));
    open(PlanHtmlTest.page(fleet.plan(), PlanRemarks.NONE), "");
    assertThat(clusters()).hasSize(50);

    browser.evaluate("document.getElementById('more').click()");

    assertThat(clusters()).hasSize(60);
    assertThat(browser.evaluate("document.activeElement.innerText").asText()).isEqualTo("c-50");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><script>document.title = 'pwned'</script>",
        "<img src=x onerror=\"alert(1)\">",
        "\"'`&lt;b&gt; {{data}} ${7*7}",
        "\u202Egnp.exe\u202C \u05E2\u05D1\u05E8\u05D9\u05EA",
        "<!--<script>",
        "\u0000\u2028\uD800 end",
      })
  void hostileNamesAreText(String text) throws IOException {
    assertThatTextIsShown(text);
  }

  @Test
  void veryLongNamesStayInsideThePage() throws IOException {
    assertThatTextIsShown("x".repeat(1_000));
  }

  private static void assertThatTextIsShown(String text) throws IOException {
    HtmlFleet fleet =
        new HtmlFleet()
            .cluster("prod", "prod-1", Policy.ADDITIVE, List.of("a"), List.of("a", "b"))
            .ruleOfLast(RuleAction.EXCLUDE, text, text.replace('*', 'x'), text);
    PlanRemarks remarks =
        new PlanRemarks(
            Map.of(new ClusterName("edge-1"), text),
            Map.of(),
            Map.of(new ClusterName("prod-1"), text),
            List.of(new Problem(text, 0, text)),
            List.of(text),
            text);
    open(PlanHtmlTest.page(fleet.plan(), remarks), "#cluster=prod");

    assertThat(browser.incidents()).isEmpty();
    assertThat(browser.evaluate("document.title").asText()).startsWith("logconfig plan: ");
    assertThat(browser.evaluate("document.querySelectorAll('img, script').length").asInt())
        .isEqualTo(4);
    String shown = Quoted.line(text);
    assertThat(browser.evaluate("document.querySelector('footer').textContent").asText())
        .contains(shown);
    assertThat(browser.evaluate("document.querySelector('.chain').textContent").asText())
        .contains(shown);
    browser.show("light", 1280, 900);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(1280);
    browser.show("light", 400, 900);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 1280", "light, 400"})
  void meetsTheRulesOfAccessibility(String colorScheme, int width) throws IOException {
    open(fleet(), "");
    browser.show(colorScheme, width, 900);
    browser.evaluate("document.querySelectorAll('#grid .toggle').forEach(it => it.click())");
    browser.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })");

    browser.evaluate(axe());
    JsonNode violations =
        browser.evaluate(
            "axe.run(document).then(it => it.violations.map("
                + "v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.html).slice(0, 3)))");

    assertThat(violations).isEmpty();
  }

  @Test
  void showsTheRoundOfALoop() throws IOException {
    FleetPlan plan =
        new HtmlFleet()
            .cluster("prod", "prod-1", Policy.ADDITIVE, List.of("shop"), List.of("shop", "pay"))
            .plan();
    StringBuilder page = new StringBuilder();
    PlanHtml.write(
        plan,
        ImpactLimit.DEFAULT.assess(plan.clusters()),
        PlanRemarks.NONE,
        new PlanHtml.Round(
            "1 cluster conflict", "Round 7, 2026-01-02T03:04:05Z, 1.2 s", List.of("<b>conflict")),
        page);

    open(page.toString(), "");

    assertThat(browser.evaluate("document.title").asText())
        .isEqualTo("logconfig run: 1 cluster conflict");
    assertThat(browser.text("h1")).isEqualTo("1 cluster conflict");
    assertThat(browser.text("header"))
        .contains("Round 7, 2026-01-02T03:04:05Z", "Plan of this round: 1 namespace starts")
        .contains("Failed in this round", "<b>conflict");
    assertThat(clusters()).containsExactly("prod-1");
    assertThat(browser.incidents()).isEmpty();
    browser.evaluate(axe());
    assertThat(browser.evaluate("axe.run(document).then(it => it.violations.map(v => v.id))"))
        .isEmpty();
  }

  private static String axe() throws IOException {
    try (InputStream in = PlanHtmlBrowserTest.class.getClassLoader().getResourceAsStream(AXE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
