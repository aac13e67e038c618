package io.github.logconfig.dynatrace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.TokenScope;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.entities.EntitySelector;
import io.github.logconfig.dynatrace.internal.retry.Operation;
import io.github.logconfig.dynatrace.settings.EffectiveValuesQuery;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.dynatrace.settings.UpdateToken;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests every fault of the simulator with every operation, once and permanently. {@code
 * fault-table.txt} has the expected results: the outcome, the number of requests, and the number of
 * created objects.
 */
class FaultTableTest {

  private static final SchemaId SCHEMA = new SchemaId("builtin:logmonitoring.log-storage-settings");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MORE_THAN_A_PAGE = 4_001;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static DynatraceSimulator simulator;
  private static DynatraceClient client;
  private static DynatraceClient impatient;
  private static JsonNode seeded;
  private static AtomicInteger impatientAttempts;
  private static SettingsObjectId objectId;
  private static UpdateToken token;

  private interface Work {
    void run(DynatraceClient client);
  }

  private record Operation(String template, Work work) {}

  @BeforeAll
  static void start() {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    IntStream.range(0, MORE_THAN_A_PAGE).forEach(i -> builder.hostGroup("group-" + i));
    simulator = builder.start();
    client = client(3, Duration.ofMinutes(1)).build();
    impatientAttempts = new AtomicInteger();
    impatient =
        client(2, Duration.ofMillis(150))
            .requestListener(event -> impatientAttempts.incrementAndGet())
            .build();
    client.settings().create(List.of(object("one", true), object("two", true), object("3", true)));
    seeded = simulator.snapshot();
    SettingsObject first =
        client.settings().list(SettingsQuery.ofSchema(SCHEMA)).findFirst().orElseThrow();
    objectId = first.objectId().orElseThrow();
    token = first.updateToken().orElseThrow();
  }

  @AfterAll
  static void stop() {
    client.close();
    impatient.close();
    simulator.close();
  }

  @Test
  void endsEveryOperationAsInTheTable() throws IOException {
    GoldenTable table = new GoldenTable("fault-table.txt");
    Map<String, Operation> operations = operations();
    faults()
        .forEach(
            (name, fault) -> {
              table.heading(name);
              operations.forEach(
                  (what, operation) -> table.row(what, cell(client, operation, fault)));
            });
    table.heading("delay beyond the timeout of a call, two attempts");
    operations.forEach(
        (what, operation) ->
            table.row(
                what,
                "for ever: "
                    + run(
                        impatient,
                        operation,
                        Fault.on(operation.template()).delay(Duration.ofSeconds(2)))));
    table.check();
  }

  private static Map<String, Function<Fault.Builder, Fault>> faults() {
    Map<String, Function<Fault.Builder, Fault>> faults = new LinkedHashMap<>();
    for (int status : new int[] {400, 401, 403, 404, 409, 413, 429, 500, 502, 503, 504, 529}) {
      faults.put("status " + status, fault -> fault.status(status));
    }
    faults.put("status 429, Retry-After", fault -> fault.status(429, Duration.ofSeconds(2)));
    faults.put("status 503, Retry-After: 0", fault -> fault.status(503, Duration.ZERO));
    faults.put("delay", fault -> fault.delay(Duration.ofMillis(1)));
    faults.put("drop-before", Fault.Builder::dropBefore);
    faults.put("drop-after", Fault.Builder::dropAfter);
    faults.put("truncate", Fault.Builder::truncate);
    faults.put("garbage", Fault.Builder::garbage);
    faults.put("login-page", Fault.Builder::loginPage);
    faults.put("stale-token", Fault.Builder::staleToken);
    faults.put("repeat-page", Fault.Builder::repeatPage);
    faults.put("empty-page", Fault.Builder::emptyPage);
    faults.put("vanish-page", Fault.Builder::vanishPage);
    return faults;
  }

  private static Map<String, Operation> operations() {
    Map<String, Operation> operations = new LinkedHashMap<>();
    SettingsQuery query = SettingsQuery.builder().addSchemaId(SCHEMA).pageSize(1).build();
    EffectiveValuesQuery effective =
        EffectiveValuesQuery.builder()
            .addSchemaId(SCHEMA)
            .scope(SettingsScope.ENVIRONMENT)
            .pageSize(1)
            .build();
    String objects = "/settings/objects";
    String object = objects + "/{objectId}";
    put(operations, "list", "GET " + objects, it -> it.settings().list(query).forEach(one -> {}));
    put(operations, "get", "GET " + object, it -> it.settings().get(objectId));
    put(operations, "create with external ids", "POST " + objects, it -> create(it, true));
    put(operations, "create without", "POST " + objects, it -> create(it, false));
    put(
        operations,
        "validate new objects",
        "POST " + objects,
        it -> it.settings().validate(List.of(object("new", true))).orThrow());
    put(operations, "update, locked", "PUT " + object, it -> it.settings().update(update(true)));
    put(operations, "update", "PUT " + object, it -> it.settings().update(update(false)));
    put(
        operations,
        "validate an update",
        "PUT " + object,
        it -> it.settings().validate(update(false)));
    put(
        operations,
        "delete, locked",
        "DELETE " + object,
        it -> it.settings().delete(objectId, token));
    put(operations, "delete", "DELETE " + object, it -> it.settings().delete(objectId));
    put(
        operations,
        "effective values",
        "GET /settings/effectiveValues",
        it -> it.settings().effectiveValues(effective).forEach(one -> {}));
    put(operations, "list schemas", "GET /settings/schemas", it -> it.schemas().list());
    put(
        operations,
        "get schema",
        "GET /settings/schemas/{schemaId}",
        it -> it.schemas().get(SCHEMA));
    put(
        operations,
        "list entities",
        "GET /entities",
        it -> it.entities().list(EntitySelector.ofType("HOST_GROUP")).forEach(one -> {}));
    put(
        operations,
        "find host groups",
        "GET /entities",
        it -> it.entities().findHostGroups(List.of("group-1")));
    put(
        operations,
        "look up token",
        "POST /apiTokens/lookup",
        it -> it.tokens().require(Set.of(TokenScope.SETTINGS_READ)));
    return operations;
  }

  private static void put(
      Map<String, Operation> operations, String name, String template, Work work) {
    operations.put(name, new Operation(template, work));
  }

  private static String cell(
      DynatraceClient client, Operation operation, Function<Fault.Builder, Fault> fault) {
    String once = run(client, operation, fault.apply(Fault.on(operation.template()).nth(1)));
    String forEver = run(client, operation, fault.apply(Fault.on(operation.template())));
    return String.format("once: %-44s for ever: %s", once, forEver);
  }

  private static String run(DynatraceClient client, Operation operation, Fault fault) {
    simulator.clearFaults();
    simulator.restore(seeded);
    simulator.clearRequests();
    simulator.faults(fault);
    impatientAttempts.set(0);
    String outcome = GoldenTable.outcome(() -> operation.work().run(client));
    int requests = requests();
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    // a request that its client no longer waits for may still be on its way
    while (requests < impatientAttempts.get() && System.nanoTime() < end) {
      Thread.onSpinWait();
      requests = requests();
    }
    long left =
        StreamSupport.stream(simulator.objects().spliterator(), false)
            .filter(it -> it.toString().contains("\"new\""))
            .count();
    return outcome + ", " + requests + (left == 0 ? "" : ", left " + left);
  }

  private static int requests() {
    return simulator.requests().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static void create(DynatraceClient client, boolean withExternalId) {
    client.settings().create(List.of(object("new", withExternalId))).orThrow();
  }

  private static SettingsUpdate update(boolean locked) {
    SettingsUpdate.Builder update =
        SettingsUpdate.builder().objectId(objectId).value(value("renamed"));
    return (locked ? update.updateToken(token) : update).build();
  }

  private static NewSettingsObject object(String title, boolean withExternalId) {
    NewSettingsObject.Builder object =
        NewSettingsObject.builder()
            .schemaId(SCHEMA)
            .scope(SettingsScope.ENVIRONMENT)
            .value(value(title));
    return (withExternalId ? object.externalId(new ExternalId("key " + title)) : object).build();
  }

  private static JsonNode value(String title) {
    return JSON.createObjectNode()
        .put("enabled", true)
        .put("config-item-title", title)
        .put("send-to-storage", true)
        .set("matchers", JSON.createArrayNode());
  }

  private static DynatraceClient.Builder client(int attempts, Duration callTimeout) {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
        .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRETSECRET"))
        .retryPolicy(RetryPolicy.builder().maxAttempts(attempts).build())
        .callTimeout(callTimeout)
        .timing(new RecordingTiming());
  }
}
