package io.github.logconfig.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Policy;
import io.github.logconfig.plan.FindingCode;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

  private static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");
  private static final String POST = "POST /api/v2/settings/objects";
  private static final String PUT = "PUT /api/v2/settings/objects/{objectId}";

  private DynatraceSimulator simulator;
  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void start() {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    IntStream.range(0, 250).forEach(i -> builder.hostGroup("c" + i));
    simulator = builder.start();
    client = client();
    reconciler = Reconciler.builder().client(STAGING, client).build();
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void convergesAndThenChangesNothing() {
    DesiredState desired = state(cluster("c1", "a", "b"), cluster("c2"));

    assertThat(outcomes(reconciler.apply(desired)))
        .containsExactly(Outcome.APPLIED, Outcome.UNCHANGED);
    simulator.clearRequests();
    assertThat(reconciler.plan(desired).plan().isEmpty()).isTrue();
    assertThat(outcomes(reconciler.apply(desired)))
        .containsExactly(Outcome.UNCHANGED, Outcome.UNCHANGED);
    assertThat(simulator.requests()).doesNotContainKeys(POST, PUT);
    assertThat(titles()).containsExactly("logconfig c1");
  }

  @Test
  void writesOnlyTheClusterThatChanged() {
    reconciler.apply(state(cluster("c1", "a", "b"), cluster("c2", "a")));
    simulator.clearRequests();

    reconciler.apply(state(cluster("c1", "a", "c"), cluster("c2", "a")));

    assertThat(simulator.requests()).containsEntry(PUT, 1).doesNotContainKey(POST);
    assertThat(values("logconfig c1")).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void createsAHundredRulesPerRequest() {
    DesiredState desired =
        state(
            IntStream.range(0, 250)
                .mapToObj(i -> cluster("c" + i, "a"))
                .toArray(DesiredCluster[]::new));

    assertThat(reconciler.apply(desired).isSuccess()).isTrue();

    assertThat(simulator.requests()).containsEntry(POST, 3);
    assertThat(titles()).hasSize(250);
  }

  @Test
  void createsCatchAllRuleInSecondRequest() {
    DesiredCluster exclusive =
        DesiredCluster.builder().from(cluster("c1", "a")).policy(Policy.EXCLUSIVE).build();

    reconciler.apply(state(exclusive));

    assertThat(simulator.requests()).containsEntry(POST, 2);
    assertThat(titles()).containsExactly("logconfig c1", "logconfig c1/rest");
    assertThat(reconciler.plan(state(exclusive)).plan().isEmpty()).isTrue();
  }

  @Test
  void deletesRuleOfClusterWithoutNamespaces() {
    reconciler.apply(state(cluster("c1", "a")));

    assertThat(outcomes(reconciler.apply(state(cluster("c1"))))).containsExactly(Outcome.APPLIED);
    assertThat(titles()).isEmpty();
  }

  @Test
  void unknownHostGroupFailsOnlyItsCluster() {
    ApplyReport report = reconciler.apply(state(cluster("nowhere", "a"), cluster("c1", "a")));

    assertThat(outcomes(report)).containsExactly(Outcome.FAILED, Outcome.APPLIED);
    assertThat(report.clusters().get(0).failure().orElseThrow().message())
        .contains("has no host group nowhere");
  }

  @Test
  void ruleWrittenSincePlanIsConflict() {
    reconciler.apply(state(cluster("c1", "a")));
    PlanReport planned = reconciler.plan(state(cluster("c1", "a", "b")));
    reconciler.apply(state(cluster("c1", "a", "rival")));

    ApplyReport report = reconciler.apply(planned);

    assertThat(outcomes(report)).containsExactly(Outcome.CONFLICT);
    assertThat(values("logconfig c1")).containsExactlyInAnyOrder("a", "rival");
  }

  @Test
  void refusesToStopTooManyNamespaces() {
    String[] many = IntStream.range(0, 50).mapToObj(i -> "ns-" + i).toArray(String[]::new);
    reconciler.apply(state(cluster("c1", many)));

    ApplyReport refused = reconciler.apply(state(cluster("c1")));
    ApplyReport allowed =
        Reconciler.builder()
            .client(STAGING, client)
            .impactLimit(ImpactLimit.parse("50"))
            .build()
            .apply(state(cluster("c1")));

    assertThat(outcomes(refused)).containsExactly(Outcome.REFUSED);
    assertThat(refused.clusters().get(0).failure().orElseThrow().message())
        .isEqualTo(
            "50 of 50 namespaces of cluster c1 would stop or lose their rule; the limit is 10"
                + " namespaces and 20 %");
    assertThat(outcomes(allowed)).containsExactly(Outcome.APPLIED);
  }

  @Test
  void reportsTakenTitleAndWritesNothing() {
    Fleets.addUnmanaged(
        client, Fleets.hostGroupId(client, "c1"), LogRule.builder().title("logconfig c1").build());

    PlanReport planned = reconciler.plan(state(cluster("c1", "b")));

    assertThat(planned.plan().clusters().get(0).findings())
        .extracting(finding -> finding.code())
        .contains(FindingCode.TITLE_TAKEN);
    assertThat(outcomes(reconciler.apply(planned))).containsExactly(Outcome.FAILED);
    assertThat(titles()).containsExactly("logconfig c1");
  }

  @Test
  void unreachableEnvironmentFailsOnlyItsClusters() {
    Environment other = Environment.of("other", "https://xyz12345.live.dynatrace.com");
    DynatraceSimulator gone = DynatraceSimulator.builder().start();
    BaseUrl url = BaseUrl.parse(gone.baseUrl().toString());
    gone.close();
    try (DynatraceClient unreachable =
        DynatraceClient.builder()
            .baseUrl(url)
            .apiToken(ApiToken.of("t"))
            .totalTimeout(Duration.ofMillis(200))
            .build()) {
      Reconciler both =
          Reconciler.builder().client(STAGING, client).client(other, unreachable).build();
      DesiredState desired =
          DesiredState.builder()
              .addEnvironments(STAGING, other)
              .addCluster(cluster("c1", "a"))
              .addCluster(
                  DesiredCluster.builder().name(new ClusterName("far")).environment(other).build())
              .build();

      assertThat(both.verify(desired).isUnknown()).as("a rule is missing").isFalse();

      ApplyReport report = both.apply(desired);

      assertThat(both.verify(desired).isUnknown()).isTrue();
      assertThat(both.verify(desired).isAsDesired()).isFalse();
      assertThat(outcomes(report)).containsExactly(Outcome.APPLIED, Outcome.FAILED);
      assertThat(report.clusters().get(1).failure().orElseThrow().kind())
          .isEqualTo(FailureKind.UNREACHABLE);
    }
  }

  @Test
  void interruptedRunStartsNoWriteAndReportsIt() {
    DesiredState desired = state(cluster("c1", "a"), cluster("c2", "a"));
    PlanReport planned = reconciler.plan(desired);
    simulator.clearRequests();
    Thread.currentThread().interrupt();

    ApplyReport report = reconciler.apply(planned);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.isSuccess()).isFalse();
    assertThat(outcomes(report)).containsOnly(Outcome.NOT_ATTEMPTED);
    assertThat(titles()).isEmpty();
  }

  @Test
  void interruptedPlanReturnsAndReportsIt() {
    reconciler.apply(state(cluster("c1", "a")));
    Thread.currentThread().interrupt();

    PlanReport planned = reconciler.plan(state(cluster("c1", "a")));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(planned.plan().clusters().size() + planned.failures().size()).isEqualTo(1);
  }

  @Test
  void requiresClientForEveryEnvironment() {
    Reconciler none = Reconciler.builder().build();

    assertThatThrownBy(() -> none.plan(state(cluster("c1", "a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(new EnvironmentName("staging").value());
    assertThat(simulator.requests()).isEmpty();
  }

  private DynatraceClient client() {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
        .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRET"))
        .build();
  }

  private List<String> titles() {
    return StreamSupport.stream(simulator.objects().spliterator(), false)
        .map(object -> object.at("/value/config-item-title").asText())
        .toList();
  }

  private List<String> values(String title) {
    for (JsonNode object : simulator.objects()) {
      if (object.at("/value/config-item-title").asText().equals(title)) {
        return StreamSupport.stream(object.at("/value/matchers/0/values").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
      }
    }
    return List.of();
  }

  private static List<Outcome> outcomes(ApplyReport report) {
    return report.clusters().stream().map(ClusterReport::outcome).toList();
  }

  private static DesiredState state(DesiredCluster... clusters) {
    return DesiredState.builder().addEnvironment(STAGING).addClusters(clusters).build();
  }

  private static DesiredCluster cluster(String name, String... namespaces) {
    return DesiredCluster.builder()
        .name(new ClusterName(name))
        .environment(STAGING)
        .addAllNamespaces(Arrays.stream(namespaces).map(NamespaceName::new).toList())
        .build();
  }
}
