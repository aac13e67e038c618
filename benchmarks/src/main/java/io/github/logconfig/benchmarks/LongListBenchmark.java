package io.github.logconfig.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.settings.SchemaId;
import io.github.logconfig.dynatrace.settings.SettingsQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Lists 100,000 objects; to be run with a heap of 64 MiB ({@code -Xmx64m}). */
public final class LongListBenchmark {

  private static final int OBJECTS = 100_000;
  private static final int PAGE = 500;

  private LongListBenchmark() {}

  /**
   * Runs the measurement.
   *
   * @param arguments none
   */
  public static void main(String... arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", LongListBenchmark::answer);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    long begin = System.nanoTime();
    try (DynatraceClient client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse(url))
            .apiToken(ApiToken.of("dt0c01.BENCHMARK.NOT-A-REAL-SECRET"))
            .build()) {
      long count = client.settings().list(SettingsQuery.ofSchema(new SchemaId("s"))).count();
      System.out.printf(
          Locale.ROOT,
          "listed %d objects in %.0f ms with a heap of at most %d MiB%n",
          count,
          (System.nanoTime() - begin) / 1e6,
          Runtime.getRuntime().maxMemory() >> 20);
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    int from =
        query.startsWith("nextPageKey=")
            ? Integer.parseInt(query.substring(query.indexOf('=') + 1))
            : 0;
    StringBuilder page = new StringBuilder("{\"items\":[");
    for (int i = from; i < from + PAGE; i++) {
      page.append(i == from ? "" : ",")
          .append("{\"objectId\":\"")
          .append("vu9U3hXa3q0AAAAB".repeat(9))
          .append(i)
          .append("\",\"value\":{\"title\":\"rule ")
          .append(i)
          .append("\",\"values\":[\"a\",\"b\",\"c\"]}}");
    }
    page.append("],\"totalCount\":").append(OBJECTS);
    if (from + PAGE < OBJECTS) {
      page.append(",\"nextPageKey\":\"").append(from + PAGE).append('"');
    }
    byte[] body = page.append('}').toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
