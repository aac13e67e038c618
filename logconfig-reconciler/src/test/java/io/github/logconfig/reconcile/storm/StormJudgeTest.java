package io.github.logconfig.reconcile.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.reconcile.Fleets;
import io.github.logconfig.reconcile.storm.StormJudge.ManagedRule;
import io.github.logconfig.rule.Attribute;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.rule.Matcher;
import io.github.logconfig.rule.RuleAction;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Exchange;
import io.github.logconfig.simulator.SimulatedEntity;
import io.github.logconfig.simulator.SimulatedRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories that are wrong in one way each. The judge must object to every one. */
class StormJudgeTest {

  private static final String EXTERNAL_ID = "logconfig:logconfig:c0:include";

  private final StormJudge judge = new StormJudge(new Random(1));
  private DynatraceSimulator simulator;
  private DynatraceClient rival;
  private String unmanagedId;

  @BeforeEach
  void begin() {
    SimulatedEntity hostGroup = SimulatedEntity.hostGroup("c0");
    simulator =
        DynatraceSimulator.builder()
            .entity(hostGroup)
            .rule(SimulatedRule.include("unmanaged").namespaces("u").in(hostGroup))
            .recorder(judge)
            .start();
    rival = Fleets.client(simulator);
    unmanagedId = simulator.objects().get(0).path("objectId").asText();
    judge.begin(simulator, rival, List.of("c0"), () -> {});
    judge.endStorm();
    judge.name(Fleets.state(Fleets.cluster("c0", "a", "b")));
  }

  @AfterEach
  void stop() {
    rival.close();
    simulator.close();
  }

  @Test
  void acceptsValidHistory() {
    create("[{\"attribute\":\"k8s.namespace.name\",\"operator\":\"MATCHES\",\"values\":[\"a\"]}]");
    judge.judgeReport("run", Map.of(), 0, "c0=UNCHANGED");
    judge.judgeReport("saved plan", Map.of("c0", List.of(rule())), 0, "c0=FAILED");

    assertThat(judge.violations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"attribute\":\"k8s.namespace.name\",\"operator\":\"MATCHES\",\"values\":[\"x\"]}]",
        "[{\"attribute\":\"k8s.namespace.name\",\"operator\":\"MATCHES\",\"values\":[\"a\",\"*\"]}]"
      })
  void objectsToIncludeRuleThatNothingNames(String matchers) {
    create(matchers);

    assertObjection("an include rule that no desired state and no saved plan names");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE"})
  void objectsToWriteToUnmanagedRule(String method) {
    judge.accept(exchange(method, "/" + unmanagedId, "updateToken=1", ""));

    assertObjection("a write to an unmanaged rule");
  }

  @Test
  void objectsToUnmanagedRuleInBatch() {
    String body =
        "[{\"objectId\":\"%s\",\"externalId\":\"%s\",\"value\":%s}]"
            .formatted(unmanagedId, EXTERNAL_ID, value("[]"));
    judge.accept(exchange("POST", "", "", body));

    assertObjection("a write to an unmanaged rule");
  }

  @Test
  void objectsToLossOfUnmanagedRule() {
    rival.settings().delete(new SettingsObjectId(unmanagedId));
    judge.accept(exchange("DELETE", "/other", "updateToken=1", ""));

    assertObjection("unmanaged rules have changed");
  }

  @Test
  void objectsToWriteWithoutUpdateToken() {
    judge.accept(exchange("PUT", "/other", "", ""));

    assertObjection("requests without update token or external id: 1");
  }

  @ParameterizedTest
  @CsvSource({"run, UNCHANGED", "run, APPLIED", "saved plan, UNCHANGED", "saved plan, APPLIED"})
  void objectsToReportOfStateThatNeverWas(String run, String outcome) {
    judge.judgeReport(run, Map.of("c0", List.of(rule())), 0, "c0=" + outcome);

    assertObjection(run + " reported c0=" + outcome);
  }

  @Test
  void objectsToFailedProcess() {
    judge.judgeReport("run", Map.of(), 0, StormProcess.ERROR + " out of memory");

    assertObjection("out of memory");
  }

  private void assertObjection(String text) {
    assertThat(judge.violations()).anySatisfy(it -> assertThat(it).contains(text));
  }

  private void create(String matchers) {
    String body = "[{\"externalId\":\"%s\",\"value\":%s}]".formatted(EXTERNAL_ID, value(matchers));
    judge.accept(exchange("POST", "", "", body));
  }

  private static String value(String matchers) {
    return "{\"enabled\":true,\"config-item-title\":\"t\",\"send-to-storage\":true,\"matchers\":"
        + matchers
        + "}";
  }

  private static Exchange exchange(String method, String object, String query, String body) {
    return new Exchange(
        method,
        "/api/v2/settings/objects" + object,
        query,
        "application/json",
        body,
        200,
        "application/json",
        "",
        Optional.empty());
  }

  private static ManagedRule rule() {
    return new ManagedRule(
        EXTERNAL_ID,
        LogRule.builder()
            .title("t")
            .action(RuleAction.INCLUDE)
            .addMatcher(
                Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME).addValue("a").build())
            .build());
  }
}
