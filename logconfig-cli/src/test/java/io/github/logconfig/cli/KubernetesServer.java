package io.github.logconfig.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fake API server: some namespaces opt in, and every namespace has a pod that runs for long. */
final class KubernetesServer implements AutoCloseable {

  private final HttpServer server;
  private final String uid;
  private final List<String> namespaces;
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private volatile boolean forbidsPods;

  KubernetesServer(String uid, String... namespaces) throws IOException {
    this.uid = uid;
    this.namespaces = List.of(namespaces);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/namespaces", this::respond);
    server.start();
  }

  /** Writes a kubeconfig with a context for this server. */
  Path kubeconfig(Path file, String context) throws IOException {
    return Files.writeString(
        file,
        """
        clusters: [{name: one, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: %s, context: {cluster: one}}]
        """
            .formatted(server.getAddress().getPort(), context));
  }

  /** Returns the paths of the pods that were read. */
  List<String> paths() {
    return paths;
  }

  void forbidPods() {
    forbidsPods = true;
  }

  private void respond(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/pods")) {
      paths.add(path);
      if (forbidsPods) {
        send(exchange, 403, "{\"message\": \"pods is forbidden\"}");
      } else {
        send(
            exchange,
            200,
            """
            {"items": [{"metadata": {"name": "pod"}, "status": {"phase": "Running",
              "containerStatuses": [{"state": {"running": {"startedAt": "2020-01-01T00:00:00Z"}}}]}}]}
            """);
      }
    } else {
      String items =
          Stream.concat(
                  Stream.of(
                      "{\"metadata\": {\"name\": \"kube-system\", \"uid\": \"" + uid + "\"}}"),
                  namespaces.stream()
                      .map(
                          name ->
                              "{\"metadata\": {\"name\": \""
                                  + name
                                  + "\", \"labels\": {\"logconfig.io/ingest\": \"true\"}}}"))
              .collect(Collectors.joining(","));
      send(exchange, 200, "{\"metadata\": {}, \"items\": [" + items + "]}");
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
