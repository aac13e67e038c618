package io.github.logconfig.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.reconcile.LoopHealth;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What a platform asks of a loop, over HTTP: {@code /metrics} in Prometheus' text format, {@code
 * /healthz} and {@code /readyz} with status 200 or 503.
 */
final class OperationsServer implements AutoCloseable {

  private static final int THREADS = 4;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  static {
    // one who does not send or read on must not keep a thread for ever; in seconds
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private OperationsServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to listen, on all addresses.
   *
   * @param port 0 for any that is free
   * @throws InvalidInputException if the port cannot be had
   */
  static OperationsServer start(int port, PrometheusMeterRegistry registry, LoopHealth health) {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new InvalidInputException(
          "port "
              + port
              + " cannot be listened on: "
              + e.getMessage()
              + "; choose another one with --port, 0 takes any");
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "logconfig-operations");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, registry, health));
    server.start();
    return new OperationsServer(server, threads);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private record Answer(int status, String contentType, String body) {
    static Answer of(boolean well, String yes, String no) {
      return new Answer(well ? 200 : 503, TEXT, (well ? yes : no) + "\n");
    }
  }

  private static void handle(
      HttpExchange exchange, PrometheusMeterRegistry registry, LoopHealth health)
      throws IOException {
    try (exchange) {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      Answer answer =
          head || exchange.getRequestMethod().equals("GET")
              ? answer(exchange, registry, health)
              : new Answer(405, TEXT, "only GET and HEAD are answered\n");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      if (answer.status() == 405) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      }
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      if (!head) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  private static Answer answer(
      HttpExchange exchange, PrometheusMeterRegistry registry, LoopHealth health) {
    return switch (exchange.getRequestURI().getPath()) {
      case "/metrics" -> metrics(exchange, registry);
      case "/healthz" -> Answer.of(health.isAlive(), "alive", "stuck: no progress for too long");
      case "/readyz" ->
          Answer.of(
              health.isReady(),
              "ready",
              health
                  .lastGood()
                  .map(time -> "not ready: the last good round ended at " + time)
                  .orElse("not ready: no round has been good yet"));
      default -> new Answer(404, TEXT, "there are /metrics, /healthz and /readyz\n");
    };
  }

  private static Answer metrics(HttpExchange exchange, PrometheusMeterRegistry registry) {
    String accepted =
        String.join(",", exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
    String type = accepted.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
    return new Answer(200, type, registry.scrape(type));
  }
}
