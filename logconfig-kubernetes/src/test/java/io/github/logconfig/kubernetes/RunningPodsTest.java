package io.github.logconfig.kubernetes;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.KubernetesClusterUid;
import io.github.logconfig.model.NamespaceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods of a fake API server whose clock shows noon. */
class RunningPodsTest {

  private static final String NOON = "Fri, 27 Nov 2026 12:00:00 GMT";
  private static final ClusterName STAGE = new ClusterName("stage-01");

  @TempDir private Path folder;
  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());

  @BeforeEach
  void start() throws IOException {
    server.start();
    server.stubFor(
        get(urlPathEqualTo("/api/v1/namespaces"))
            .withQueryParam("fieldSelector", equalTo("metadata.name=kube-system"))
            .willReturn(
                okJson(
                    "{\"items\":[{\"metadata\":{\"name\":\"kube-system\",\"uid\":\"uid-1\"}}]}")));
    Files.writeString(
        folder.resolve("kubeconfig"),
        """
        clusters: [{name: one, cluster: {server: "%s"}}]
        contexts: [{name: stage-01, context: {cluster: one}}]
        """
            .formatted(server.baseUrl()));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private static String pod(String phase, String deletion, String startedAt) {
    String state =
        startedAt.isEmpty()
            ? "{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}"
            : "{\"running\":{\"startedAt\":\"" + startedAt + "\"}}";
    return """
    {"metadata":{"name":"pod"%s},"spec":{"containers":[{"name":"app"}]},
     "status":{"phase":"%s","containerStatuses":[{"name":"app","state":%s}]}}\
    """
        .formatted(
            deletion.isEmpty() ? "" : ",\"deletionTimestamp\":\"" + deletion + "\"", phase, state);
  }

  private void pods(String namespace, String... pods) {
    server.stubFor(
        get(urlPathEqualTo("/api/v1/namespaces/" + namespace + "/pods"))
            .willReturn(
                okJson("{\"metadata\":{},\"items\":[" + String.join(",", pods) + "]}")
                    .withHeader("Date", NOON)));
  }

  private RunningPods.Result read(Optional<String> uid, String... namespaces)
      throws InterruptedException {
    Set<NamespaceName> names = new LinkedHashSet<>();
    for (String namespace : namespaces) {
      names.add(new NamespaceName(namespace));
    }
    DesiredCluster cluster =
        DesiredCluster.builder()
            .name(STAGE)
            .environment(Environment.of("staging", "https://abc12345.live.dynatrace.com"))
            .kubernetesClusterUid(uid.map(KubernetesClusterUid::new))
            .build();
    Map<DesiredCluster, Set<NamespaceName>> asked = new LinkedHashMap<>();
    asked.put(cluster, names);
    return new ExistingNamespaces(Optional.of(folder.resolve("kubeconfig")), Optional.empty())
        .runningPods()
        .read(asked);
  }

  @ParameterizedTest
  @CsvSource({
    "Running,'',2026-11-27T11:45:00Z,true",
    "Running,'',2026-11-27T11:45:01Z,false",
    "Running,'','',false",
    "Running,'',yesterday,false",
    "Running,2026-11-27T11:59:00Z,2026-11-27T09:00:00Z,false",
    "Pending,'',2026-11-27T09:00:00Z,false",
  })
  void podsCountAfterFifteenMinutesByTheClockOfTheServer(
      String phase, String deletion, String startedAt, boolean counts) throws Exception {
    pods("shop", pod(phase, deletion, startedAt));

    RunningPods.Result read = read(Optional.of("uid-1"), "shop");

    assertThat(read.unread()).isEmpty();
    assertThat(read.namespaces().get(STAGE)).hasSize(counts ? 1 : 0);
    server.verify(
        getRequestedFor(urlPathEqualTo("/api/v1/namespaces/shop/pods"))
            .withQueryParam("fieldSelector", equalTo("status.phase=Running"))
            .withQueryParam("limit", equalTo("100")));
  }

  @Test
  void readsFurtherPagesUntilOnePodCounts() throws Exception {
    String path = "/api/v1/namespaces/shop/pods";
    String young = pod("Running", "", "2026-11-27T11:59:00Z");
    String old = pod("Running", "", "2026-11-27T09:00:00Z");
    String page = "{\"metadata\":{\"continue\":\"%s\"},\"items\":[%s]}";
    server.stubFor(
        get(urlPathEqualTo(path))
            .withQueryParam("continue", absent())
            .willReturn(okJson(page.formatted("two", young)).withHeader("Date", NOON)));
    server.stubFor(
        get(urlPathEqualTo(path))
            .withQueryParam("continue", equalTo("two"))
            .willReturn(okJson(page.formatted("three", old)).withHeader("Date", NOON)));

    assertThat(read(Optional.of("uid-1"), "shop").namespaces().get(STAGE)).hasSize(1);
    server.verify(2, getRequestedFor(urlPathEqualTo(path)));
  }

  @Test
  void podsThatMayNotBeListedAreUnknown() throws Exception {
    pods("shop", pod("Running", "", "2026-11-27T09:00:00Z"));
    server.stubFor(
        get(urlPathEqualTo("/api/v1/namespaces/bank/pods"))
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withBody("{\"message\":\"pods is forbidden: User \\\"reader\\\"\"}")));

    RunningPods.Result read = read(Optional.of("uid-1"), "shop", "bank", "more");

    assertThat(read.unread())
        .hasToString(
            "{stage-01="
                + server.baseUrl()
                + ": status 403: pods is forbidden: User \"reader\"; the credentials need the"
                + " permission to list pods}");
    assertThat(read.namespaces().get(STAGE)).hasToString("[shop]");
  }

  @Test
  void withoutAKubeconfigOnlyThePodsOfTheOwnClusterCanBeRead() throws Exception {
    Files.writeString(folder.resolve("kubeconfig"), "contexts: []");

    assertThat(read(Optional.of("uid-1"), "shop").unread().get(STAGE))
        .endsWith("does not exist or is empty, and this program does not run in a cluster");
  }

  @Test
  void podsOfAnotherClusterProveNothing() throws Exception {
    pods("shop", pod("Running", "", "2026-11-27T09:00:00Z"));

    assertThat(read(Optional.of("uid-2"), "shop").unread().get(STAGE))
        .isEqualTo(
            server.baseUrl() + ": this is another cluster: its UID is \"uid-1\", expected uid-2");
    assertThat(read(Optional.empty(), "shop").unread().get(STAGE))
        .startsWith("the UID of the cluster is not known; expected kubernetesCluster.uid");
    server.verify(0, getRequestedFor(urlPathEqualTo("/api/v1/namespaces/shop/pods")));
  }
}
