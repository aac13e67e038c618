package io.github.logconfig.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.settings.ExternalId;
import io.github.logconfig.dynatrace.settings.NewSettingsObject;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import io.github.logconfig.dynatrace.settings.SettingsUpdate;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Lists 10,000 objects, creates 1,000, and updates 1,000 under locks, with the client and with
 * plain OkHttp doing the same requests and parsing the same answers; prints times and their ratio.
 */
public final class ClientBenchmark {

  private static final SchemaId SCHEMA = new SchemaId("builtin:logmonitoring.log-storage-settings");
  private static final String FIELDS =
      "objectId,schemaId,schemaVersion,scope,externalId,value,updateToken,modified,author";
  private static final MediaType TYPE = MediaType.get("application/json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "dt0c01.BENCHMARK.NOT-A-REAL-SECRET";
  private static final int LISTED = 10_000;
  private static final int WRITTEN = 1_000;
  private static final int BATCH = 100;
  private static final int ROUNDS = 5;
  private static final long LONG_NANOS = Duration.ofSeconds(20).toNanos();

  private final OkHttpClient plain = new OkHttpClient();
  private final String base;
  private final DynatraceClient client;

  private ClientBenchmark(String url, DynatraceClient client) {
    this.base = url + "/api/v2/settings/objects";
    this.client = client;
  }

  /** Something to measure. */
  private interface Work {
    void run() throws IOException;
  }

  /**
   * Runs all measurements.
   *
   * @param arguments latencies of the simulator in milliseconds; 0 and 50 by default
   */
  public static void main(String... arguments) throws IOException {
    List<String> latencies = arguments.length == 0 ? List.of("0", "50") : List.of(arguments);
    for (String latency : latencies) {
      Duration held = Duration.ofMillis(Long.parseLong(latency));
      try (DynatraceSimulator simulator = DynatraceSimulator.builder().latency(held).start();
          DynatraceClient client =
              DynatraceClient.builder()
                  .baseUrl(BaseUrl.parse(simulator.baseUrl().toString()))
                  .apiToken(ApiToken.of(TOKEN))
                  .build()) {
        new ClientBenchmark(simulator.baseUrl().toString(), client).measure(latency + " ms");
      }
    }
  }

  private void measure(String latency) throws IOException {
    List<NewSettingsObject> written = objects(0, WRITTEN);
    List<String> bodies = bodies(written);
    compare(
        "create " + WRITTEN,
        latency,
        () -> require(client.settings().create(written).isSuccess()),
        () -> {
          for (String body : bodies) {
            require(send(request(base).post(RequestBody.create(body, TYPE))).size() == BATCH);
          }
        });
    compare("update " + WRITTEN, latency, this::update, this::updatePlainly);
    for (int from = WRITTEN; from < LISTED; from += WRITTEN) {
      require(client.settings().create(objects(from, from + WRITTEN)).isSuccess());
    }
    compare(
        "list " + LISTED,
        latency,
        () -> require(client.settings().list(SettingsQuery.ofSchema(SCHEMA)).count() == LISTED),
        () -> require(listPlainly() == LISTED));
  }

  private static void compare(String what, String latency, Work ours, Work plain)
      throws IOException {
    long begin = System.nanoTime();
    ours.run();
    plain.run();
    // what takes minutes is not repeated so often
    int rounds = System.nanoTime() - begin > LONG_NANOS ? 1 : ROUNDS;
    double fastest = Double.MAX_VALUE;
    double fastestPlain = Double.MAX_VALUE;
    for (int i = 0; i < rounds; i++) {
      fastest = Math.min(fastest, millis(ours));
      fastestPlain = Math.min(fastestPlain, millis(plain));
    }
    System.out.printf(
        Locale.ROOT,
        "%-12s latency %-6s client %8.1f ms  plain OkHttp %8.1f ms  ratio %.3f%n",
        what,
        latency,
        fastest,
        fastestPlain,
        fastest / fastestPlain);
  }

  private static double millis(Work work) throws IOException {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e6;
  }

  private void update() {
    client
        .settings()
        .list(SettingsQuery.ofSchema(SCHEMA))
        .limit(WRITTEN)
        .forEach(object -> client.settings().update(update(object)));
  }

  private static SettingsUpdate update(SettingsObject object) {
    return SettingsUpdate.builder()
        .objectId(object.objectId().orElseThrow())
        .updateToken(object.updateToken())
        .value(object.value().orElseThrow())
        .build();
  }

  private void updatePlainly() throws IOException {
    HttpUrl next = first();
    while (next != null) {
      JsonNode page =
          send(new Request.Builder().url(next).header("Authorization", authorization()));
      for (JsonNode object : page.path("items")) {
        String body =
            JSON.createObjectNode()
                .put("updateToken", object.path("updateToken").asText())
                .set("value", object.path("value"))
                .toString();
        HttpUrl one =
            HttpUrl.get(base).newBuilder().addPathSegment(object.path("objectId").asText()).build();
        require(
            send(request(one.toString()).put(RequestBody.create(body, TYPE))).path("code").asInt()
                == 200);
      }
      next = next(page);
    }
  }

  private int listPlainly() throws IOException {
    int count = 0;
    HttpUrl next = first();
    while (next != null) {
      JsonNode page = send(request(next.toString()));
      count += page.path("items").size();
      next = next(page);
    }
    return count;
  }

  private HttpUrl first() {
    return HttpUrl.get(base)
        .newBuilder()
        .addQueryParameter("schemaIds", SCHEMA.value())
        .addQueryParameter("fields", FIELDS)
        .addQueryParameter("pageSize", "500")
        .build();
  }

  private @Nullable HttpUrl next(JsonNode page) {
    String key = page.path("nextPageKey").asText("");
    return key.isEmpty()
        ? null
        : HttpUrl.get(base).newBuilder().addQueryParameter("nextPageKey", key).build();
  }

  private static Request.Builder request(String url) {
    return new Request.Builder().url(url).header("Authorization", authorization());
  }

  private static String authorization() {
    return "Api-Token " + TOKEN;
  }

  private JsonNode send(Request.Builder request) throws IOException {
    try (Response response = plain.newCall(request.build()).execute();
        ResponseBody body = response.body()) {
      require(response.isSuccessful() && body != null);
      return JSON.readTree(body == null ? "" : body.string());
    }
  }

  private static List<String> bodies(List<NewSettingsObject> objects) {
    return IntStream.range(0, objects.size() / BATCH)
        .mapToObj(i -> body(objects.subList(i * BATCH, (i + 1) * BATCH)))
        .toList();
  }

  private static String body(List<NewSettingsObject> objects) {
    var array = JSON.createArrayNode();
    for (NewSettingsObject object : objects) {
      array
          .addObject()
          .put("schemaId", object.schemaId().value())
          .put("scope", object.scope().value())
          .put("externalId", object.externalId().orElseThrow().value())
          .set("value", object.value());
    }
    return array.toString();
  }

  static List<NewSettingsObject> objects(int from, int to) {
    return IntStream.range(from, to).mapToObj(ClientBenchmark::object).toList();
  }

  private static NewSettingsObject object(int number) {
    var value =
        JSON.createObjectNode()
            .put("enabled", true)
            .put("config-item-title", "rule " + number)
            .put("send-to-storage", true);
    var matcher =
        value
            .putArray("matchers")
            .addObject()
            .put("attribute", "k8s.namespace.name")
            .put("operator", "MATCHES");
    matcher.putArray("values").add("namespace-" + number).add("other-" + number);
    return NewSettingsObject.builder()
        .schemaId(SCHEMA)
        // a scope takes no more than 1,000 rules
        .scope(new SettingsScope("HOST_GROUP-%016X".formatted(number / 500)))
        .externalId(new ExternalId("benchmark:" + number))
        .value(value)
        .build();
  }

  private static void require(boolean met) {
    if (!met) {
      throw new IllegalStateException("an answer is not as expected");
    }
  }
}
