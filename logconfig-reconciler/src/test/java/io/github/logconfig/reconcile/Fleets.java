package io.github.logconfig.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.ApiToken;
import io.github.logconfig.dynatrace.BaseUrl;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.NewSettingsObject;
import io.github.logconfig.dynatrace.RetryPolicy;
import io.github.logconfig.dynatrace.SettingsObjectId;
import io.github.logconfig.dynatrace.SettingsScope;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.LogRule;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Fleets in one simulated environment, as tests need them. */
final class Fleets {

  static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");
  static final ImpactLimit NO_LIMIT = new ImpactLimit(1_000_000, 0, true, true);
  static final String LIST = "GET /api/v2/settings/objects";
  static final String POST = "POST /api/v2/settings/objects";
  static final String PUT = "PUT /api/v2/settings/objects/{objectId}";
  static final String DELETE = "DELETE /api/v2/settings/objects/{objectId}";
  static final String ENTITIES = "GET /api/v2/entities";

  private Fleets() {}

  static DynatraceSimulator.Builder simulator(int clusters) {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    IntStream.range(0, clusters).forEach(i -> builder.hostGroup("c" + i));
    return builder;
  }

  static DynatraceClient.Builder clientBuilder(DynatraceSimulator simulator) {
    return clientBuilder(simulator.baseUrl().toString());
  }

  static DynatraceClient.Builder clientBuilder(String baseUrl) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(baseUrl))
        .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRET"))
        // enough to send things twice, and little enough for operations to fail
        .retryPolicy(
            RetryPolicy.builder()
                .maxAttempts(2)
                .initialDelay(Duration.ofNanos(1))
                .maxDelay(Duration.ofNanos(1))
                .build());
  }

  static DynatraceClient client(DynatraceSimulator simulator) {
    return clientBuilder(simulator).build();
  }

  static Reconciler.Builder reconciler(DynatraceClient client) {
    return Reconciler.builder().client(STAGING, client).impactLimit(NO_LIMIT);
  }

  static DesiredCluster cluster(String name, String... namespaces) {
    return DesiredCluster.of(name, STAGING, namespaces);
  }

  static DesiredCluster exclusive(String name, String... namespaces) {
    return DesiredCluster.builder()
        .from(cluster(name, namespaces))
        .policy(Policy.EXCLUSIVE)
        .build();
  }

  static DesiredState state(DesiredCluster... clusters) {
    return DesiredState.builder().addEnvironment(STAGING).addClusters(clusters).build();
  }

  /** A fleet whose source has these problems. */
  static DesiredFleet withProblems(DesiredState state, Problem... problems) {
    return DesiredFleet.from(new LoadedState(state, List.of(problems)));
  }

  /** A problem of which only the cluster is known. */
  static Problem problemOf(String cluster) {
    return new Problem(
        "inventory.yaml",
        3,
        "invalid",
        Problem.Kind.INVALID,
        Optional.of(new ClusterName(cluster)),
        Optional.empty());
  }

  /** Clusters c0, c1 … that all want these namespaces. */
  static DesiredState fleet(int clusters, String... namespaces) {
    return state(
        IntStream.range(0, clusters)
            .mapToObj(i -> cluster("c" + i, namespaces))
            .toArray(DesiredCluster[]::new));
  }

  static List<Outcome> outcomes(ApplyReport report) {
    return report.clusters().stream().map(ClusterReport::outcome).toList();
  }

  static List<String> titles(DynatraceSimulator simulator) {
    return StreamSupport.stream(simulator.objects().spliterator(), false)
        .map(object -> object.at("/value/config-item-title").asText())
        .toList();
  }

  static JsonNode object(DynatraceSimulator simulator, String title) {
    for (JsonNode object : simulator.objects()) {
      if (object.at("/value/config-item-title").asText().equals(title)) {
        return object;
      }
    }
    throw new AssertionError("no rule " + title);
  }

  static List<String> values(DynatraceSimulator simulator, String title) {
    return StreamSupport.stream(
            object(simulator, title).at("/value/matchers/0/values").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  static String scope(DynatraceSimulator simulator, String title) {
    return object(simulator, title).path("scope").asText();
  }

  static SettingsObjectId id(DynatraceSimulator simulator, String title) {
    return new SettingsObjectId(object(simulator, title).path("objectId").asText());
  }

  static String hostGroupId(DynatraceClient client, String name) {
    return client.entities().findHostGroups(List.of(name)).of(name).get(0).entityId();
  }

  /** Somebody else makes a rule. */
  static void addForeign(DynatraceClient client, String scope, LogRule rule) {
    client
        .settings()
        .create(
            List.of(
                NewSettingsObject.builder()
                    .schemaId(StepRequests.SCHEMA)
                    .scope(new SettingsScope(scope))
                    .value(LogRuleJson.write(rule))
                    .build()))
        .orThrow();
  }
}
