package io.github.logconfig.kubernetes;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.source.DesiredStateSources;
import io.github.logconfig.source.WatchableSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses a kubeconfig and the fake API servers of two clusters. */
class KubernetesClustersSourceTest {

  private static final String KUBECONFIG = "kubeconfig";
  private static final String ENVIRONMENT =
      "environments: [{name: staging, url: 'https://abc12345.live.dynatrace.com'}]\n";
  private static final String NAMESPACES =
      """
      {"kind":"NamespaceList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"wanted","uid":"1",
          "labels":{"logconfig.io/ingest":"true"}}},
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"other","uid":"2"}}]}
      """;

  @TempDir private Path folder;
  private final WireMockServer one = server();
  private final WireMockServer two = server();

  @BeforeEach
  void start() throws IOException {
    one.start();
    two.start();
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig.yaml"),
            """
            apiVersion: v1
            kind: Config
            current-context: one
            clusters:
              - {name: one, cluster: {server: "ONE"}}
              - {name: two, cluster: {server: "TWO"}}
            contexts:
              - {name: one, context: {cluster: one, user: reader}}
              - {name: two, context: {cluster: two, user: reader}}
            users:
              - {name: reader, user: {token: t0ken}}
            """
                .replace("ONE", one.baseUrl())
                .replace("TWO", two.baseUrl()));
    System.setProperty(KUBECONFIG, kubeconfig.toString());
  }

  @AfterEach
  void stop() {
    System.clearProperty(KUBECONFIG);
    one.stop();
    two.stop();
  }

  @Test
  void readsEachClusterByItsContext() throws IOException {
    one.stubFor(namespaces());
    two.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(403)));

    LoadedState loaded =
        source(
                """
                clusters:
                  - {name: stage-01, environment: staging, context: one, labels: {team: a}}
                  - {name: stage-02, environment: staging, context: two}
                  - {name: stage-03, environment: staging, context: three}
                  - {name: stage-04, environment: staging}
                """)
            .load();

    assertThat(loaded.state().clusters())
        .extracting(cluster -> cluster.name() + " " + cluster.namespaces())
        .containsExactly("stage-01 [wanted]");
    assertThat(loaded.labels().values()).hasToString("[{team=a}]");
    assertThat(loaded.problems())
        .extracting(problem -> problem.kind() + " " + problem)
        .satisfiesExactly(
            it ->
                assertThat(it)
                    .startsWith("DENIED cluster stage-02: the namespaces cannot be listed: ")
                    .doesNotContain("t0ken"),
            it ->
                assertThat(it)
                    .isEqualTo("INVALID cluster stage-03: the kubeconfig has no context \"three\""),
            it ->
                assertThat(it)
                    .isEqualTo(
                        "INVALID cluster stage-04: the cluster has no context; expected one"
                            + " because the file lists several clusters"));
    one.verify(
        getRequestedFor(urlPathEqualTo("/api/v1/namespaces"))
            .withHeader("Authorization", equalTo("Bearer t0ken")));
  }

  @Test
  void readsSixteenClustersAtTheSameTime() throws IOException {
    int clusters = 16;
    CountDownLatch all = new CountDownLatch(clusters);
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answerOnce(exchange, all));
    server.start();
    try {
      Path kubeconfig =
          Files.writeString(
              folder.resolve("one-server.yaml"),
              """
              clusters: [{name: all, cluster: {server: "http://127.0.0.1:%d"}}]
              contexts: [{name: all, context: {cluster: all}}]
              """
                  .formatted(server.getAddress().getPort()));
      StringBuilder file = new StringBuilder(ENVIRONMENT + "clusters:\n");
      for (int i = 0; i < clusters; i++) {
        file.append("  - {name: c").append(i).append(", environment: staging, context: all}\n");
      }

      LoadedState loaded =
          new KubernetesClustersSource(Files.writeString(folder.resolve("many.yaml"), file))
              .withKubeconfig(kubeconfig)
              .load();

      assertThat(loaded.problems()).isEmpty();
      assertThat(loaded.state().clusters()).hasSize(clusters);
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  /** Answers when all clusters have asked. */
  private static void answerOnce(HttpExchange exchange, CountDownLatch all) throws IOException {
    all.countDown();
    try (exchange) {
      if (all.await(60, TimeUnit.SECONDS)) {
        byte[] body = NAMESPACES.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void usesTheCurrentContextForASingleCluster() throws IOException {
    one.stubFor(namespaces());

    LoadedState loaded = source("clusters: [{name: stage-01, environment: staging}]").load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters()).hasSize(1);
  }

  @Test
  void rejectsNamespacesInTheFile() throws IOException {
    LoadedState loaded =
        source("clusters: [{name: stage-01, environment: staging, namespaces: [a]}]").load();

    assertThat(loaded.problems())
        .extracting(Problem::message)
        .contains(
            "unknown key \"namespaces\" of a cluster; known are context, environment, hostGroup,"
                + " kubernetesCluster, labels, name, policy, target");
  }

  @Test
  void reportsChangesOfEveryCluster() throws IOException, InterruptedException {
    one.stubFor(namespaces());
    two.stubFor(namespaces());
    CountDownLatch changes = new CountDownLatch(2);

    try (WatchableSource.Watching watching =
        source(
                """
                clusters:
                  - {name: stage-01, environment: staging, context: one}
                  - {name: stage-02, environment: staging, context: two}
                """)
            .watch(changes::countDown)) {
      assertThat(changes.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(watching).isNotNull();
    }
  }

  private WatchableSource source(String clusters) throws IOException {
    Path file = Files.writeString(folder.resolve("clusters.yaml"), ENVIRONMENT + clusters);
    return (WatchableSource) DesiredStateSources.open("kubernetes:" + file);
  }

  private static MappingBuilder namespaces() {
    return get(urlPathEqualTo("/api/v1/namespaces")).willReturn(okJson(NAMESPACES));
  }

  private static WireMockServer server() {
    return new WireMockServer(
        WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  }
}
