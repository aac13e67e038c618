package io.github.logconfig.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.EntityId;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.RuleScope;
import io.github.logconfig.render.InventoryHtml;
import io.github.logconfig.render.InventoryText;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.ExternalId;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.ObjectId;
import io.github.logconfig.rule.ObservedKubernetesCluster;
import io.github.logconfig.rule.ObservedRule;
import io.github.logconfig.rule.ObservedState;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.rule.UpdateToken;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleInventoryTest {

  private static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");
  private static final EntityId HOST_GROUP = new EntityId("HOST_GROUP-0000000000000001");
  private static final EntityId CLUSTER = new EntityId("KUBERNETES_CLUSTER-0000000000000001");
  private static final RuleScope GROUP = RuleScope.of(HOST_GROUP);

  @Test
  void listsScopesAndRulesInEvaluationOrder() {
    RuleInventory inventory =
        inventory(
            true,
            rule(RuleScope.ENVIRONMENT, "[Built-in] Ingest all logs", ""),
            rule(GROUP, "logconfig stage-01", "logconfig:logconfig:stage-01:include", "a", "b"),
            rule(GROUP, "logs of b", "", "b"),
            rule(GROUP, "logs of b again", "", "b"),
            rule(GROUP, "of another owner", "logconfig:other:stage-01:include", "c"),
            rule(GROUP, "of Monaco", "monaco:abc", "d*"),
            rule(GROUP, "gone", "logconfig:logconfig:gone:include", "e"));

    assertThat(InventoryText.of(List.of(inventory), false))
        .isEqualTo(
            """
            environment staging
              host group stage-01 (HOST_GROUP-0000000000000001)
                  1  "logconfig stage-01", managed
                     includes namespaces a, b
                  2  "logs of b", unmanaged
                     includes namespace b
                     ! redundant: it never decides, because rule "logconfig stage-01" precedes it
                  3  "logs of b again", unmanaged
                     includes namespace b
                     ! duplicate of rule "logs of b"
                     ! redundant: it never decides, because rule "logconfig stage-01" precedes it
                  4  "of another owner", managed by owner other
                     includes namespace c
                  5  "of Monaco", managed by Monaco
                     includes namespace d*
                  6  "gone", managed
                     includes namespace e
                     ! orphaned: no desired cluster needs it
              environment
                  1  "[Built-in] Ingest all logs", unmanaged
                     includes everything

            7 rules: 2 managed, 5 unmanaged, 2 redundant, 1 duplicate, 1 orphaned.
            """);
  }

  @Test
  void claimsNoOrphanIfTheDesiredStateIsUnknown() {
    RuleInventory inventory =
        inventory(false, rule(GROUP, "gone", "logconfig:logconfig:gone:include", "e"));

    assertThat(inventory.rules()).allSatisfy(rule -> assertThat(rule.orphaned()).isEmpty());
  }

  @Test
  void aRuleOfTheKubernetesClusterPrecedesThoseOfItsHostGroup() {
    RuleInventory inventory =
        inventory(
            true, rule(RuleScope.of(CLUSTER), "dynakube", ""), rule(GROUP, "logs of a", "", "a"));

    assertThat(InventoryText.of(List.of(inventory), false))
        .contains(
            "! rules of Kubernetes cluster KUBERNETES_CLUSTER-0000000000000001 precede it and"
                + " decide for all logs of that cluster that it matches; other hosts of the group"
                + " are not known")
        .contains("2 rules: 0 managed, 2 unmanaged.");
  }

  @Test
  void describesConditionsAndDisabledRules() {
    ObservedRule debug = rule(GROUP, "debug", "", "a", "b");
    debug =
        ObservedRule.builder()
            .from(debug)
            .rule(
                LogRule.builder()
                    .from(debug.rule())
                    .enabled(false)
                    .action(RuleAction.EXCLUDE)
                    .addMatcher(
                        Matcher.builder()
                            .attribute(new Attribute("loglevel"))
                            .addValues("DEBUG", "INFO")
                            .build())
                    .build())
            .build();

    assertThat(InventoryText.of(List.of(inventory(true, debug)), false))
        .contains(
            "\"debug\", unmanaged, disabled",
            "excludes namespaces a, b with loglevel DEBUG or INFO")
        .doesNotContain("redundant");
  }

  @Test
  void thePageEscapesTitlesAndHasNoScript() throws IOException {
    StringBuilder page = new StringBuilder();

    InventoryHtml.write(
        List.of(inventory(true, rule(GROUP, "<script>alert(1)</script>", "", "a"))),
        List.of("environment <b>"),
        "logconfig",
        page);

    assertThat(page.toString())
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "environment &lt;b&gt;", "<table>")
        .contains("default-src &#39;none&#39;".replace("&#39;", "'"))
        .doesNotContain("<script");
  }

  private static RuleInventory inventory(boolean isComplete, ObservedRule... rules) {
    ObservedState observed =
        ObservedState.builder()
            .environment(STAGING.name())
            .putHostGroup(new HostGroupName("stage-01"), Set.of(HOST_GROUP))
            .addKubernetesCluster(
                ObservedKubernetesCluster.builder()
                    .id(CLUSTER)
                    .hostGroups(Set.of(HOST_GROUP))
                    .build())
            .addRules(rules)
            .build();
    return RuleInventory.of(
        observed, List.of(DesiredCluster.of("stage-01", STAGING, "a")), isComplete, Owner.DEFAULT);
  }

  private static ObservedRule rule(
      RuleScope scope, String title, String externalId, String... namespaces) {
    LogRule.Builder rule = LogRule.builder().title(title);
    if (namespaces.length > 0) {
      rule.addMatcher(
          Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME).addValues(namespaces).build());
    }
    ObservedRule.Builder observed = ObservedRule.builder();
    observed
        .objectId(new ObjectId(title))
        .updateToken(new UpdateToken("1"))
        .scope(scope)
        .rule(rule.build());
    if (!externalId.isEmpty()) {
      observed.externalId(new ExternalId(externalId));
    }
    return observed.build();
  }
}
