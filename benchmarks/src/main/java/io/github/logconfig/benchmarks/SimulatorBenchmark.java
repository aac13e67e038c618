package io.github.logconfig.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the simulator serves: start, requests for one object per second, list pages per second, and
 * 100,000 objects in its heap. The load comes from the same machine over the loopback address and
 * is bounded in time, so server and clients share the processors.
 *
 * <p>{@code java -Xmx512m -cp … io.github.logconfig.benchmarks.SimulatorBenchmark [seconds]}
 */
public final class SimulatorBenchmark {

  private static final String SCHEMA = "builtin:logmonitoring.log-storage-settings";
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int CLIENTS = 4;
  private static final int MANY = 100_000;
  private static final int PER_SCOPE = 1_000;

  private SimulatorBenchmark() {}

  /**
   * Measures and prints.
   *
   * @param arguments seconds per measurement, 5 by default
   * @throws Exception if the simulator does not answer as it should
   */
  public static void main(String[] arguments) throws Exception {
    Duration time = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 5);
    long start = System.nanoTime();
    try (DynatraceSimulator simulator = DynatraceSimulator.builder().start()) {
      Connection.get(simulator, "/api/v2/settings/schemas");
      print("start to first answer, in this JVM", millisSince(start), "ms");
      simulator.restore(objects(PER_SCOPE));
      String id = simulator.objects().get(PER_SCOPE / 2).path("objectId").asText();
      String object = "/api/v2/settings/objects/" + id;
      String page =
          "/api/v2/settings/objects?pageSize=500&fields=objectId,value,scope&schemaIds=" + SCHEMA;
      load(simulator, object, time.dividedBy(2));
      Load single = load(simulator, object, time);
      print("one object, requests a second", single.requests() / seconds(time), "/s");
      load(simulator, page, time.dividedBy(2));
      Load pages = load(simulator, page, time);
      print("list pages", pages.bytes() / seconds(time) / 1e6, "MB/s");
      for (int size : new int[] {MANY / 4, MANY / 2, MANY}) {
        simulator.restore(objects(size));
        long before = System.nanoTime();
        int listed = listAll(simulator);
        print("listing " + listed + " objects", millisSince(before), "ms");
      }
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      print(
          "heap in use with " + MANY + " objects",
          (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
          "MB");
      print("heap at most", runtime.maxMemory() / 1e6, "MB");
    }
  }

  private record Load(long requests, long bytes) {}

  private static Load load(DynatraceSimulator simulator, String path, Duration time)
      throws InterruptedException, ExecutionException {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      long end = System.nanoTime() + time.toNanos();
      List<Future<Load>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(clients.submit(() -> until(end, simulator, path)));
      }
      long requests = 0;
      long bytes = 0;
      for (Future<Load> client : running) {
        requests += client.get().requests();
        bytes += client.get().bytes();
      }
      return new Load(requests, bytes);
    } finally {
      clients.shutdownNow();
    }
  }

  private static Load until(long end, DynatraceSimulator simulator, String path)
      throws IOException {
    long requests = 0;
    long bytes = 0;
    try (Connection connection = new Connection(simulator)) {
      while (System.nanoTime() < end) {
        bytes += connection.exchange(path).length;
        requests++;
      }
    }
    return new Load(requests, bytes);
  }

  private static int listAll(DynatraceSimulator simulator) throws IOException {
    int listed = 0;
    try (Connection connection = new Connection(simulator)) {
      String path = "/api/v2/settings/objects?pageSize=500&schemaIds=" + SCHEMA;
      while (!path.isEmpty()) {
        JsonNode page = JSON.readTree(connection.exchange(path));
        listed += page.path("items").size();
        String key = page.path("nextPageKey").asText("");
        path = key.isEmpty() ? "" : "/api/v2/settings/objects?nextPageKey=" + key;
      }
    }
    return listed;
  }

  private static ObjectNode objects(int count) {
    ObjectNode snapshot = JSON.createObjectNode().put("format", "dynatrace-simulator/1");
    ArrayNode objects = snapshot.putArray("objects");
    for (int i = 0; i < count; i++) {
      ObjectNode object =
          objects
              .addObject()
              .put("key", new UUID(7, i).toString())
              .put("schemaId", SCHEMA)
              .put("scope", String.format(Locale.ROOT, "HOST_GROUP-%016X", i / PER_SCOPE));
      ObjectNode value =
          object
              .putObject("value")
              .put("enabled", true)
              .put("config-item-title", "rule " + i)
              .put("send-to-storage", true);
      value
          .putArray("matchers")
          .addObject()
          .put("attribute", "k8s.namespace.name")
          .put("operator", "MATCHES")
          .putArray("values")
          .add("team-" + i + "-stage")
          .add("team-" + i + "-production");
    }
    return snapshot;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static void print(String what, double figure, String unit) {
    System.out.printf(Locale.ROOT, "%-45s %,12.1f %s%n", what, figure, unit);
  }

  /** A client that costs as little as it can: one connection, kept alive, bodies not looked at. */
  private static final class Connection implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Connection(DynatraceSimulator simulator) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port());
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = new BufferedOutputStream(socket.getOutputStream());
    }

    static void get(DynatraceSimulator simulator, String path) {
      try (Connection connection = new Connection(simulator)) {
        connection.exchange(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] exchange(String path) throws IOException {
      String head =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Api-Token dt0c01.A.B\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      if (!line().startsWith("HTTP/1.1 200")) {
        throw new IOException("the simulator did not answer 200 to " + path);
      }
      int length = -1;
      boolean chunked = false;
      for (String header = line(); !header.isEmpty(); header = line()) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(lower.substring(15).strip());
        }
        chunked |= lower.startsWith("transfer-encoding: chunked");
      }
      return chunked ? chunks() : in.readNBytes(length);
    }

    private byte[] chunks() throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int size = size(); size > 0; size = size()) {
        body.write(in.readNBytes(size));
        line();
      }
      line();
      return body.toByteArray();
    }

    private int size() throws IOException {
      return Integer.parseInt(line().strip(), 16);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the simulator closed the connection");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
