package io.github.logconfig.cli.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.logconfig.reconcile.loop.LoopHealth;
import io.github.logconfig.reconcile.loop.ReconcileLoop;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperationsServerTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<Socket> clients = new ArrayList<>();
  private OperationsServer server;

  @BeforeEach
  void start() {
    LoopHealth health =
        ReconcileLoop.builder(
                () -> {
                  throw new IllegalStateException();
                })
            .build()
            .health();
    server = OperationsServer.start(Optional.of(LOOPBACK), 0, registry, health, new StatusPage());
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    server.close();
  }

  @Test
  void slowClientsDelayNoHealthCheck() throws IOException {
    // more than the buffers of a connection hold, so that a response waits for its reader
    IntStream.range(0, 20_000)
        .forEach(i -> registry.counter("something", "number", "" + i).increment());
    for (int i = 0; i < 60; i++) {
      send(i % 2 == 0 ? "GET /metrics HTTP/1.1\r\n" : "GET /metrics HTTP/1.1\r\n\r\n");
    }

    assertThat(get("/healthz")).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nalive\n");
    assertThat(get("/readyz")).startsWith("HTTP/1.1 503 ").contains("not ready: no round");
    assertThat(get("/metrics")).contains("something_total{number=\"19999\"}");
  }

  @Test
  void oneConnectionTooManyClosesTheOldest() throws IOException {
    for (int i = 0; i < 300; i++) {
      send("");
    }

    assertThat(get("/healthz")).startsWith("HTTP/1.1 200 OK");
    assertThat(clients.get(0).getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void onlyGetAndHeadOfKnownPathsAreAnswered() throws IOException {
    assertThat(get("/healthz?x=1")).startsWith("HTTP/1.1 200 ");
    assertThat(get("/favicon.ico")).startsWith("HTTP/1.1 404 ");
    assertThat(get("/"))
        .startsWith("HTTP/1.1 200 ")
        .contains(
            "\r\nContent-Security-Policy: default-src 'none'; style-src 'sha256-",
            "; frame-ancestors 'none'",
            "\r\nX-Content-Type-Options: nosniff")
        .endsWith("<h1>No round has ended yet</h1><p>Reload this page in a moment.</p></html>");
    assertThat(exchange("HEAD /healthz HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
    assertThat(exchange("POST /metrics HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: GET, HEAD");
    assertThat(exchange("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(exchange("GET /metrics HTTP/1.1\r\nAccept: application/openmetrics-text\r\n\r\n"))
        .contains("application/openmetrics-text; version=1.0.0");
  }

  @Test
  void namesPortThatCannotBeUsed() {
    assertThatThrownBy(() -> OperationsServer.requirePort(70_000))
        .hasMessage("--port 70000; expected 0 to 65535");
    assertThatThrownBy(
            () ->
                OperationsServer.start(
                    Optional.of(LOOPBACK),
                    server.port(),
                    registry,
                    ReconcileLoop.builder(() -> null).build().health(),
                    new StatusPage()))
        .hasMessageContaining("port " + server.port())
        .hasMessageContaining("--port");
  }

  private String get(String path) throws IOException {
    return exchange("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  private String exchange(String request) throws IOException {
    return new String(send(request).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Socket send(String request) throws IOException {
    Socket client = new Socket(LOOPBACK, server.port());
    clients.add(client);
    client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return client;
  }
}
