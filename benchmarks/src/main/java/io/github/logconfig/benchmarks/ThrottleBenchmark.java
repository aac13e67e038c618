package io.github.logconfig.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.dynatrace.ApiToken;
import io.github.logconfig.dynatrace.BaseUrl;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.SettingsObjectId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** How much of a server that admits R requests per second, and no more, the client uses. */
public final class ThrottleBenchmark {

  private static final int PER_SECOND = 100;
  private static final int THREADS = 16;
  private static final int REQUESTS = 1_500;

  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger admitted = new AtomicInteger();
  private double allowance = PER_SECOND / 10.0;
  private long last = System.nanoTime();

  private ThrottleBenchmark() {}

  /**
   * Runs the measurement.
   *
   * @param arguments none
   */
  public static void main(String... arguments)
      throws IOException, InterruptedException, ExecutionException {
    new ThrottleBenchmark().run();
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService serving = Executors.newFixedThreadPool(THREADS);
    ExecutorService asking = Executors.newFixedThreadPool(THREADS);
    server.setExecutor(serving);
    server.createContext("/", this::answer);
    server.start();
    try (DynatraceClient client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse("http://127.0.0.1:" + server.getAddress().getPort()))
            .apiToken(ApiToken.of("dt0c01.BENCHMARK.NOT-A-REAL-SECRET"))
            .build()) {
      long begin = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        running.add(asking.submit(() -> client.settings().get(new SettingsObjectId("x"))));
      }
      for (Future<?> one : running) {
        one.get();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "R = %d per second: %.1f per second used (%.1f %%), %d of %d done, %d answers 429%n",
          PER_SECOND,
          REQUESTS / seconds,
          100 * REQUESTS / seconds / PER_SECOND,
          admitted.get(),
          REQUESTS,
          refused.get());
    } finally {
      asking.shutdownNow();
      server.stop(0);
      serving.shutdownNow();
    }
  }

  /** A bucket that holds what comes in a tenth of a second. */
  private synchronized boolean admits() {
    long now = System.nanoTime();
    allowance = Math.min(PER_SECOND / 10.0, allowance + (now - last) / 1e9 * PER_SECOND);
    last = now;
    if (allowance < 1) {
      return false;
    }
    allowance--;
    return true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = "{\"objectId\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    if (admits()) {
      admitted.incrementAndGet();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } else {
      refused.incrementAndGet();
      exchange.sendResponseHeaders(429, -1);
    }
    exchange.close();
  }
}
