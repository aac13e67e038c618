package io.github.logconfig.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.settings.SettingsObjectId;
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

/**
 * How much of a server that admits R requests per second, and answers 429 beyond them, the client
 * uses; for several R, and for servers that name a {@code Retry-After} or do not.
 */
public final class ThrottleBenchmark {

  private static final int THREADS = 16;
  private static final int SECONDS = 20;
  private static final int NO_RETRY_AFTER = 0;

  /** What a rested server admits at once, in seconds of its rate. */
  private static final double BURST = 0.1;

  private final int perSecond;
  private final int retryAfter;
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger admitted = new AtomicInteger();
  private double allowance;
  private long last = System.nanoTime();

  private ThrottleBenchmark(int perSecond, int retryAfter) {
    this.perSecond = perSecond;
    this.retryAfter = retryAfter;
    this.allowance = burst();
  }

  /**
   * Runs the measurement.
   *
   * @param arguments values of R; 20, 100 and 500 by default
   */
  public static void main(String... arguments)
      throws IOException, InterruptedException, ExecutionException {
    // without it the server holds small answers back for 40 ms
    System.setProperty("sun.net.httpserver.nodelay", "true");
    List<String> rates = arguments.length == 0 ? List.of("20", "100", "500") : List.of(arguments);
    for (String rate : rates) {
      new ThrottleBenchmark(Integer.parseInt(rate), NO_RETRY_AFTER).run();
      new ThrottleBenchmark(Integer.parseInt(rate), 1).run();
    }
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService serving = Executors.newFixedThreadPool(THREADS);
    ExecutorService asking = Executors.newFixedThreadPool(THREADS);
    server.setExecutor(serving);
    server.createContext("/", this::answer);
    server.start();
    int requests = perSecond * SECONDS;
    try (DynatraceClient client =
        DynatraceClient.builder()
            .baseUrl(BaseUrl.parse("http://127.0.0.1:" + server.getAddress().getPort()))
            .apiToken(ApiToken.of("dt0c01.BENCHMARK.NOT-A-REAL-SECRET"))
            .build()) {
      long begin = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        running.add(asking.submit(() -> client.settings().get(new SettingsObjectId("x"))));
      }
      for (Future<?> one : running) {
        one.get();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "R = %3d per second, %-14s: %5.1f per second used (%5.1f %%), %d of %d done,"
              + " %d answers 429 (%.1f %%)%n",
          perSecond,
          retryAfter == NO_RETRY_AFTER ? "no Retry-After" : "Retry-After: " + retryAfter,
          requests / seconds,
          100 * requests / seconds / perSecond,
          admitted.get(),
          requests,
          refused.get(),
          100.0 * refused.get() / requests);
    } finally {
      asking.shutdownNow();
      server.stop(0);
      serving.shutdownNow();
    }
  }

  private double burst() {
    return Math.max(1, perSecond * BURST);
  }

  private synchronized boolean admits() {
    long now = System.nanoTime();
    allowance = Math.min(burst(), allowance + (now - last) / 1e9 * perSecond);
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
      if (retryAfter != NO_RETRY_AFTER) {
        exchange.getResponseHeaders().add("Retry-After", Integer.toString(retryAfter));
      }
      exchange.sendResponseHeaders(429, -1);
    }
    exchange.close();
  }
}
