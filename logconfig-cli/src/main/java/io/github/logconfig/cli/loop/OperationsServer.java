package io.github.logconfig.cli.loop;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.reconcile.loop.LoopHealth;
import io.github.logconfig.render.PlanHtml;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * HTTP server of {@code run}: the page of the last round, {@code /metrics} in Prometheus text
 * format, {@code /healthz} and {@code /readyz} with status 200 or 503.
 *
 * <p>One thread serves all connections without blocking, so a slow client does not delay others.
 * With more than {@value #MAX_CONNECTIONS} connections, the oldest is closed. Every connection
 * serves one request.
 */
public final class OperationsServer implements AutoCloseable {

  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_HEAD = 16_384;
  private static final int MAX_PORT = 65_535;
  private static final long MAX_NANOS = 30_000_000_000L;
  private static final long TICK_MILLIS = 1_000;

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";

  /** The page is the only response that a browser interprets. */
  private static final Map<String, String> PAGE_HEADERS =
      Map.of(
          "Content-Security-Policy",
          PlanHtml.contentSecurityPolicy() + "; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store",
          "Vary",
          "Accept-Encoding");

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final ServerSocketChannel server;
  private final Selector selector;
  private final PrometheusMeterRegistry registry;
  private final LoopHealth health;
  private final StatusPage page;
  private final int port;

  /** In the order in which they were accepted. */
  private final Set<Connection> connections = new LinkedHashSet<>();

  private OperationsServer(
      ServerSocketChannel server,
      Selector selector,
      int port,
      PrometheusMeterRegistry registry,
      LoopHealth health,
      StatusPage page) {
    this.server = server;
    this.page = page;
    this.selector = selector;
    this.port = port;
    this.registry = registry;
    this.health = health;
  }

  /**
   * Starts the server.
   *
   * @param address address to listen on; all addresses if empty
   * @param port port to listen on; 0 for any free port
   * @param page the page of the last round
   * @throws InvalidInputException if the address or port cannot be listened on
   */
  @SuppressWarnings("AddressSelection") // the operator may name any address of this machine
  public static OperationsServer start(
      Optional<InetAddress> address,
      int port,
      PrometheusMeterRegistry registry,
      LoopHealth health,
      StatusPage page) {
    try {
      Selector selector = Selector.open();
      ServerSocketChannel server = ServerSocketChannel.open();
      try {
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(
            address
                .map(it -> new InetSocketAddress(it, port))
                .orElseGet(() -> new InetSocketAddress(port)));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        int bound = ((InetSocketAddress) server.getLocalAddress()).getPort();
        OperationsServer operations =
            new OperationsServer(server, selector, bound, registry, health, page);
        Thread thread = new Thread(operations::serve, "logconfig-operations");
        thread.setDaemon(true);
        thread.start();
        return operations;
      } catch (IOException e) {
        server.close();
        selector.close();
        throw e;
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot listen on port "
              + port
              + address.map(it -> " of " + it.getHostAddress()).orElse("")
              + ": "
              + e.getMessage()
              + "; use another --port, or 0 for any free port");
    }
  }

  /**
   * Checks the value of {@code --port}.
   *
   * @throws InvalidInputException if it is not a port
   */
  public static void requirePort(int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new InvalidInputException("--port " + port + "; expected 0 to 65535");
    }
  }

  /** Returns the port that the server listens on. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      server.close();
      selector.close();
    } catch (IOException e) {
      // closed anyway
    }
  }

  private void serve() {
    try {
      while (selector.isOpen()) {
        selector.select(TICK_MILLIS);
        for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
          selector.selectedKeys().remove(key);
          serve(key);
        }
        closeOverdue();
      }
    } catch (ClosedSelectorException | IOException e) {
      // closed
    } finally {
      connections.forEach(Connection::close);
    }
  }

  private void serve(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof Connection connection) {
      if (!connection.proceed(key)) {
        connections.remove(connection);
        connection.close();
      }
    } else {
      accept();
    }
  }

  private void accept() {
    try {
      SocketChannel channel = server.accept();
      if (channel == null) {
        return;
      }
      if (connections.size() >= MAX_CONNECTIONS) {
        Connection oldest = connections.iterator().next();
        connections.remove(oldest);
        oldest.close();
      }
      channel.configureBlocking(false);
      Connection connection = new Connection(channel);
      connections.add(connection);
      channel.register(selector, SelectionKey.OP_READ, connection);
    } catch (IOException e) {
      // the client closed the connection, or file descriptors are exhausted: others are served
    }
  }

  private void closeOverdue() {
    for (Connection connection : List.copyOf(connections)) {
      if (connection.isOverdue()) {
        connections.remove(connection);
        connection.close();
      }
    }
  }

  /** One request and its response. */
  private final class Connection {

    private final SocketChannel channel;
    private final long opened = System.nanoTime();
    private final StringBuilder head = new StringBuilder();
    private ByteBuffer response = ByteBuffer.allocate(0);
    private boolean responded;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    boolean isOverdue() {
      return System.nanoTime() - opened > MAX_NANOS;
    }

    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // closed anyway
      }
    }

    /** Reads or writes as much as is possible without waiting; returns false at the end. */
    boolean proceed(SelectionKey key) {
      try {
        if (!responded && !hasRequest()) {
          return true;
        }
        if (!responded) {
          response = OperationsServer.this.respond(head.toString());
          responded = true;
        }
        channel.write(response);
        if (response.hasRemaining()) {
          key.interestOps(SelectionKey.OP_WRITE);
          return true;
        }
        channel.shutdownOutput();
        return false;
      } catch (IOException e) {
        return false;
      }
    }

    private boolean hasRequest() throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(MAX_HEAD);
      int count = channel.read(bytes);
      if (count < 0) {
        throw new IOException("the client closed the connection");
      }
      head.append(new String(bytes.array(), 0, count, StandardCharsets.ISO_8859_1));
      return head.indexOf("\r\n\r\n") >= 0 || head.indexOf("\n\n") >= 0 || head.length() > MAX_HEAD;
    }
  }

  private record Response(
      int status, String reason, String contentType, ByteBuffer body, Map<String, String> headers) {

    static Response of(int status, String reason, String contentType, String body) {
      return new Response(
          status, reason, contentType, StandardCharsets.UTF_8.encode(body), Map.of());
    }

    static Response of(boolean ok, String yes, String no) {
      return ok ? of(200, "OK", TEXT, yes + "\n") : of(503, "Service Unavailable", TEXT, no + "\n");
    }
  }

  private ByteBuffer respond(String head) {
    List<String> lines = head.lines().toList();
    String[] request = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
    boolean valid =
        request.length == 3 && request[2].startsWith("HTTP/1.") && head.length() <= MAX_HEAD;
    boolean withoutBody = valid && request[0].equals("HEAD");
    Response response;
    if (!valid) {
      response = Response.of(400, "Bad Request", TEXT, "not an HTTP request\n");
    } else if (!withoutBody && !request[0].equals("GET")) {
      response = Response.of(405, "Method Not Allowed", TEXT, "expected GET or HEAD\n");
    } else {
      response = response(request[1].split("\\?", 2)[0], lines);
    }
    ByteBuffer body = response.body();
    StringBuilder headers = new StringBuilder();
    response
        .headers()
        .forEach((name, value) -> headers.append("\r\n").append(name).append(": ").append(value));
    byte[] start =
        ("HTTP/1.1 "
                + response.status()
                + " "
                + response.reason()
                + "\r\nContent-Type: "
                + response.contentType()
                + "\r\nContent-Length: "
                + body.remaining()
                + (response.status() == 405 ? "\r\nAllow: GET, HEAD" : "")
                + headers
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer whole = ByteBuffer.allocate(start.length + (withoutBody ? 0 : body.remaining()));
    whole.put(start);
    if (!withoutBody) {
      whole.put(body);
    }
    return whole.flip();
  }

  /** Returns all lines of a header. */
  private static String header(String name, List<String> lines) {
    return lines.stream()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith(name + ":"))
        .collect(Collectors.joining(","));
  }

  private Response page(List<String> lines) {
    Map<String, String> headers = new LinkedHashMap<>(PAGE_HEADERS);
    byte[] body = page.compressed();
    if (header("accept-encoding", lines).contains("gzip")) {
      headers.put("Content-Encoding", "gzip");
    } else {
      body = decompressed(body);
    }
    return new Response(200, "OK", HTML, ByteBuffer.wrap(body), headers);
  }

  private static byte[] decompressed(byte[] body) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  private Response response(String path, List<String> lines) {
    return switch (path) {
      case "/" -> page(lines);
      case "/metrics" -> {
        String type =
            header("accept", lines).contains("application/openmetrics-text")
                ? OPEN_METRICS
                : PROMETHEUS;
        yield Response.of(200, "OK", type, registry.scrape(type));
      }
      case "/healthz" -> Response.of(health.isAlive(), "alive", "stuck: no progress for too long");
      case "/readyz" ->
          Response.of(
              health.isReady(),
              "ready",
              health
                  .lastGood()
                  .map(time -> "not ready: the last good round ended at " + time)
                  .orElse("not ready: no round has been good yet"));
      default -> Response.of(404, "Not Found", TEXT, "expected /, /metrics, /healthz or /readyz\n");
    };
  }
}
