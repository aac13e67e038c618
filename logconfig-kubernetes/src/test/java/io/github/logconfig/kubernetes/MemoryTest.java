package io.github.logconfig.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.source.WatchableSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Lists and watches a cluster of 40,000 namespaces in a JVM with a heap of 128 MiB. The namespaces
 * have 200 MB of annotations, so the JVM fails if it keeps them.
 */
class MemoryTest {

  private static final int NAMESPACES = 40_000;
  private static final int PAGE = 500;
  private static final Pattern CONTINUE = Pattern.compile("continue=(\\d+)");
  private static final String ANNOTATION = "x".repeat(5_000);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer api;

  @BeforeEach
  void start() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.setExecutor(threads);
    api.createContext("/api/v1/namespaces", MemoryTest::answer);
    api.start();
  }

  @AfterEach
  void stop() {
    api.stop(0);
    threads.shutdownNow();
  }

  @Test
  void keepsMetadataOnly() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Reader.class.getName(),
                "http://127.0.0.1:" + api.getAddress().getPort())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("20000 namespaces, 0 problems");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    if (query.contains("watch=true")) {
      // no change; the connection stays open until the reader exits
      body.flush();
      return;
    }
    Matcher token = CONTINUE.matcher(query);
    int first = token.find() ? Integer.parseInt(token.group(1)) : 0;
    int end = first + PAGE;
    String next = end < NAMESPACES ? String.valueOf(end) : "";
    StringBuilder page =
        new StringBuilder("{\"kind\":\"NamespaceList\",\"apiVersion\":\"v1\",\"metadata\":")
            .append("{\"resourceVersion\":\"1\",\"continue\":\"" + next + "\"},\"items\":[");
    for (int i = first; i < end; i++) {
      page.append(i == first ? "" : ",")
          .append("{\"metadata\":{\"name\":\"ns-" + i + "\",\"uid\":\"" + i + "\",")
          .append("\"labels\":{\"logconfig.io/ingest\":\"" + (i % 2 == 0) + "\"},")
          .append("\"annotations\":{\"note\":\"" + ANNOTATION + "\"}},")
          .append("\"status\":{\"phase\":\"Active\"}}");
    }
    body.write(page.append("]}").toString().getBytes(StandardCharsets.UTF_8));
    exchange.close();
  }

  /** Main class of the JVM with the small heap. */
  static final class Reader {

    private Reader() {}

    public static void main(String[] args) throws InterruptedException {
      DesiredCluster cluster =
          DesiredCluster.builder()
              .name(new ClusterName("stage-01"))
              .environment(Environment.of("staging", "https://abc12345.live.dynatrace.com"))
              .build();
      CountDownLatch listed = new CountDownLatch(1);
      try (KubernetesConnection connection = KubernetesConnection.of(URI.create(args[0]));
          WatchableSource.Watching watching =
              new KubernetesSource(connection, cluster).watch(listed::countDown)) {
        listed.await();
        LoadedState loaded = new KubernetesSource(connection, cluster).load();
        System.out.println(
            loaded.state().clusters().get(0).namespaces().size()
                + " namespaces, "
                + loaded.problems().size()
                + " problems"
                + (watching == null ? "" : "."));
      }
      System.exit(0);
    }
  }
}
