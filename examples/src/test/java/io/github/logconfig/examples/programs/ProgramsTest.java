package io.github.logconfig.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.TokensClient;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.entities.EntitiesClient;
import io.github.logconfig.dynatrace.query.QueriesClient;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SchemasClient;
import io.github.logconfig.dynatrace.settings.SettingsClient;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.plan.PlanOptions;
import io.github.logconfig.reconcile.ApplyReport;
import io.github.logconfig.reconcile.Outcome;
import io.github.logconfig.reconcile.Reconciler;
import io.github.logconfig.reconcile.Shard;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.junit.DynatraceSimulatorTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DynatraceSimulatorTest(hostGroups = "app-sre-stage-01", kubernetesClusters = "old")
class ProgramsTest {

  private static final int MOST_LINES = 25;
  private static final Environment STAGING =
      Environment.of("staging", "https://abc12345.live.dynatrace.com");
  private static final DesiredCluster CLUSTER =
      DesiredCluster.of("app-sre-stage-01", STAGING, "github-mirror-stage");
  private static final DesiredState DESIRED =
      DesiredState.builder().addEnvironment(STAGING).addCluster(CLUSTER).build();

  private DynatraceClient client;
  private Reconciler reconciler;

  @BeforeEach
  void connect(DynatraceSimulator simulator) {
    client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
            .apiToken(ApiToken.of("dt0c01.EXAMPLE.NOT-A-REAL-SECRET"))
            .build();
    reconciler = Reconciler.builder().client(STAGING, client).build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  static List<Path> programs() throws IOException {
    String folder = "/java/io/github/logconfig/examples/programs/";
    List<Path> programs = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/main" + folder))) {
      files.filter(it -> !it.endsWith("package-info.java")).forEach(programs::add);
    }
    programs.add(Path.of("src/test" + folder + "FakeClientTest.java"));
    return programs;
  }

  /**
   * Lines of the type's body: without package, imports, comments, blank lines and lone brackets.
   */
  @ParameterizedTest
  @MethodSource("programs")
  void aProgramHasAtMost25SignificantLines(Path program) throws IOException {
    List<String> significant =
        Files.readAllLines(program).stream()
            .map(String::strip)
            .filter(line -> !line.matches("(package|import) .*|/?\\*.*|//.*|[{}();]*"))
            .toList();

    System.out.println(program.getFileName() + ": " + significant.size() + " significant lines");
    assertThat(significant).hasSizeLessThanOrEqualTo(MOST_LINES);
  }

  @Test
  void thereAreTenPrograms() throws IOException {
    assertThat(programs()).hasSize(10);
  }

  @Test
  void plansFromAnInventoryAndADumpOfRules() {
    Map<String, Object> rule =
        Map.of(
            "objectId", "object-1",
            "updateToken", "token-1",
            "scope", "HOST_GROUP-0E489369D663A4BF",
            "externalId", "logconfig:logconfig:app-sre-stage-01:include",
            "value",
                Map.of(
                    "config-item-title",
                    "logconfig app-sre-stage-01",
                    "matchers",
                    List.of(Map.of("attribute", "k8s.namespace.name", "values", List.of("old")))));

    assertThat(
            PlanFromInventory.plan(
                "app-sre-stage-01",
                "HOST_GROUP-0E489369D663A4BF",
                List.of("old", "new"),
                List.of(rule)))
        .contains("+ new")
        .contains("1 to update");
  }

  @Test
  void reconcilesAnOwnSourceWithItsProblems() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Problem problem = new Problem("teams.txt", 7, "namespace \"*\" is not a DNS label");

    boolean success =
        ReconcileOwnSource.reconcile(
            () -> new LoadedState(DESIRED, List.of(problem)),
            STAGING,
            client,
            new PrintStream(said, true, StandardCharsets.UTF_8));

    assertThat(success).as("the state is not complete").isFalse();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("app-sre-stage-01: applied")
        .contains("teams.txt:7");
  }

  @Test
  void changesASettingOfAnotherSchema() {
    SettingsQuery query = SettingsQuery.ofSchema(SchemaId.of("builtin:cloud.kubernetes"));
    SettingsObject before = client.settings().list(query).findFirst().orElseThrow();

    ChangeSetting.rename(client.settings(), "old", "new");

    SettingsObject after = client.settings().list(query).findFirst().orElseThrow();
    assertThat(after.value().orElseThrow().path("label").asText()).isEqualTo("new");
    assertThat(after.value().orElseThrow().path("clusterId"))
        .isEqualTo(before.value().orElseThrow().path("clusterId"));
    assertThatThrownBy(() -> client.settings().update(SettingsUpdate.of(before)))
        .hasMessageContaining("409");
  }

  @Test
  void findsARuleByItsExternalId() {
    reconciler.apply(DESIRED);
    String hostGroup =
        client.entities().findHostGroups(List.of("app-sre-stage-01")).found().values().stream()
            .map(entity -> entity.entityId())
            .findFirst()
            .orElseThrow();

    assertThat(FindRule.titleOfRule(client.settings(), hostGroup, "app-sre-stage-01"))
        .isEqualTo("logconfig app-sre-stage-01");
    assertThat(FindRule.titleOfRule(client.settings(), hostGroup, "other")).isEqualTo("no rule");
  }

  @Test
  void rendersAPlanInItsOwnWay() {
    assertThat(CsvPlan.of(reconciler.plan(DESIRED).plan()))
        .isEqualTo("cluster,namespace,effect\napp-sre-stage-01,github-mirror-stage,starts\n");
  }

  @Test
  void answersWhetherANamespaceIsIngested() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", new IngestedHandler(reconciler, CLUSTER));
    server.start();
    try {
      String url = "http://localhost:" + server.getAddress().getPort();
      assertThat(get(url + "/github-mirror-stage").body()).isEqualTo("NOT_INGESTED, then INGESTED");
      assertThat(get(url + "/kube-system").body()).isEqualTo("NOT_INGESTED, then NOT_INGESTED");
      assertThat(get(url + "/NO").body()).isEqualTo("not a namespace");
    } finally {
      server.stop(0);
    }
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void recordsMetrics() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();

    MeasuredRun.apply(DESIRED, STAGING, client.baseUrl(), registry);

    assertThat(registry.get("logconfig.runs").tag("outcome", "success").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("logconfig.requests").tag("environment", "staging").counters())
        .isNotEmpty();
  }

  @Test
  void appliesItsShareOnly() {
    int own = new Shard(0, 2).contains(STAGING.name()) ? 0 : 1;

    assertThat(sharded(own).clusters())
        .extracting(report -> report.outcome())
        .containsExactly(Outcome.APPLIED);
    assertThat(sharded(1 - own).clusters()).isEmpty();
  }

  private ApplyReport sharded(int index) {
    return ShardedRun.apply(
        DESIRED,
        environment -> client,
        Map.of("JOB_COMPLETION_INDEX", String.valueOf(index), "SHARDS", "2"));
  }

  @Test
  void savesAPlanAndAppliesIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("plan.json");

    assertThat(SavedPlan.save(reconciler, DESIRED, file)).isTrue();
    assertThat(SavedPlan.apply(reconciler, file).isSuccess()).isTrue();
    assertThat(reconciler.verify(DESIRED).isAsDesired()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        DynatraceClient.class,
        EntitiesClient.class,
        QueriesClient.class,
        SchemasClient.class,
        SettingsClient.class,
        TokensClient.class
      })
  void aFakeOverridesOnlyWhatItsTestNeeds(Class<?> client) {
    assertThat(client.getMethods()).noneMatch(it -> Modifier.isAbstract(it.getModifiers()));
  }

  /** Missing is an IllegalStateException, invalid an IllegalArgumentException; both name it. */
  @Test
  void exceptionsNameWhatIsMissingOrInvalid() {
    assertThatThrownBy(() -> DesiredCluster.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("name", "environment");
    assertThatThrownBy(() -> DynatraceClient.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("baseUrl");
    assertThatThrownBy(() -> SettingsUpdate.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("objectId");
    assertThatThrownBy(() -> DynatraceClient.builder().baseUrl(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("baseUrl");
    assertThatThrownBy(() -> Reconciler.builder().impactLimit(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("impactLimit");
    assertThatThrownBy(() -> PlanOptions.builder().owner(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("owner");
    assertThatThrownBy(() -> NamespaceName.of("*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("namespace \"*\"");
    assertThatThrownBy(() -> SchemaId.of(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema id");
    assertThatThrownBy(() -> BaseUrl.parse("ftp://x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ftp://x");
    assertThatThrownBy(() -> new Shard(4, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shard 4 of 4");
    assertThatThrownBy(
            () ->
                SettingsUpdate.builder()
                    .objectId(SettingsObjectId.of("object-1"))
                    .value("text")
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("STRING", "JSON object");
    assertThatThrownBy(() -> SettingsUpdate.of(SettingsObject.builder().build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("objectId");
  }
}
