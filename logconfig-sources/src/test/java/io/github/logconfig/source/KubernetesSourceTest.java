package io.github.logconfig.source;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a stand-in for the API server of a cluster. */
class KubernetesSourceTest {

  private static final DesiredCluster CLUSTER =
      DesiredCluster.builder()
          .name(new ClusterName("stage-01"))
          .environment(Environment.of("staging", "https://abc12345.live.dynatrace.com"))
          .build();

  private final WireMockServer api =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  private KubernetesClient client;

  @BeforeEach
  void start() {
    api.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(api.baseUrl())
            .withNamespace("default")
            .withRequestRetryBackoffLimit(0)
            .withWatchReconnectInterval(50)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stop() {
    client.close();
    api.stop();
  }

  @Test
  void readsLabelsAndAnnotationsPageByPage() {
    api.stubFor(
        list()
            .withQueryParam("limit", equalTo("500"))
            .withQueryParam("continue", absent())
            .willReturn(
                okJson(
                    page(
                        "next",
                        namespace("by-label", "\"labels\":{\"logconfig.io/ingest\":\"true\"}"),
                        namespace("not-asked", "\"labels\":{\"x\":\"true\"}")))));
    api.stubFor(
        list()
            .withQueryParam("continue", equalTo("next"))
            .willReturn(
                okJson(
                    page(
                        "",
                        namespace("by-note", "\"annotations\":{\"logconfig.io/ingest\":\"true\"}"),
                        namespace("refused", "\"labels\":{\"logconfig.io/ingest\":\"false\"}"),
                        namespace(
                            "going",
                            "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\","
                                + "\"labels\":{\"logconfig.io/ingest\":\"true\"}")))));

    LoadedState loaded = new KubernetesSource(client, CLUSTER).load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters())
        .containsExactly(
            DesiredCluster.builder()
                .from(CLUSTER)
                .addNamespace(new NamespaceName("by-label"))
                .addNamespace(new NamespaceName("by-note"))
                .build());
  }

  @Test
  void startsAgainIfTheListExpiresOnTheWay() {
    String sound = page("", namespace("a", "\"labels\":{\"logconfig.io/ingest\":\"true\"}"));
    api.stubFor(
        list()
            .inScenario("expiry")
            .whenScenarioStateIs(STARTED)
            .willSetStateTo("expired")
            .withQueryParam("continue", absent())
            .willReturn(okJson(page("next", namespace("old", "\"labels\":{}")))));
    api.stubFor(
        list()
            .withQueryParam("continue", equalTo("next"))
            .willReturn(
                aResponse().withStatus(410).withBody("{\"kind\":\"Status\",\"code\":410}")));
    api.stubFor(
        list()
            .inScenario("expiry")
            .whenScenarioStateIs("expired")
            .withQueryParam("continue", absent())
            .willReturn(okJson(sound)));

    LoadedState loaded = new KubernetesSource(client, CLUSTER).load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters().get(0).namespaces()).hasToString("[a]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"labels\":{\"logconfig.io/ingest\":\"yes\"}` | namespace a: logconfig.io/ingest must be"
            + " \"true\" or \"false\", not \"yes\"",
        "`\"labels\":{\"logconfig.io/ingest\":\"true\"},"
            + "\"annotations\":{\"logconfig.io/ingest\":\"false\"}` | namespace a: label and"
            + " annotation logconfig.io/ingest disagree",
        "`\"annotations\":{\"logconfig.io/ingest\":\"*\\nx\"}` | namespace a: logconfig.io/ingest"
            + " must be \"true\" or \"false\", not \"*\\u000ax\"",
      })
  void aDoubtfulNamespaceLeavesTheClusterOut(String metadata, String expected) {
    api.stubFor(
        list()
            .willReturn(
                okJson(
                    page(
                        "",
                        namespace("a", metadata.replace("\n", "\\n")),
                        namespace("b", "\"labels\":{\"logconfig.io/ingest\":\"true\"}")))));

    LoadedState loaded = new KubernetesSource(client, CLUSTER).load();

    assertThat(loaded.problems()).extracting(Problem::toString).containsExactly(expected);
    assertThat(loaded.state().clusters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"401, DENIED", "403, DENIED", "404, INVALID", "429, UNREACHABLE", "503, UNREACHABLE"})
  void aClusterThatRefusesIsAProblem(int status, Problem.Kind kind) {
    api.stubFor(list().willReturn(aResponse().withStatus(status)));

    LoadedState loaded = new KubernetesSource(client, CLUSTER).load();

    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .allMatch(it -> it.startsWith("cluster stage-01: the namespaces cannot be listed: "))
        .hasSize(1);
    assertThat(loaded.worst()).contains(kind);
    assertThat(loaded.state().clusters()).isEmpty();
  }

  @Test
  void aClusterThatIsDownIsUnreachableAndNotInvalid() {
    api.stop();

    LoadedState loaded = new KubernetesSource(client, CLUSTER).load();

    assertThat(loaded.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.UNREACHABLE);
  }

  @Test
  void tellsOfChangesUntilTheWatchIsClosed() throws InterruptedException {
    String marked = "\"labels\":{\"logconfig.io/ingest\":\"true\"}";
    api.stubFor(list().willReturn(okJson(page("", namespace("a", marked)))));
    api.stubFor(
        list()
            .atPriority(1)
            .withQueryParam("watch", equalTo("true"))
            .willReturn(
                okJson(
                    "{\"type\":\"ADDED\",\"object\":"
                        + namespace("b", "\"resourceVersion\":\"2\"," + marked)
                        + "}\n")));
    CountDownLatch changes = new CountDownLatch(2);

    try (WatchableSource.Watching watching =
        new KubernetesSource(client, CLUSTER).watch(changes::countDown)) {
      assertThat(changes.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(watching).isNotNull();
    }
  }

  private static MappingBuilder list() {
    return get(urlPathEqualTo("/api/v1/namespaces"));
  }

  private static String page(String next, String... namespaces) {
    return "{\"kind\":\"NamespaceList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\","
               + "\"continue\":\""
        + next
        + "\"},\"items\":["
        + String.join(",", namespaces)
        + "]}";
  }

  private static String namespace(String name, String metadata) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
        + name
        + "\",\"uid\":\""
        + name
        + "\","
        + metadata
        + "}}";
  }
}
