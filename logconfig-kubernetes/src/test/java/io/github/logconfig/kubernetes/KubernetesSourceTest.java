package io.github.logconfig.kubernetes;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocations;
import io.github.logconfig.source.WatchableSource;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses a fake API server. */
class KubernetesSourceTest {

  private static final DesiredCluster CLUSTER =
      DesiredCluster.builder()
          .name(new ClusterName("stage-01"))
          .environment(Environment.of("staging", "https://abc12345.live.dynatrace.com"))
          .build();

  private final WireMockServer api =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  private KubernetesConnection connection;

  @BeforeEach
  void start() {
    api.start();
    connection = KubernetesConnection.of(URI.create(api.baseUrl()));
  }

  @AfterEach
  void stop() {
    connection.close();
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

    LoadedState loaded = new KubernetesSource(connection, CLUSTER).load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters())
        .containsExactly(
            DesiredCluster.builder()
                .from(CLUSTER)
                .addNamespace(new NamespaceName("by-label"))
                .addNamespace(new NamespaceName("by-note"))
                .build());
    SourceLocations locations = loaded.state().clusters().get(0).locations();
    assertThat(locations.namespace(new NamespaceName("by-label")))
        .hasToString("Optional[cluster " + CLUSTER.name() + ", label logconfig.io/ingest]");
    assertThat(locations.namespace(new NamespaceName("by-note")))
        .hasToString("Optional[cluster " + CLUSTER.name() + ", annotation logconfig.io/ingest]");
  }

  @Test
  void retriesExpiredLists() {
    String valid = page("", namespace("a", "\"labels\":{\"logconfig.io/ingest\":\"true\"}"));
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
            .willReturn(okJson(valid)));

    LoadedState loaded = new KubernetesSource(connection, CLUSTER).load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters().get(0).namespaces()).hasToString("[a]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"labels\":{\"logconfig.io/ingest\":\"yes\"}` | cluster stage-01, namespace a:"
            + " logconfig.io/ingest must be \"true\" or \"false\", not \"yes\"",
        "`\"labels\":{\"logconfig.io/ingest\":\"true\"},\"annotations\":{\"logconfig.io/ingest\":\"false\"}`"
            + " | cluster stage-01, namespace a: label and annotation logconfig.io/ingest differ",
        "`\"annotations\":{\"logconfig.io/ingest\":\"*\\n"
            + "x\"}` | cluster stage-01, namespace a: logconfig.io/ingest must be \"true\" or"
            + " \"false\", not \"*\\u000ax\"",
      })
  void reportsInvalidOptInsOfOneNamespace(String metadata, String expected) {
    api.stubFor(
        list()
            .willReturn(
                okJson(
                    page(
                        "",
                        namespace("a", metadata.replace("\n", "\\n")),
                        namespace("b", "\"labels\":{\"logconfig.io/ingest\":\"true\"}")))));

    LoadedState loaded = new KubernetesSource(connection, CLUSTER).load();

    assertThat(loaded.problems()).extracting(Problem::toString).containsExactly(expected);
    assertThat(loaded.problems().get(0).cluster()).contains(CLUSTER.name());
    assertThat(loaded.problems().get(0).hostGroup()).contains(CLUSTER.hostGroup());
    assertThat(loaded.problems().get(0).namespace()).contains(new NamespaceName("a"));
    assertThat(loaded.state().clusters())
        .extracting(cluster -> cluster.namespaces().toString())
        .containsExactly("[b]");
  }

  @Test
  void readsTheUidOfTheClusterFromTheList() {
    api.stubFor(list().willReturn(okJson(page("", kubeSystem("6C12A3B5-6d9e")))));

    LoadedState loaded = new KubernetesSource(connection, CLUSTER).load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.state().clusters().get(0).kubernetesClusterUid())
        .contains(new KubernetesClusterUid("6c12a3b5-6d9e"));
    api.verify(1, getRequestedFor(urlPathEqualTo("/api/v1/namespaces")));
    api.verify(
        getRequestedFor(urlPathEqualTo("/api/v1/namespaces"))
            .withHeader("Accept", containing("as=PartialObjectMetadataList")));
  }

  @Test
  void warnsIfTheClusterUidIsUnknown() {
    api.stubFor(list().willReturn(okJson(page("", namespace("a", "\"labels\":{}")))));

    LoadedState loaded = new KubernetesSource(connection, CLUSTER).load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "cluster stage-01: the UID of the cluster is unknown: the namespace kube-system is"
                + " not in the list");
    assertThat(loaded.state().clusters()).hasSize(1);
  }

  @Test
  void leavesOutUnexpectedClusters() {
    api.stubFor(list().willReturn(okJson(page("", kubeSystem("other")))));
    DesiredCluster expected =
        DesiredCluster.builder()
            .from(CLUSTER)
            .kubernetesClusterUid(new KubernetesClusterUid("this"))
            .build();

    LoadedState loaded = new KubernetesSource(connection, expected).load();

    assertThat(loaded.state().clusters()).isEmpty();
    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "cluster stage-01: the cluster has the UID other, expected this; does the context"
                + " select another cluster?");
  }

  /** Names that an API server never returns, but a compromised one might. */
  static Stream<String> names() {
    return Stream.of(
        "",
        " ",
        "*",
        "a*",
        "?",
        "..",
        "../other",
        "a/b",
        "a,b",
        "a b",
        "a.b",
        "[a]",
        "{a: b}",
        "a: b",
        "- a",
        "#a",
        "&a",
        "!a",
        "'a'",
        "\"a\"",
        "a\nb",
        "a\r\nX-Header: b",
        "a\tb",
        "a\u0000b",
        "a\u2028b",
        "\u202ea",
        "`a`",
        "|a|b|",
        "[a](https://example.com)",
        "<script>",
        "{{ .Values.x }}",
        "{{ $labels.x }}",
        "${HOME}",
        "$(HOME)",
        "a\"} or vector(1) #",
        "A",
        "ä",
        "-a",
        "a-",
        "a".repeat(64));
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesInvalidNamesOnOneLine(String name) {
    String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(name));
    api.stubFor(
        list()
            .willReturn(
                okJson(
                    page(
                        "", namespace(escaped, "\"labels\":{\"logconfig.io/ingest\":\"true\"}")))));

    LoadedState loaded = new KubernetesSource(connection, CLUSTER).load();

    assertThat(loaded.state().clusters()).isEmpty();
    assertThat(loaded.worst()).contains(Problem.Kind.INVALID);
    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .allSatisfy(
            text ->
                assertThat(text)
                    .contains("namespace \"", "is not a DNS label")
                    .matches(
                        it -> it.codePoints().noneMatch(KubernetesSourceTest::breaksLines),
                        "one line"))
        .isNotEmpty();
  }

  private static boolean breaksLines(int character) {
    return Character.isISOControl(character)
        || Character.getType(character) == Character.LINE_SEPARATOR
        || Character.getType(character) == Character.FORMAT;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{\"items\":[1]}",
        "{\"items\":[{\"metadata\":{\"name\":\"a",
        "<html>"
      })
  void reportsInvalidLists(String body) {
    api.stubFor(list().willReturn(okJson(body)));

    LoadedState loaded = new KubernetesSource(connection, CLUSTER).load();

    assertThat(loaded.state().clusters()).isEmpty();
    assertThat(loaded.problems()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"401, DENIED", "403, DENIED", "404, INVALID", "429, UNREACHABLE", "503, UNREACHABLE"})
  void reportsDeniedLists(int status, Problem.Kind kind) {
    api.stubFor(list().willReturn(aResponse().withStatus(status)));

    LoadedState loaded = new KubernetesSource(connection, CLUSTER).load();

    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .allMatch(it -> it.startsWith("cluster stage-01: the namespaces cannot be listed: "))
        .hasSize(1);
    assertThat(loaded.worst()).contains(kind);
    assertThat(loaded.state().clusters()).isEmpty();
  }

  @Test
  void reportsUnreachableClusters() {
    api.stop();

    LoadedState loaded = new KubernetesSource(connection, CLUSTER).load();

    assertThat(loaded.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.UNREACHABLE);
  }

  @Test
  void reportsChangesUntilTheWatchIsClosed() throws InterruptedException {
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
        new KubernetesSource(connection, CLUSTER).watch(changes::countDown)) {
      assertThat(changes.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(watching).isNotNull();
    }
  }

  @Test
  void listsAgainAfterFailuresAndExpiredWatches() throws InterruptedException {
    String marked = "\"labels\":{\"logconfig.io/ingest\":\"true\"}";
    api.stubFor(
        list()
            .inScenario("watch")
            .whenScenarioStateIs(STARTED)
            .willSetStateTo("reachable")
            .willReturn(aResponse().withStatus(503)));
    api.stubFor(
        list()
            .inScenario("watch")
            .whenScenarioStateIs("reachable")
            .willSetStateTo("expired")
            .willReturn(okJson(page("", namespace("a", marked)))));
    api.stubFor(
        list()
            .inScenario("watch")
            .whenScenarioStateIs("expired")
            .willReturn(okJson(page("", namespace("a", marked), namespace("b", marked)))));
    api.stubFor(
        list()
            .atPriority(1)
            .withQueryParam("watch", equalTo("true"))
            .willReturn(
                okJson(
                    "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\","
                        + "\"status\":\"Failure\",\"reason\":\"Expired\",\"code\":410}}\n")));
    CountDownLatch changes = new CountDownLatch(2);

    try (WatchableSource.Watching watching =
        new KubernetesSource(connection, CLUSTER).watch(changes::countDown)) {
      assertThat(changes.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(watching).isNotNull();
    }
  }

  private static String kubeSystem(String uid) {
    return namespace("kube-system", "\"labels\":{}")
        .replace("\"uid\":\"kube-system\"", "\"uid\":\"" + uid + "\"");
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
