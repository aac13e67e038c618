package io.github.logconfig.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.HostGroupName;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Policy;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.Target;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.internal.Pause;
import io.github.logconfig.reconcile.internal.observe.RuleMapper;
import io.github.logconfig.rule.LogRule;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.SimulatedEntity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Fleets in one simulated environment. */
public final class Fleets {

  public static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");
  public static final ImpactLimit NO_LIMIT = new ImpactLimit(1_000_000, 0, true, true);
  public static final String LIST = "GET /api/v2/settings/objects";
  public static final String POST = "POST /api/v2/settings/objects";
  public static final String PUT = "PUT /api/v2/settings/objects/{objectId}";
  public static final String DELETE = "DELETE /api/v2/settings/objects/{objectId}";
  public static final String ENTITIES = "GET /api/v2/entities";

  private Fleets() {}

  public static DynatraceSimulator.Builder simulator(int clusters) {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    IntStream.range(0, clusters).forEach(i -> builder.hostGroup("c" + i));
    return builder;
  }

  /** Clusters c0, c1, … with a host group and a Kubernetes cluster of that name each. */
  public static DynatraceSimulator.Builder simulatorOfBothTargets(int clusters) {
    DynatraceSimulator.Builder builder = simulator(clusters);
    IntStream.range(0, clusters)
        .mapToObj(i -> "c" + i)
        .forEach(
            name -> builder.entity(SimulatedEntity.kubernetesCluster(name, uid(name).value())));
    return builder;
  }

  /** Returns the UID of the Kubernetes cluster of a name. */
  public static KubernetesClusterUid uid(String name) {
    return new KubernetesClusterUid(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
  }

  /** Returns the same clusters with this target, and with the UIDs of their Kubernetes clusters. */
  public static DesiredState targeting(Target target, DesiredState state) {
    return DesiredState.builder()
        .from(state)
        .clusters(
            state.clusters().stream()
                .map(
                    cluster ->
                        DesiredCluster.builder()
                            .from(cluster)
                            .target(target)
                            .kubernetesClusterUid(uid(cluster.name().value()))
                            .build())
                .toList())
        .build();
  }

  public static DynatraceClient.Builder clientBuilder(DynatraceSimulator simulator) {
    return clientBuilder(simulator.baseUrl().toString());
  }

  public static DynatraceClient.Builder clientBuilder(String baseUrl) {
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

  public static DynatraceClient client(DynatraceSimulator simulator) {
    return clientBuilder(simulator).build();
  }

  public static Reconciler.Builder reconciler(DynatraceClient client) {
    return Reconciler.builder().client(STAGING, client).impactLimit(NO_LIMIT);
  }

  /** Replaces the pauses between reads that confirm a saved plan. */
  public static Reconciler.Builder pausing(Reconciler.Builder reconciler, Pause pause) {
    return reconciler.pause(pause);
  }

  public static DesiredCluster cluster(String name, String... namespaces) {
    return DesiredCluster.of(name, STAGING, namespaces);
  }

  public static DesiredCluster exclusive(String name, String... namespaces) {
    return DesiredCluster.builder()
        .from(cluster(name, namespaces))
        .policy(Policy.EXCLUSIVE)
        .build();
  }

  public static DesiredState state(DesiredCluster... clusters) {
    return DesiredState.builder().addEnvironment(STAGING).addClusters(clusters).build();
  }

  /** A fleet whose source has these problems. */
  public static DesiredFleet withProblems(DesiredState state, Problem... problems) {
    return DesiredFleet.from(new LoadedState(state, List.of(problems)));
  }

  /** A problem of which only the cluster is known. */
  public static Problem problemOf(String cluster) {
    return new Problem(
        new SourceLocation("inventory.yaml", 3),
        "invalid",
        Problem.Kind.INVALID,
        Optional.of(new ClusterName(cluster)),
        Optional.empty());
  }

  /** A problem of a cluster whose host group is known. */
  public static Problem problemOf(String cluster, String hostGroup) {
    return new Problem(
        new SourceLocation("inventory.yaml", 3),
        "invalid",
        Problem.Kind.INVALID,
        Optional.of(new ClusterName(cluster)),
        Optional.of(new HostGroupName(hostGroup)));
  }

  /** Clusters c0, c1, … with the same namespaces. */
  public static DesiredState fleet(int clusters, String... namespaces) {
    return state(
        IntStream.range(0, clusters)
            .mapToObj(i -> cluster("c" + i, namespaces))
            .toArray(DesiredCluster[]::new));
  }

  public static List<Outcome> outcomes(ApplyReport report) {
    return report.clusters().stream().map(ClusterReport::outcome).toList();
  }

  public static List<String> titles(DynatraceSimulator simulator) {
    return StreamSupport.stream(simulator.objects().spliterator(), false)
        .map(object -> object.at("/value/config-item-title").asText())
        .toList();
  }

  public static JsonNode object(DynatraceSimulator simulator, String title) {
    for (JsonNode object : simulator.objects()) {
      if (object.at("/value/config-item-title").asText().equals(title)) {
        return object;
      }
    }
    throw new AssertionError("no rule " + title);
  }

  public static List<String> values(DynatraceSimulator simulator, String title) {
    return StreamSupport.stream(
            object(simulator, title).at("/value/matchers/0/values").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  public static String scope(DynatraceSimulator simulator, String title) {
    return object(simulator, title).path("scope").asText();
  }

  public static SettingsObjectId id(DynatraceSimulator simulator, String title) {
    return new SettingsObjectId(object(simulator, title).path("objectId").asText());
  }

  public static String hostGroupId(DynatraceClient client, String name) {
    return client.entities().findHostGroups(List.of(name)).of(name).get(0).entityId();
  }

  /** Creates an unmanaged rule. */
  public static void addUnmanaged(DynatraceClient client, String scope, LogRule rule) {
    client
        .settings()
        .create(
            List.of(
                NewSettingsObject.builder()
                    .schemaId(RuleMapper.SCHEMA)
                    .scope(new SettingsScope(scope))
                    .value(RuleMapper.write(rule))
                    .build()))
        .orThrow();
  }
}
