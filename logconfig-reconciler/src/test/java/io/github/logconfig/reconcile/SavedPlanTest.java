package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.plan.LogConfigPlan;
import io.github.logconfig.plan.NamespaceEffect;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.plan.PlanStep;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedPlanTest {

  private static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");

  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() {
    simulator = DynatraceSimulator.builder().hostGroup("c1").hostGroup("c2").start();
    client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
            .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRET"))
            .build();
    reconciler = Reconciler.builder().client(STAGING, client).build();
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void verifiesAgainstResultOfPlan() {
    reconciler.apply(state(DesiredCluster.of("c1", STAGING, "a", "b"), exclusive("c2", "x")));
    PlanReport plan =
        PlanDocument.read(
            PlanDocument.write(
                reconciler.plan(
                    state(DesiredCluster.of("c1", STAGING, "b", "c"), exclusive("c2", "x", "y"))),
                "1.2.3"));
    assertThat(reconciler.verify(plan).plan().clusters())
        .extracting(LogConfigPlan::isEmpty)
        .containsExactly(false, false);

    reconciler.applySaved(plan);

    assertThat(reconciler.verify(plan).isAsDesired()).isTrue();
    reconciler.apply(state(DesiredCluster.of("c1", STAGING, "b"), exclusive("c2", "x", "y")));
    assertThat(reconciler.verify(plan).isAsDesired()).isFalse();
  }

  @Test
  void planOfUnknownHostGroupIsNotAsDesired() {
    PlanReport plan = reconciler.plan(state(DesiredCluster.of("nowhere", STAGING, "a")));

    assertThat(reconciler.verify(plan).isAsDesired()).isFalse();
  }

  @Test
  void readsBackWhatWasWritten() {
    reconciler.apply(state(DesiredCluster.of("c1", STAGING, "a", "b"), exclusive("c2", "x")));
    PlanReport plan =
        reconciler.plan(state(DesiredCluster.of("c1", STAGING, "b", "c"), exclusive("c2")));
    String document = PlanDocument.write(plan, "1.2.3");

    PlanReport read = PlanDocument.read(document);
    assertThat(read.plan().clusters())
        .extracting(LogConfigPlan::steps)
        .isEqualTo(
            plan.plan().clusters().stream()
                .map(it -> it.steps().stream().map(PlanStep::withoutRuleBefore).toList())
                .toList());
    assertThat(read.plan().clusters())
        .extracting(it -> it.policy() + " " + it.desiredNamespaces() + " " + it.fingerprint())
        .isEqualTo(
            plan.plan().clusters().stream()
                .map(it -> it.policy() + " " + it.desiredNamespaces() + " " + it.fingerprint())
                .toList());
    assertThat(read.scopeDigests()).isEqualTo(plan.scopeDigests());
    assertThat(document).contains("\"toolVersion\" : \"1.2.3\"").endsWith("}\n");
  }

  @Test
  void restoresUnchangedNamespacesFromTheirCount() {
    reconciler.apply(state(DesiredCluster.of("c1", STAGING, "a", "b", "d")));
    PlanReport plan =
        reconciler.plan(state(DesiredCluster.of("c1", STAGING, "a", "c", "d"), exclusive("c2")));

    assertThat(PlanDocument.write(plan, "1")).contains("\"unchangedNamespaces\" : 2");
    assertThat(kinds(PlanDocument.read(PlanDocument.write(plan, "1")))).isEqualTo(kinds(plan));
  }

  private static List<String> kinds(PlanReport report) {
    return report.plan().clusters().stream()
        .flatMap(plan -> plan.effects().stream())
        .map(effect -> effect.namespace() + " " + effect.effect())
        .toList();
  }

  /** The first release neither saved the desired state, nor folded unchanged namespaces. */
  @Test
  void appliesDocumentsOfTheFirstRelease() throws IOException {
    reconciler.apply(state(exclusive("c1", "a", "b")));
    PlanReport planned = reconciler.plan(state(exclusive("c1", "b", "c")));

    PlanReport old = PlanDocument.read(firstRelease(planned, "c"));

    assertThat(kinds(old)).isEqualTo(kinds(planned));
    assertThat(outcomes(reconciler.applySaved(old))).containsExactly(Outcome.APPLIED);
    assertThat(reconciler.plan(state(exclusive("c1", "b", "c"))).isAsDesired()).isTrue();
  }

  @Test
  void refusesDocumentOfTheFirstReleaseWithAnotherEffect() throws IOException {
    PlanReport planned = reconciler.plan(state(exclusive("c1", "b", "c")));

    PlanReport old = PlanDocument.read(firstRelease(planned, "other"));

    assertThatThrownBy(() -> reconciler.applySaved(old))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("has no desired state");
  }

  private static String firstRelease(PlanReport planned, String started) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode document = (ObjectNode) json.readTree(PlanDocument.write(planned, "0.1.0"));
    document.remove("impact");
    ObjectNode cluster = (ObjectNode) document.at("/clusters/0");
    cluster.remove(
        List.of("desired", "otherNamespaces", "stopping", "scopeState", "unchangedNamespaces"));
    ArrayNode effects = cluster.putArray("effects");
    planned
        .plan()
        .clusters()
        .get(0)
        .effects()
        .forEach(
            effect ->
                effects
                    .addObject()
                    .put(
                        "namespace",
                        effect.effect() == NamespaceEffect.Kind.STARTS
                                && effect.namespace().value().equals("c")
                            ? started
                            : effect.namespace().value())
                    .put("effect", effect.effect().name()));
    return document.toString();
  }

  @Test
  void appliesExactlyTheSavedSteps() {
    PlanReport plan = saved(DesiredCluster.of("c1", STAGING, "a"));

    ApplyReport report = reconciler.applySaved(plan);

    assertThat(outcomes(report)).containsExactly(Outcome.APPLIED);
    assertThat(reconciler.plan(state(DesiredCluster.of("c1", STAGING, "a"))).plan().isEmpty())
        .isTrue();
  }

  @Test
  void reportsConflictOnlyForChangedClusters() {
    reconciler.apply(
        state(DesiredCluster.of("c1", STAGING, "a"), DesiredCluster.of("c2", STAGING, "a")));
    PlanReport plan =
        saved(DesiredCluster.of("c1", STAGING, "b"), DesiredCluster.of("c2", STAGING, "b"));
    reconciler.apply(state(DesiredCluster.of("c1", STAGING, "rival")));
    simulator.clearRequests();

    ApplyReport report = reconciler.applySaved(plan);

    assertThat(outcomes(report)).containsExactly(Outcome.CONFLICT, Outcome.APPLIED);
    assertThat(report.clusters().get(0).failure().orElseThrow().message())
        .contains("rule \"logconfig c1\" was written by dt0c01.PUBLIC at 20");
    assertThat(simulator.requests()).containsEntry("PUT /api/v2/settings/objects/{objectId}", 1);
  }

  @Test
  void reportsConflictForCreatedOrDeletedRule() {
    PlanReport creating = saved(DesiredCluster.of("c1", STAGING, "a"));
    reconciler.applySaved(creating);
    assertThat(outcomes(reconciler.applySaved(creating))).containsExactly(Outcome.CONFLICT);

    PlanReport changing = saved(DesiredCluster.of("c1", STAGING, "b"));
    reconciler.apply(state(DesiredCluster.of("c1", STAGING)));
    ApplyReport report = reconciler.applySaved(changing);
    assertThat(report.clusters().get(0).failure().orElseThrow().message())
        .endsWith("rule \"logconfig c1\" no longer exists");
  }

  @Test
  void refusesPlanOfAnotherOwnerBeforeFirstRequest() {
    PlanReport plan = saved(DesiredCluster.of("c1", STAGING, "a"));
    Reconciler other =
        Reconciler.builder()
            .client(STAGING, client)
            .planOptions(PlanOptions.builder().owner(new Owner("other")).build())
            .build();
    simulator.clearRequests();

    assertThatThrownBy(() -> other.applySaved(plan))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("is of owner logconfig, this run manages rules of other");
    assertThat(simulator.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | this is not a plan",
        "{} | this is not a plan",
        "[] | this is not a plan",
        "{\"format\": | the plan is not JSON",
        "{\"format\":\"logconfig-plan/2\"} | the format logconfig-plan/2, this program reads",
        "{\"format\":\"logconfig-plan/1\"} | /clusters must be a list",
        "{\"format\":\"logconfig-plan/1\",\"clusters\":[{}]} | /clusters/0/cluster must be text",
        "{\"format\":\"logconfig-plan/1\",\"clusters\":[{\"cluster\":\"*\"}]} |"
            + " /clusters/0/cluster: cluster name \"*\" is not",
      })
  void refusesInvalidDocumentWithPath(String text, String expected) {
    assertThatThrownBy(() -> PlanDocument.read(text))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining(expected);
  }

  private PlanReport saved(DesiredCluster... clusters) {
    return PlanDocument.read(PlanDocument.write(reconciler.plan(state(clusters)), "test"));
  }

  private static DesiredCluster exclusive(String name, String... namespaces) {
    return DesiredCluster.builder()
        .from(DesiredCluster.of(name, STAGING, namespaces))
        .policy(Policy.EXCLUSIVE)
        .build();
  }

  private static DesiredState state(DesiredCluster... clusters) {
    return DesiredState.builder().addEnvironment(STAGING).addClusters(clusters).build();
  }

  private static List<Outcome> outcomes(ApplyReport report) {
    return report.clusters().stream().map(ClusterReport::outcome).toList();
  }
}
