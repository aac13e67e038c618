package io.github.logconfig.cli;

import io.github.logconfig.reconcile.loop.LoopHealth;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Serves what a platform asks of a loop, over HTTP: {@code /metrics} in Prometheus' text format,
 * {@code /healthz} and {@code /readyz} with status 200 or 503.
 *
 * <p>One thread serves all connections without ever waiting for one of them, so a slow client
 * delays no other. There are at most {@value #MOST_CONNECTIONS} connections: one more closes the
 * oldest. Every connection serves one request.
 */
final class OperationsServer implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 256;
  private static final int LONGEST_HEAD = 16_384;
  private static final int HIGHEST_PORT = 65_535;
  private static final long LONGEST_NANOS = 30_000_000_000L;
  private static final long TICK_MILLIS = 1_000;

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final ServerSocketChannel server;
  private final Selector selector;
  private final PrometheusMeterRegistry registry;
  private final LoopHealth health;
  private final int port;

  /** In the order in which they were opened. */
  private final Set<Connection> connections = new LinkedHashSet<>();

  private OperationsServer(
      ServerSocketChannel server,
      Selector selector,
      int port,
      PrometheusMeterRegistry registry,
      LoopHealth health) {
    this.server = server;
    this.selector = selector;
    this.port = port;
    this.registry = registry;
    this.health = health;
  }

  /**
   * Starts to listen.
   *
   * @param address all addresses if empty
   * @param port 0 for any that is free
   * @throws InvalidInputException if the address or port cannot be listened on
   */
  @SuppressWarnings("AddressSelection") // the operator may name any address of this machine
  static OperationsServer start(
      Optional<InetAddress> address,
      int port,
      PrometheusMeterRegistry registry,
      LoopHealth health) {
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
            new OperationsServer(server, selector, bound, registry, health);
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
          "port "
              + port
              + address.map(it -> " of " + it.getHostAddress()).orElse("")
              + " cannot be listened on: "
              + e.getMessage()
              + "; choose another one with --port, 0 takes any");
    }
  }

  /**
   * Returns the address that {@code --bind} names.
   *
   * @throws InvalidInputException if it names none
   */
  static InetAddress address(String text) {
    try {
      if (!text.isBlank()) {
        return InetAddress.getByName(text.strip());
      }
    } catch (UnknownHostException e) {
      // reported below
    }
    throw new InvalidInputException(
        "--bind "
            + Masked.quoted(text)
            + " is no address of this machine; expected one such as"
            + " 127.0.0.1");
  }

  /**
   * Checks the value of {@code --port}.
   *
   * @throws InvalidInputException if it is no port
   */
  static void requirePort(int port) {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new InvalidInputException("--port " + port + " is not a port; expected 0 to 65535");
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      server.close();
      selector.close();
    } catch (IOException e) {
      // it serves nobody any more, which is what was wanted
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
      if (connections.size() >= MOST_CONNECTIONS) {
        Connection oldest = connections.iterator().next();
        connections.remove(oldest);
        oldest.close();
      }
      channel.configureBlocking(false);
      Connection connection = new Connection(channel);
      connections.add(connection);
      channel.register(selector, SelectionKey.OP_READ, connection);
    } catch (IOException e) {
      // the client has gone, or there are no file descriptors left: others are served
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
    private boolean answered;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    boolean isOverdue() {
      return System.nanoTime() - opened > LONGEST_NANOS;
    }

    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // it is of no use any more
      }
    }

    /** Reads or writes as much as is possible without waiting; false at the end. */
    boolean proceed(SelectionKey key) {
      try {
        if (!answered && !hasRequest()) {
          return true;
        }
        if (!answered) {
          response = OperationsServer.this.answer(head.toString());
          answered = true;
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
      ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HEAD);
      int count = channel.read(bytes);
      if (count < 0) {
        throw new IOException("the client has gone");
      }
      head.append(new String(bytes.array(), 0, count, StandardCharsets.ISO_8859_1));
      return head.indexOf("\r\n\r\n") >= 0
          || head.indexOf("\n\n") >= 0
          || head.length() > LONGEST_HEAD;
    }
  }

  private record Answer(int status, String reason, String contentType, String body) {

    static Answer of(boolean well, String yes, String no) {
      return well
          ? new Answer(200, "OK", TEXT, yes + "\n")
          : new Answer(503, "Service Unavailable", TEXT, no + "\n");
    }
  }

  private ByteBuffer answer(String head) {
    List<String> lines = head.lines().toList();
    String[] request = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
    boolean valid =
        request.length == 3 && request[2].startsWith("HTTP/1.") && head.length() <= LONGEST_HEAD;
    boolean withoutBody = valid && request[0].equals("HEAD");
    Answer answer;
    if (!valid) {
      answer = new Answer(400, "Bad Request", TEXT, "this is no HTTP request\n");
    } else if (!withoutBody && !request[0].equals("GET")) {
      answer = new Answer(405, "Method Not Allowed", TEXT, "only GET and HEAD are answered\n");
    } else {
      answer = answer(request[1].split("\\?", 2)[0], accepted(lines));
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    byte[] start =
        ("HTTP/1.1 "
                + answer.status()
                + " "
                + answer.reason()
                + "\r\nContent-Type: "
                + answer.contentType()
                + "\r\nContent-Length: "
                + body.length
                + (answer.status() == 405 ? "\r\nAllow: GET, HEAD" : "")
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer whole = ByteBuffer.allocate(start.length + (withoutBody ? 0 : body.length));
    whole.put(start);
    if (!withoutBody) {
      whole.put(body);
    }
    return whole.flip();
  }

  private static String accepted(List<String> lines) {
    List<String> values = new ArrayList<>();
    for (String line : lines) {
      if (line.toLowerCase(Locale.ROOT).startsWith("accept:")) {
        values.add(line);
      }
    }
    return String.join(",", values);
  }

  private Answer answer(String path, String accepted) {
    return switch (path) {
      case "/metrics" -> {
        String type = accepted.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
        yield new Answer(200, "OK", type, registry.scrape(type));
      }
      case "/healthz" -> Answer.of(health.isAlive(), "alive", "stuck: no progress for too long");
      case "/readyz" ->
          Answer.of(
              health.isReady(),
              "ready",
              health
                  .lastGood()
                  .map(time -> "not ready: the last good round ended at " + time)
                  .orElse("not ready: no round has been good yet"));
      default -> new Answer(404, "Not Found", TEXT, "there are /metrics, /healthz and /readyz\n");
    };
  }
}
