package io.github.logconfig.dynatrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.settings.EffectiveValuesQuery;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsObject;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import io.github.logconfig.dynatrace.settings.SettingsScope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service whose list has always another page. */
class EndlessListTest {

  private static final SettingsQuery QUERY = SettingsQuery.ofSchema(new SchemaId("s"));
  private static final Duration TOTAL = Duration.ofMinutes(1);

  private final RecordingTiming timing = new RecordingTiming();
  private final AtomicInteger requests = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private volatile IntFunction<String> answers = page -> "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = answers.apply(requests.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void endsAtTheTotalTimeout() {
    answers = page -> afterOneSecond(page(page, 2));
    try (DynatraceClient client = client().timing(timing).build()) {
      assertThatThrownBy(() -> client.settings().list(QUERY).forEach(object -> {}))
          .isInstanceOf(DynatraceTransportException.class)
          .hasMessage(
              "GET /settings/objects: the list is incomplete after 60 pages with 120 items: the"
                  + " total timeout of 60000 ms has passed while waiting for the service");
      assertThatThrownBy(() -> client.entities().list("type(HOST)").forEach(entity -> {}))
          .isInstanceOf(DynatraceTransportException.class)
          .hasMessageContaining("60 pages with 120 items");
      assertThatThrownBy(() -> client.settings().effectiveValues(effective()).forEach(value -> {}))
          .isInstanceOf(DynatraceTransportException.class)
          .hasMessageContaining("60 pages with 120 items");
    }
  }

  @Test
  void sharesTheTotalTimeoutAmongRequestsOfAList() {
    answers = page -> afterOneSecond("{\"entities\":[],\"totalCount\":0}");
    try (DynatraceClient client = client().timing(timing).build()) {
      assertThatThrownBy(
              () ->
                  client
                      .entities()
                      .hosts(
                          IntStream.range(0, 10_000)
                              .mapToObj(i -> String.format("HOST-%016X", i))
                              .toList()))
          .isInstanceOf(DynatraceTransportException.class)
          .hasMessageContaining("total timeout");
    }
    assertThat(requests).hasValue(60);
  }

  @Test
  void doesNotCountTheTimeOfTheConsumer() {
    answers = page -> afterOneSecond(page < 50 ? page(page, 1) : lastPage(page));
    try (DynatraceClient client = client().timing(timing).build()) {
      assertThat(client.settings().list(QUERY).peek(object -> timing.pass(Duration.ofHours(1))))
          .hasSize(50);
    }
  }

  @Test
  void startsTheTimeoutWhenTheListIsRead() {
    answers = page -> afterOneSecond(lastPage(page));
    try (DynatraceClient client = client().timing(timing).build()) {
      Stream<SettingsObject> objects = client.settings().list(QUERY);
      timing.pass(Duration.ofHours(1));
      assertThat(objects).hasSize(1);
    }
  }

  @Test
  void endsEarlyIfPagesContainOnlyDeliveredObjects() {
    answers = page -> "{\"items\":[{\"objectId\":\"a\"}],\"nextPageKey\":\"" + page + "\"}";
    try (DynatraceClient client = client().build()) {
      assertThatThrownBy(() -> client.settings().list(QUERY).forEach(object -> {}))
          .isInstanceOf(DynatraceResponseException.class)
          .hasMessageContaining("repeats objects on 11 pages in a row");
    }
    assertThat(requests).hasValue(12);
  }

  @Test
  void endsAtTheHighestNumberOfItems() {
    int perPage = 50_000;
    answers = page -> page(page, perPage);
    AtomicInteger delivered = new AtomicInteger();
    try (DynatraceClient client = client().build()) {
      assertThatThrownBy(
              () -> client.settings().list(QUERY).forEach(object -> delivered.incrementAndGet()))
          .isInstanceOf(DynatraceResponseException.class)
          .hasMessageContaining("more than 500000 items");
    }
    assertThat(delivered).hasValue(500_000);
    assertThat(requests).hasValue(11);
  }

  @Test
  void endsAtAnInterrupt() throws InterruptedException {
    answers = page -> page(page, 1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (DynatraceClient client = client().build()) {
      Thread reader =
          new Thread(
              () -> {
                try {
                  Iterator<SettingsObject> objects = client.settings().list(QUERY).iterator();
                  for (int i = 0; objects.hasNext(); i++) {
                    objects.next();
                    if (i == 20) {
                      Thread.currentThread().interrupt();
                    }
                  }
                } catch (DynatraceException e) {
                  thrown.set(e);
                }
              });
      reader.start();
      reader.join();
    }
    assertThat(thrown.get()).isInstanceOf(CallInterruptedException.class);
  }

  private DynatraceClient.Builder client() {
    return DynatraceClient.builder()
        .baseUrl(BaseUrl.parse("http://127.0.0.1:" + server.getAddress().getPort()))
        .apiToken(ApiToken.of("dt0c01.PUBLIC.SECRETSECRET"))
        .totalTimeout(TOTAL);
  }

  private String afterOneSecond(String answer) {
    timing.pass(Duration.ofSeconds(1));
    return answer;
  }

  private static String page(int number, int items) {
    return "{" + items(number, items) + ",\"nextPageKey\":\"" + number + "\"}";
  }

  private static String lastPage(int number) {
    return "{" + items(number, 1) + "}";
  }

  /** New ones on every page, in the shape of all lists. */
  private static String items(int page, int count) {
    String objects =
        IntStream.range(0, count)
            .mapToObj(i -> page + "-" + i)
            .map(id -> "{\"objectId\":\"" + id + "\",\"entityId\":\"" + id + "\",\"value\":{}}")
            .collect(Collectors.joining(",", "[", "]"));
    return "\"items\":" + objects + ",\"entities\":" + objects;
  }

  private static EffectiveValuesQuery effective() {
    return EffectiveValuesQuery.builder()
        .addSchemaId(new SchemaId("s"))
        .scope(SettingsScope.ENVIRONMENT)
        .build();
  }
}
