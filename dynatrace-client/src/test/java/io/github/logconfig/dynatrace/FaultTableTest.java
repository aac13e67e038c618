package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.simulator.DynatraceSimulator;
import io.github.logconfig.simulator.Fault;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fault of the simulator, once and for ever, with every operation. */
class FaultTableTest {

  private static final SchemaId SCHEMA = new SchemaId("builtin:logmonitoring.log-storage-settings");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, Function<Fault.Builder, Fault>> FAULTS =
      Map.ofEntries(
          Map.entry("429", fault -> fault.status(429)),
          Map.entry("500", fault -> fault.status(500)),
          Map.entry("503", fault -> fault.status(503)),
          Map.entry("drop-before", Fault.Builder::dropBefore),
          Map.entry("drop-after", Fault.Builder::dropAfter),
          Map.entry("truncate", Fault.Builder::truncate),
          Map.entry("garbage", Fault.Builder::garbage),
          Map.entry("login-page", Fault.Builder::loginPage));

  private static DynatraceSimulator simulator;
  private static DynatraceClient client;
  private static SettingsObjectId objectId;

  private static final Map<String, Consumer<DynatraceClient>> OPERATIONS =
      Map.of(
          "GET /settings/objects",
          it ->
              assertThat(it.settings().list(SettingsQuery.ofSchema(SCHEMA)).toList()).isNotEmpty(),
          "GET /settings/objects/{objectId}",
          it -> it.settings().get(objectId),
          "POST /settings/objects",
          it -> it.settings().create(List.of(object("other", "other"))).orThrow(),
          "PUT /settings/objects/{objectId}",
          FaultTableTest::updateLocked,
          "DELETE /settings/objects/{objectId}",
          FaultTableTest::deleteLocked,
          "GET /entities",
          it -> it.entities().findHostGroups(List.of("prod-1")),
          "POST /apiTokens/lookup",
          it -> it.tokens().lookupOwn());

  @BeforeAll
  static void start() {
    simulator = DynatraceSimulator.builder().hostGroup("prod-1").start();
    client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
            .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRETSECRET"))
            .retryPolicy(RetryPolicy.builder().maxAttempts(3).build())
            .timing(new RecordingTiming())
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    simulator.close();
  }

  /** The outcome if the fault strikes once, if it strikes a read for ever, and a write for ever. */
  @ParameterizedTest
  @CsvSource({
    "429,         done,                       RateLimitedException,        RateLimitedException",
    "503,         done,                       ServerErrorException,        OutcomeUnknownException",
    "drop-before, done,                       DynatraceTransportException, OutcomeUnknownException",
    "drop-after,  done,                       DynatraceTransportException, OutcomeUnknownException",
    "truncate,    done,                       DynatraceTransportException, OutcomeUnknownException",
    "500,         ServerErrorException,       ServerErrorException,        OutcomeUnknownException",
    "garbage,     DynatraceResponseException, DynatraceResponseException, "
        + " DynatraceResponseException",
    "login-page,  DynatraceResponseException, DynatraceResponseException, "
        + " DynatraceResponseException"
  })
  void everyOperationEndsAsTheTableSays(String fault, String once, String read, String write) {
    OPERATIONS.forEach(
        (operation, call) -> {
          boolean writes = operation.contains("/settings/") && !operation.startsWith("GET");
          reset();
          simulator.faults(FAULTS.get(fault).apply(Fault.on(operation).nth(1)));
          String afterOne = outcome(call);
          if (once.equals("done")) {
            assertThat(afterOne).as("%s once, %s", fault, operation).isEqualTo("done");
          } else {
            assertThat(afterOne)
                .as("%s once, %s", fault, operation)
                .isIn(once, writes ? write : once, doneNevertheless(operation, fault));
          }
          reset();
          simulator.faults(FAULTS.get(fault).apply(Fault.on(operation)));
          assertThat(outcome(call))
              .as("%s for ever, %s", fault, operation)
              .isIn(writes ? write : read, doneNevertheless(operation, fault));
        });
  }

  /**
   * A deletion that succeeds has no body to be spoiled; an update whose answers are cut off meets a
   * conflict with itself, and reading the object tells that it is done.
   */
  private static String doneNevertheless(String operation, String fault) {
    boolean read = operation.startsWith("PUT") && fault.equals("truncate");
    return operation.startsWith("DELETE") || read ? "done" : "";
  }

  private static void reset() {
    simulator.clearFaults();
    client
        .settings()
        .list(SettingsQuery.ofSchema(SCHEMA))
        .forEach(object -> client.settings().delete(object.objectId().orElseThrow(), null));
    objectId = client.settings().create(List.of(object("one", "one"))).orThrow().get(0);
  }

  private static String outcome(Consumer<DynatraceClient> call) {
    Throwable thrown = catchThrowable(() -> call.accept(client));
    return thrown == null ? "done" : thrown.getClass().getSimpleName();
  }

  private static void updateLocked(DynatraceClient it) {
    it.settings()
        .update(
            SettingsUpdate.builder()
                .objectId(objectId)
                .updateToken(token())
                .value(value("renamed"))
                .build());
  }

  private static void deleteLocked(DynatraceClient it) {
    it.settings().delete(objectId, token());
  }

  private static UpdateToken token() {
    return client.settings().get(objectId).updateToken().orElseThrow();
  }

  private static NewSettingsObject object(String title, String key) {
    return NewSettingsObject.builder()
        .schemaId(SCHEMA)
        .scope(SettingsScope.ENVIRONMENT)
        .externalId(new ExternalId(key))
        .value(value(title))
        .build();
  }

  private static JsonNode value(String title) {
    return JSON.createObjectNode()
        .put("enabled", true)
        .put("config-item-title", title)
        .put("send-to-storage", true)
        .set("matchers", JSON.createArrayNode());
  }
}
