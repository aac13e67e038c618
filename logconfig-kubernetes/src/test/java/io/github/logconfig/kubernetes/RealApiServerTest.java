package io.github.logconfig.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.source.WatchableSource;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uses a real {@code kube-apiserver} with {@code etcd}, if both are in the directory {@code
 * KUBEBUILDER_ASSETS} or in the path. An API server sends 401 together with the end of the HTTP/2
 * connection, which no stand-in does.
 */
class RealApiServerTest {

  private static final List<Process> PROCESSES = new ArrayList<>();
  @TempDir private static Path folder;
  private static String address;
  private static OkHttpClient admin;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> etcd = binary("etcd");
    Optional<Path> server = binary("kube-apiserver");
    assumeTrue(etcd.isPresent() && server.isPresent(), "etcd and kube-apiserver are not installed");
    String storage = "http://127.0.0.1:" + port();
    String peers = "http://127.0.0.1:" + port();
    run(
        etcd.get().toString(),
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + storage,
        "--advertise-client-urls=" + storage,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=default=" + peers);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    pem("sa.pub", "PUBLIC KEY", pair.getPublic().getEncoded());
    pem("sa.key", "PRIVATE KEY", pair.getPrivate().getEncoded());
    Files.writeString(
        folder.resolve("tokens.csv"), "admin,admin,1,system:masters\nlister,lister,2,listers\n");
    int port = port();
    run(
        server.get().toString(),
        "--etcd-servers=" + storage,
        "--cert-dir=" + folder,
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--token-auth-file=" + folder.resolve("tokens.csv"),
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + folder.resolve("sa.pub"),
        "--service-account-signing-key-file=" + folder.resolve("sa.key"),
        "--service-cluster-ip-range=10.0.0.0/24",
        "--disable-admission-plugins=ServiceAccount");
    address = "https://127.0.0.1:" + port;
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    HttpClients.setTls(
        builder,
        Kubeconfig.read(Optional.of(kubeconfig("admin"))).server(Optional.empty()),
        KubernetesConnection.Network.direct(),
        Optional.empty(),
        Optional.empty());
    admin = builder.build();
    awaitReady();
    post(
        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
        "{\"metadata\":{\"name\":\"lister\"},\"rules\":[{\"apiGroups\":[\"\"],"
            + "\"resources\":[\"namespaces\"],\"verbs\":[\"list\"]}]}");
    post(
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        "{\"metadata\":{\"name\":\"lister\"},\"roleRef\":{\"apiGroup\":"
            + "\"rbac.authorization.k8s.io\",\"kind\":\"ClusterRole\",\"name\":\"lister\"},"
            + "\"subjects\":[{\"kind\":\"Group\",\"name\":\"listers\","
            + "\"apiGroup\":\"rbac.authorization.k8s.io\"}]}");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    for (Process process : PROCESSES) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void readsNamespacesWithThePermissionToList() throws IOException {
    post(
        "/api/v1/namespaces",
        "{\"metadata\":{\"name\":\"opted-in\",\"labels\":{\"logconfig.io/ingest\":\"true\"}}}");

    LoadedState loaded = source("lister").load();

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.state().clusters().get(0).namespaces().toString()).contains("opted-in");
  }

  @Test
  void reportsExpiredTokensAsDenied() throws IOException {
    LoadedState loaded = source("expired").load();

    assertThat(loaded.worst()).contains(Problem.Kind.DENIED);
    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "cluster stage-01: the namespaces cannot be listed: "
                + address
                + ": status 401: Unauthorized; the credentials are missing, invalid or expired");
  }

  @Test
  void watchesNamespaces() throws Exception {
    CountDownLatch listed = new CountDownLatch(1);
    CountDownLatch changes = new CountDownLatch(2);
    post(
        "/api/v1/namespaces",
        "{\"metadata\":{\"name\":\"before\",\"labels\":{\"logconfig.io/ingest\":\"true\"}}}");

    try (WatchableSource.Watching watching =
        source("admin")
            .watch(
                () -> {
                  listed.countDown();
                  changes.countDown();
                })) {
      assertThat(listed.await(60, TimeUnit.SECONDS)).isTrue();
      post(
          "/api/v1/namespaces",
          "{\"metadata\":{\"name\":\"later\",\"labels\":{\"logconfig.io/ingest\":\"true\"}}}");
      assertThat(changes.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(watching).isNotNull();
    }
  }

  private static Path kubeconfig(String token) throws IOException {
    return Files.writeString(
        folder.resolve("config-" + token),
        """
        current-context: one
        clusters: [{name: one, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        contexts: [{name: one, context: {cluster: one, user: reader}}]
        users: [{name: reader, user: {token: %s}}]
        """
            .formatted(address, token));
  }

  private static KubernetesClustersSource source(String token) throws IOException {
    Path clusters =
        Files.writeString(
            folder.resolve("clusters.yaml"),
            """
            environments: [{name: staging, url: 'https://abc12345.live.dynatrace.com'}]
            clusters: [{name: stage-01, environment: staging}]
            """);
    return new KubernetesClustersSource(clusters).withKubeconfig(kubeconfig(token));
  }

  private static void post(String path, String json) throws IOException {
    Request request =
        new Request.Builder()
            .url(address + path)
            .header("Authorization", "Bearer admin")
            .post(RequestBody.create(json, MediaType.get("application/json")))
            .build();
    try (Response response = admin.newCall(request).execute()) {
      assertThat(response.code()).as(path).isEqualTo(201);
    }
  }

  private static void awaitReady() throws InterruptedException, IOException {
    Request request =
        new Request.Builder()
            .url(address + "/api/v1/namespaces/kube-system")
            .header("Authorization", "Bearer admin")
            .build();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (System.nanoTime() < end) {
      try (Response response = admin.newCall(request).execute()) {
        if (response.isSuccessful()) {
          return;
        }
      } catch (IOException e) {
        // not listening yet
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new AssertionError(
        "the API server does not start: "
            + Files.readString(folder.resolve("etcd.log"))
            + Files.readString(folder.resolve("kube-apiserver.log")));
  }

  private static Optional<Path> binary(String name) {
    String path =
        String.valueOf(System.getenv("KUBEBUILDER_ASSETS"))
            + File.pathSeparator
            + System.getenv("PATH");
    return Stream.of(path.split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void run(String... command) throws IOException {
    Path log = folder.resolve(Path.of(command[0]).getFileName() + ".log");
    PROCESSES.add(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  private static void pem(String name, String type, byte[] der) throws IOException {
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END "
            + type
            + "-----\n");
  }

  private static int port() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
