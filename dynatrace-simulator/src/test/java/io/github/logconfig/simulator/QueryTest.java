package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.HttpCalls.Answer;
import io.github.logconfig.simulator.SimulatedWorkload.ClusterAttributes;
import io.github.logconfig.simulator.internal.http.ApiResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries over HTTP: how they run, what they find, and what the service says about them. */
class QueryTest {

  private static final String EXECUTE = "/platform/storage/query/v1/query:execute";
  private static final String POLL = "/platform/storage/query/v1/query:poll?request-token=";
  private static final String CANCEL = "/platform/storage/query/v1/query:cancel?request-token=";
  private static final String TOKEN = "dt0s16.PUBLIC.SECRET";
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final SimulatedEntity GROUP = SimulatedEntity.hostGroup("hg-a");
  private static final SimulatedEntity CLUSTER =
      SimulatedEntity.kubernetesCluster("dynakube", "uid-1");
  private static final SimulatedEntity HOST =
      SimulatedEntity.host("node-1").instanceOf(GROUP).inKubernetesCluster(CLUSTER);
  private static final String BY_NAMESPACE =
      "fetch logs, from: -10m, scanLimitGBytes: 5\n"
          + "| filter in(k8s.namespace.name, {\"shop\", \"bank\"})\n"
          + "| summarize count = count(), last = max(timestamp), by: {k8s.cluster.uid,"
          + " k8s.cluster.name, dt.host_group.id, k8s.namespace.name, dt.system.bucket}";

  private DynatraceSimulator simulator = simulator().start();

  private static DynatraceSimulator.Builder simulator() {
    return DynatraceSimulator.builder()
        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
        .allowInvalidRequests()
        .entity(GROUP)
        .entity(CLUSTER)
        .entity(HOST)
        .rule(SimulatedRule.include("shop").in(GROUP).namespaces("shop"));
  }

  private static SimulatedWorkload.Builder shop() {
    return SimulatedWorkload.builder("shop", HOST);
  }

  private void use(DynatraceSimulator.Builder builder) {
    simulator.close();
    simulator = builder.start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private HttpCalls calls() {
    return new HttpCalls(simulator.baseUrl(), "Bearer", TOKEN);
  }

  private Answer execute(String query) {
    return execute(query, ApiResponse.JSON.createObjectNode());
  }

  private Answer execute(String query, ObjectNode body) {
    return calls().post(EXECUTE, body.put("query", query).toString());
  }

  private JsonNode records(String query) {
    return execute(query).body().at("/result/records");
  }

  @Test
  void countsRecordsThatAgentsShip() {
    simulator.workloads(shop().build(), SimulatedWorkload.builder("bank", HOST).build());

    Answer answer = execute(BY_NAMESPACE);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("state").asText()).isEqualTo("SUCCEEDED");
    assertThat(answer.body().path("requestToken").asText()).isNotEmpty();
    assertThat(answer.body().at("/result/records")).hasSize(1);
    JsonNode record = answer.body().at("/result/records/0");
    // one record per second in ten minutes, of which the last half minute is on its way
    assertThat(record.path("count").isTextual()).as("long numbers are strings").isTrue();
    assertThat(record.path("count").asInt()).isBetween(569, 571);
    assertThat(record.path("last").asText()).startsWith("2026-11-27T11:59:").endsWith("Z");
    assertThat(record.path("k8s.cluster.uid").asText()).isEqualTo("uid-1");
    assertThat(record.path("k8s.cluster.name").asText()).isEqualTo("dynakube");
    assertThat(record.path("dt.host_group.id").asText()).isEqualTo("hg-a");
    assertThat(record.path("k8s.namespace.name").asText()).isEqualTo("shop");
    assertThat(record.path("dt.system.bucket").asText()).isEqualTo("default_logs");
  }

  @Test
  void returnsTypesAndMetadata() {
    simulator.workloads(shop().bytesPerRecord(1_000).build());
    simulator.queries(SimulatedQueries.DEFAULT.bytesPerDay(Map.of("audit", 144_000_000L)));

    JsonNode result =
        execute(BY_NAMESPACE, ApiResponse.JSON.createObjectNode().put("includeContributions", true))
            .body()
            .path("result");

    assertThat(result.at("/types/0/indexRange").toString()).isEqualTo("[0,0]");
    assertThat(result.at("/types/0/mappings/count/type").asText()).isEqualTo("long");
    assertThat(result.at("/types/0/mappings/last/type").asText()).isEqualTo("timestamp");
    JsonNode grail = result.at("/metadata/grail");
    int shipped = result.at("/records/0/count").asInt();
    assertThat(grail.path("scannedBytes").asLong()).isEqualTo(1_000_000 + shipped * 1_000L);
    assertThat(grail.path("scannedRecords").asLong()).isEqualTo(shipped);
    assertThat(grail.path("sampled").asBoolean(true)).isFalse();
    assertThat(grail.path("notifications")).isEmpty();
    assertThat(grail.at("/analysisTimeframe/start").asText())
        .isEqualTo("2026-11-27T11:50:00.000000000Z");
    assertThat(grail.at("/contributions/buckets").toString())
        .isEqualTo(
            "[{\"name\":\"audit\",\"table\":\"logs\",\"scannedBytes\":1000000,"
                + "\"matchedRecordsRatio\":0.0},"
                + "{\"name\":\"default_logs\",\"table\":\"logs\",\"scannedBytes\":"
                + shipped * 1_000
                + ",\"matchedRecordsRatio\":1.0}]");
  }

  @Test
  void recordsArriveAfterTheDelaysOfRuleAndAgent() {
    use(simulator().token(TOKEN));
    simulator.workloads(SimulatedWorkload.builder("bank", HOST).build());
    String item =
        "[{\"schemaId\":\"builtin:logmonitoring.log-storage-settings\",\"scope\":\""
            + GROUP.entityId()
            + "\",\"value\":"
            + Items.value("bank", "bank")
            + "}]";
    assertThat(
            new HttpCalls(simulator.baseUrl(), "Bearer", TOKEN)
                .post(HttpCalls.OBJECTS, item)
                .status())
        .isEqualTo(200);

    assertThat(simulator.ships(SimulatedWorkload.builder("bank", HOST).build())).isTrue();
    assertThat(records(BY_NAMESPACE)).isEmpty();
    simulator.advance(Duration.ofSeconds(119));
    assertThat(records(BY_NAMESPACE)).as("90 s until the rule, 30 s until the record").isEmpty();
    simulator.advance(Duration.ofSeconds(61));
    assertThat(records(BY_NAMESPACE).get(0).path("count").asInt()).isBetween(60, 61);
    assertThat(simulator.now()).isEqualTo(NOW.plusSeconds(180));
  }

  @Test
  void seesNothingOfWhatDoesNotArriveOrIsHidden() {
    simulator.workloads(
        shop().pods(0).build(),
        shop().recordsPerMinute(0).build(),
        shop().hidden().build(),
        shop().dropped().build(),
        shop().until(NOW.minusSeconds(700)).build(),
        shop().from(NOW.plusSeconds(1)).build(),
        SimulatedWorkload.builder("shop", SimulatedEntity.host("elsewhere")).build());

    Answer answer = execute(BY_NAMESPACE);

    assertThat(answer.body().at("/result/records")).isEmpty();
    assertThat(answer.body().at("/result/metadata/grail/notifications")).isEmpty();
    assertThat(answer.body().at("/result/metadata/grail/scannedBytes").asLong())
        .as("hidden records are scanned, too")
        .isPositive();
  }

  @Test
  void stoppedHostShipsNothing() {
    use(simulator().entity(HOST.lastSeen(NOW.minusSeconds(300))).workload(shop().build()));

    assertThat(records(BY_NAMESPACE).get(0).path("count").asInt()).isBetween(299, 301);
    simulator.advance(Duration.ofMinutes(5));
    assertThat(records(BY_NAMESPACE)).isEmpty();
  }

  @Test
  void recordsWithLegacyAttributesHaveOtherFields() {
    simulator.workloads(shop().clusterAttributes(ClusterAttributes.LEGACY).build());

    JsonNode record =
        records(
                "fetch logs, from: now()-10m | filter k8s.namespace.name == \"shop\" | summarize"
                    + " count(), by: {k8s.cluster.uid, uid = dt.kubernetes.cluster.id}")
            .get(0);

    assertThat(record.path("k8s.cluster.uid").isNull()).isTrue();
    assertThat(record.path("uid").asText()).isEqualTo("uid-1");
    assertThat(record.has("count()")).isTrue();
  }

  @Test
  void distinguishesClustersOfOneName() {
    SimulatedEntity other = SimulatedEntity.kubernetesCluster("dynakube", "uid-2");
    SimulatedEntity host =
        SimulatedEntity.host("node-2").instanceOf(GROUP).inKubernetesCluster(other);
    simulator.addEntities(other);
    simulator.workloads(
        shop().build(), SimulatedWorkload.builder("shop", host).bucket("audit").build());

    assertThat(records(BY_NAMESPACE)).hasSize(2);
    assertThat(records(BY_NAMESPACE + " | limit 1")).hasSize(1);
    assertThat(
            records(
                "fetch logs, from: \"2026-11-27T11:50:00Z\", bucket: {\"audit\"} | summarize c ="
                    + " count(), by: k8s.cluster.uid"))
        .singleElement()
        .satisfies(it -> assertThat(it.path("k8s.cluster.uid").asText()).isEqualTo("uid-2"));
  }

  @Test
  void scanStopsAtItsLimit() {
    simulator.workloads(shop().from(NOW.minusSeconds(600)).until(NOW.minusSeconds(500)).build());
    simulator.queries(
        SimulatedQueries.DEFAULT.bytesPerDay(Map.of("default_logs", 3_000_000_000_000L)));

    JsonNode grail = execute(BY_NAMESPACE).body().at("/result/metadata/grail");

    assertThat(records(BY_NAMESPACE)).as("the newest records are read first").isEmpty();
    assertThat(grail.path("scannedBytes").asLong()).isEqualTo(5_000_000_000L);
    assertThat(grail.at("/notifications/0/notificationType").asText())
        .isEqualTo("SCAN_LIMIT_GBYTES");
    assertThat(grail.at("/notifications/0/severity").asText()).isEqualTo("WARNING");
    assertThat(grail.at("/notifications/0/message").asText())
        .isEqualTo("Your execution was stopped after 5 gigabytes of data were scanned.");
    assertThat(records(BY_NAMESPACE.replace("5\n", "-1\n"))).hasSize(1);
    assertThat(records(BY_NAMESPACE.replace("5\n", "30\n"))).hasSize(1);
  }

  @Test
  void samplingReadsSomeRecordsOnly() {
    simulator.workloads(shop().build());

    Answer sampled = execute(BY_NAMESPACE.replace("5\n", "5, samplingRatio: 300\n"));

    assertThat(sampled.body().at("/result/records/0/count").asInt()).isBetween(5, 6);
    assertThat(sampled.body().at("/result/metadata/grail/sampled").asBoolean()).isTrue();
    simulator.queries(SimulatedQueries.DEFAULT.samplingRatio(10));
    assertThat(records(BY_NAMESPACE).get(0).path("count").asInt()).isBetween(56, 58);
  }

  @Test
  void resultIsLimitedTo1000Records() {
    SimulatedWorkload[] many = new SimulatedWorkload[1_200];
    for (int i = 0; i < many.length; i++) {
      many[i] = SimulatedWorkload.builder("shop", HOST).bucket("b" + i).build();
    }
    simulator.workloads(many);

    JsonNode result = execute(BY_NAMESPACE).body().path("result");

    assertThat(result.path("records")).hasSize(1_000);
    assertThat(result.at("/metadata/grail/notifications/0/notificationType").asText())
        .isEqualTo("RESULT_LIMIT_RECORDS");
    assertThat(
            execute(
                    BY_NAMESPACE,
                    ApiResponse.JSON.createObjectNode().put("maxResultRecords", 5_000))
                .body()
                .at("/result/records"))
        .hasSize(1_200);
  }

  @Test
  void runningQueryIsPolled() {
    simulator.workloads(shop().build());
    simulator.queries(SimulatedQueries.DEFAULT.polls(2));

    Answer started = execute(BY_NAMESPACE);
    String token = started.body().path("requestToken").asText();

    assertThat(started.status()).isEqualTo(202);
    assertThat(started.body().path("state").asText()).isEqualTo("RUNNING");
    assertThat(started.body().has("result")).isFalse();
    JsonNode running = calls().get(POLL + token).body();
    assertThat(running.path("state").asText()).isEqualTo("RUNNING");
    assertThat(running.path("progress").asInt()).isEqualTo(50);
    JsonNode finished = calls().get(POLL + token).body();
    assertThat(finished.path("state").asText()).isEqualTo("SUCCEEDED");
    assertThat(finished.path("ttlSeconds").asInt()).isEqualTo(60);
    assertThat(finished.at("/result/records")).hasSize(1);
    simulator.advance(Duration.ofSeconds(61));
    assertThat(calls().get(POLL + token).body().toString())
        .isEqualTo("{\"state\":\"RESULT_GONE\"}");
  }

  @Test
  void queryIsCancelled() {
    simulator.queries(SimulatedQueries.DEFAULT.polls(1));
    String running = execute(BY_NAMESPACE).body().path("requestToken").asText();
    simulator.queries(SimulatedQueries.DEFAULT);
    String finished = execute(BY_NAMESPACE).body().path("requestToken").asText();

    Answer cancelled = calls().post(CANCEL + running, "");
    assertThat(cancelled.status()).isEqualTo(202);
    assertThat(cancelled.body().isNull()).isTrue();
    assertThat(calls().get(POLL + running).body().path("state").asText()).isEqualTo("CANCELLED");
    assertThat(calls().post(CANCEL + finished, "").body().path("state").asText())
        .isEqualTo("SUCCEEDED");
    assertThat(calls().get(POLL + "unknown").status()).isEqualTo(410);
    assertThat(calls().post(CANCEL + "unknown", "").status()).isEqualTo(410);
  }

  @Test
  void queryFails() {
    simulator.queries(SimulatedQueries.DEFAULT.polls(1).failing(true));
    String token = execute(BY_NAMESPACE).body().path("requestToken").asText();

    assertThat(calls().get(POLL + token).body().toString()).isEqualTo("{\"state\":\"FAILED\"}");
  }

  @Test
  void timeseriesSumsADeclaredMetricByIntervals() {
    simulator.workloads(shop().hidden().build());
    simulator.queries(SimulatedQueries.DEFAULT.metrics("log.records"));
    String query =
        "timeseries records = sum(log.records), by: {k8s.namespace.name}, from: -5m, interval: 1m,"
            + " filter: in(k8s.namespace.name, array(\"shop\")) | limit 10";

    JsonNode result = execute(query).body().path("result");

    assertThat(result.path("records")).hasSize(1);
    JsonNode record = result.at("/records/0");
    assertThat(record.path("k8s.namespace.name").asText()).isEqualTo("shop");
    assertThat(record.at("/records/1").asDouble()).isEqualTo(60);
    assertThat(record.path("interval").asText()).isEqualTo("60000000000");
    assertThat(record.at("/timeframe/start").asText()).startsWith("2026-11-27T11:55:00");
    assertThat(result.at("/metadata/grail/scannedBytes").asLong()).isZero();
    assertThat(records(query.replace("log.records", "log.other"))).isEmpty();
    assertThat(execute(query + " | filter x == \"y\"").status()).isEqualTo(400);
    use(simulator().tokenWithScopes(TOKEN, "storage:logs:read", "storage:buckets:read"));
    assertThat(execute(query).body().at("/error/details/missingScopes").toString())
        .isEqualTo("[\"storage:metrics:read\"]");
  }

  @Test
  void needsTwoScopesAndThePermissionsOfTheUser() {
    use(simulator().tokenWithScopes(TOKEN, "storage:logs:read", "settings:objects:read"));
    Answer withoutScope = execute(BY_NAMESPACE);
    use(simulator().token(TOKEN));
    assertThat(execute(BY_NAMESPACE).status()).isEqualTo(200);
    simulator.queries(SimulatedQueries.DEFAULT.missingPermissions("storage:buckets:read"));
    Answer withoutPermission = execute(BY_NAMESPACE);

    assertThat(withoutScope.status()).isEqualTo(403);
    assertThat(withoutScope.body().at("/error/details/missingScopes").toString())
        .isEqualTo("[\"storage:buckets:read\"]");
    assertThat(withoutScope.body().at("/error/details/errorType").asText())
        .isEqualTo("NOT_AUTHORIZED_FOR_TABLE");
    assertThat(withoutPermission.status()).isEqualTo(403);
    assertThat(withoutPermission.body().at("/error/details/missingPermissions").toString())
        .isEqualTo("[\"storage:buckets:read\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer, dt0s16.PUBLIC.SECRET, 200",
    "Api-Token, dt0c01.PUBLIC.SECRET, 401",
    "Bearer, dt0c01.PUBLIC.SECRET, 401"
  })
  void acceptsPlatformTokensOnly(String scheme, String token, int status) {
    String body = ApiResponse.JSON.createObjectNode().put("query", BY_NAMESPACE).toString();

    assertThat(new HttpCalls(simulator.baseUrl(), scheme, token).post(EXECUTE, body).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " % QUERY_MISSING % empty % 0",
        "fetch spans % NOT_SIMULATED % data object \"spans\"; expected logs % 6",
        "timeseries a = avg(x) % NOT_SIMULATED % aggregation \"avg\"; expected sum % 15",
        "timeseries a = sum(x), bins: 5 % NOT_SIMULATED % parameter \"bins\" % 23",
        "fetch logs % NOT_SIMULATED % a query without summarize % 10",
        "fetch logs, from: 5 | summarize count() % PARSE_ERROR % a time such as % 18",
        "fetch logs, from: -5y | summarize count() % PARSE_ERROR % a duration in ms % 19",
        "fetch logs, from: \"soon\" | summarize count() % PARSE_ERROR % a time such as % 18",
        "fetch logs, size: 5 | summarize count() % NOT_SIMULATED % parameter \"size\" % 12",
        "fetch logs | parse content | summarize count() % NOT_SIMULATED % \"parse\"; expected % 13",
        "fetch logs | filter a == | summarize count() % PARSE_ERROR % text in quotes % 25",
        "fetch logs | filter a > \"b\" | summarize count() % NOT_SIMULATED % operator \">\" % 22",
        "fetch logs | filter like(a, \"b\") | summarize count() % NOT_SIMULATED % \"like\" % 20",
        "fetch logs | filter (a == \"b\" | summarize count() % PARSE_ERROR % expected ) % 30",
        "fetch logs | filter a == \"b | summarize count() % PARSE_ERROR % no closing % 25",
        "fetch logs | filter timestamp == \"b\" | summarize count() % NOT_SIMULATED % from % 20",
        "fetch logs | summarize sum(x) % NOT_SIMULATED % aggregation \"sum\" % 23",
        "fetch logs | summarize max(x) % NOT_SIMULATED % max of \"x\"; expected timestamp % 27",
        "fetch logs | summarize count() | sort a % NOT_SIMULATED % \"sort\" after summarize % 33",
        "fetch logs | summarize count() by {a} % PARSE_ERROR % \"by\" is not allowed here % 31",
        "fetch logs | summarize count() ; % PARSE_ERROR % unexpected character % 31",
        "fetch logs /* | summarize count() % PARSE_ERROR % comment has no end % 11"
      })
  void rejectsWhatItDoesNotExecute(String queryAndError) {
    String[] parts = queryAndError.split(" % ", -1);

    Answer answer = execute(parts[0]);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().at("/error/code").asInt()).isEqualTo(400);
    JsonNode details = answer.body().at("/error/details");
    assertThat(details.path("errorType").asText()).isEqualTo(parts[1]);
    assertThat(details.path("errorMessage").asText()).contains(parts[2]);
    assertThat(details.at("/syntaxErrorPosition/start/index").asInt())
        .isEqualTo(Integer.parseInt(parts[3]));
  }

  @Test
  void evaluatesConditionsWithMissingFieldsAsUnknown() {
    simulator.workloads(shop().attribute("loglevel", "ERROR").build());
    String query = "fetch logs, from: -10m | filter %s | summarize count(), by: {loglevel}";

    for (String holds :
        new String[] {
          "loglevel == \"ERROR\"",
          "not loglevel == \"INFO\"",
          "isNull(x) and isNotNull(loglevel)",
          "x == \"y\" or loglevel != \"INFO\"",
          "in(loglevel, array(\"INFO\", \"ERROR\"))",
          "in(loglevel, \"INFO\", \"ERROR\") // comment"
        }) {
      assertThat(records(String.format(query.replace("| summarize", "\n| summarize"), holds)))
          .as(holds)
          .hasSize(1);
    }
    for (String fails :
        new String[] {"x == \"y\"", "not x == \"y\"", "not (x == \"y\" or loglevel == \"INFO\")"}) {
      assertThat(records(String.format(query, fails))).as(fails).isEmpty();
    }
  }

  @Test
  void summaryWithoutGroupsHasOneRecord() {
    assertThat(records("fetch logs | summarize {n = count(), last = max(timestamp)}").toString())
        .isEqualTo("[{\"n\":\"0\",\"last\":null}]");
  }

  @Test
  void faultsStrikeQueries() {
    simulator.faults(Fault.on("POST /platform/storage/query/v1/query:execute").nth(1).status(429));

    assertThat(execute(BY_NAMESPACE).status()).isEqualTo(429);
    assertThat(execute(BY_NAMESPACE).status()).isEqualTo(200);
    assertThat(simulator.requests())
        .containsEntry("POST /platform/storage/query/v1/query:execute", 2);
  }
}
