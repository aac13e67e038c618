package io.github.logconfig.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceLocations;
import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.rule.RuleAction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanHtmlTest {

  private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");
  private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");
  private static final Pattern DATA =
      Pattern.compile("(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>");

  static String page(FleetPlan plan, PlanRemarks remarks) {
    StringBuilder page = new StringBuilder();
    try {
      PlanHtml.write(plan, ImpactLimit.DEFAULT.assess(plan.clusters()), remarks, page);
    } catch (IOException e) {
      throw new AssertionError("a string builder throws nothing", e);
    }
    return page.toString();
  }

  private static HtmlFleet oneCluster() {
    return new HtmlFleet()
        .cluster("prod", "prod-1", Policy.ADDITIVE, List.of("a", "b"), List.of("a", "c"))
        .rule("prod", RuleAction.EXCLUDE, "Drop debug output", "log.content=*DEBUG*");
  }

  @Test
  void allowsExactlyItsOwnStyleAndScript() throws Exception {
    String page = page(oneCluster().plan(), PlanRemarks.NONE);

    assertThat(page)
        .contains(
            "content=\"default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'\""
                .formatted(hash(STYLE, page), hash(SCRIPT, page)));
  }

  @Test
  void loadsNothingAndHasNoEventHandlers() {
    String page = page(oneCluster().plan(), PlanRemarks.NONE);

    assertThat(page.replaceAll("(?s)<script.*?</script>", ""))
        .doesNotContainPattern("(?i)\\s(src|on[a-z]+|style|action)=|url\\(|@import|https?:");
  }

  @Test
  void showsTheHeadlineWithoutScript() {
    assertThat(page(oneCluster().plan(), PlanRemarks.NONE).replaceAll("(?s)<script.*", ""))
        .contains("<h1>1 namespace stops, 1 starts</h1>")
        .contains("<title>logconfig plan: 1 namespace stops, 1 starts</title>")
        .contains(">1 namespace stops</a></strong> in cluster prod-1: ");
  }

  @Test
  void headlineNamesOtherNamespacesThatStop() {
    FleetPlan plan =
        new HtmlFleet()
            .cluster("prod", "prod-1", Policy.EXCLUSIVE, List.of("a"), List.of("a"))
            .rule("prod", RuleAction.INCLUDE, "Ingest all")
            .plan();

    assertThat(page(plan, PlanRemarks.NONE))
        .contains("<h1>Apply would be refused: other namespaces stop</h1>");
  }

  @Test
  void showsTheStagesOfARollout() {
    PlanRemarks remarks =
        new PlanRemarks(
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(new PlanRemarks.Stage("canary", "soaking", "until <noon>")),
            "logconfig");

    assertThat(page(oneCluster().plan(), remarks))
        .contains(
            "<h2>Stages</h2>",
            "<tr><th scope=\"row\" class=\"word\">canary</th>"
                + "<td class=\"whole amber\">soaking</td>"
                + "<td>until &lt;noon&gt;</td></tr>");
    assertThat(page(oneCluster().plan(), PlanRemarks.NONE)).doesNotContain("<h2>Stages</h2>");
  }

  @Test
  void equalPlansGiveEqualPages() {
    assertThat(page(oneCluster().plan(), PlanRemarks.NONE))
        .isEqualTo(page(oneCluster().plan(), PlanRemarks.NONE));
  }

  @Test
  void explainsNamespacesWithTheSameRulesAsTheExplainer() throws Exception {
    JsonNode data = data(page(oneCluster().plan(), PlanRemarks.NONE));

    JsonNode stops = data.at("/clusters/0/groups/1");
    assertThat(data.path("effects").path(stops.path(0).asInt()).asText()).isEqualTo("STOPS");
    assertThat(data.path("names").path(stops.path(5).asInt()).asText()).isEqualTo("b");
    assertThat(chain(data, stops.path(6))).containsExactly("logconfig prod-1 MATCHED");
    assertThat(chain(data, stops.path(7)))
        .containsExactly("logconfig prod-1 NO_MATCH", "Drop debug output MAY_MATCH");
  }

  @Test
  void textCannotEndTheDataOrTheMarkup() throws Exception {
    String hostile = "</script><script>alert(1)</script><!--<script>\"'&\u202E\u2028\u0000";
    HtmlFleet fleet = oneCluster().ruleOfLast(RuleAction.EXCLUDE, hostile, "log.content", hostile);
    PlanRemarks remarks =
        new PlanRemarks(
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(new Problem(hostile, 0, hostile)),
            List.of(hostile),
            hostile);

    String page = page(fleet.plan(), remarks);

    assertThat(page.split("<script", -1)).as("the data and the script").hasSize(5);
    assertThat(page).doesNotContain("<!--", "\u202E", "\u2028", "\u0000");
    assertThat(data(page).path("rules").toString()).contains("</script><script>alert(1)");
  }

  @Test
  void namesWhereNamespacesAreDesired() throws IOException {
    LogConfigPlan plan = oneCluster().plan().clusters().get(0);
    DesiredCluster desired = plan.desired().orElseThrow();
    Map<NamespaceName, SourceLocation> lines = new LinkedHashMap<>();
    desired.namespaces().forEach(name -> lines.put(name, new SourceLocation("pay.yaml", 7)));
    LogConfigPlan located =
        LogConfigPlan.builder()
            .from(plan)
            .desired(
                DesiredCluster.builder()
                    .from(desired)
                    .locations(
                        SourceLocations.of(Optional.of(new SourceLocation("pay.yaml", 3)), lines))
                    .build())
            .build();

    JsonNode cluster =
        data(page(new FleetPlan(List.of(located)), PlanRemarks.NONE)).path("clusters").get(0);

    assertThat(cluster.path("location").asText()).isEqualTo("pay.yaml:3");
    assertThat(cluster.path("places"))
        .isNotEmpty()
        .allMatch(it -> it.asText().equals("pay.yaml:7"));
  }

  @Test
  void unchangedNamespacesAreStoredOnce() {
    HtmlFleet fleet = new HtmlFleet();
    List<String> names = IntStream.range(0, 100).mapToObj(i -> "namespace-" + i).toList();
    for (int i = 0; i < 1_000; i++) {
      fleet.cluster("prod", "cluster-" + i, Policy.ADDITIVE, names, names);
    }

    assertThat(page(fleet.plan(), PlanRemarks.NONE).length()).isLessThan(500_000);
  }

  private static List<String> chain(JsonNode data, JsonNode chain) {
    return IntStream.range(0, chain.size() / 2)
        .mapToObj(
            i ->
                data.path("rules").path(chain.path(2 * i).asInt()).path("title").asText()
                    + " "
                    + data.path("outcomes").path(chain.path(2 * i + 1).asInt()).asText())
        .toList();
  }

  private static JsonNode data(String page) throws IOException {
    ObjectNode data = (ObjectNode) new ObjectMapper().readTree(part(DATA, page));
    for (String part : List.of("names", "rules")) {
      Pattern script = Pattern.compile("id=\"" + part + "\">(.*?)</script>", Pattern.DOTALL);
      data.set(part, new ObjectMapper().readTree(part(script, page)));
    }
    return data;
  }

  private static String part(Pattern pattern, String page) {
    Matcher matcher = pattern.matcher(page);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static String hash(Pattern pattern, String page) throws Exception {
    byte[] bytes = part(pattern, page).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
