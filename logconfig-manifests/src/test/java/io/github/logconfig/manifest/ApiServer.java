package io.github.logconfig.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A kube-apiserver with its etcd, as envtest starts them: the programs are in the directory {@code
 * KUBEBUILDER_ASSETS} or on the path.
 */
final class ApiServer {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final Path folder;
  private final Path kubectl;
  private final int port;
  private final List<Process> processes = new ArrayList<>();

  private ApiServer(Path folder, Path kubectl, int port) {
    this.folder = folder;
    this.kubectl = kubectl;
    this.port = port;
  }

  static boolean isInstalled() {
    return Stream.of("etcd", "kube-apiserver", "kubectl").allMatch(it -> find(it).isPresent());
  }

  static ApiServer start(Path folder) throws Exception {
    int etcd = freePort();
    int peers = freePort();
    ApiServer server = new ApiServer(folder, find("kubectl").orElseThrow(), freePort());
    writeServiceAccountKeys(folder);
    Files.writeString(folder.resolve("tokens.csv"), "secret,admin,admin,system:masters\n");
    server.run(
        "etcd",
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=http://127.0.0.1:" + etcd,
        "--advertise-client-urls=http://127.0.0.1:" + etcd,
        "--listen-peer-urls=http://127.0.0.1:" + peers);
    server.run(
        "kube-apiserver",
        "--etcd-servers=http://127.0.0.1:" + etcd,
        "--bind-address=127.0.0.1",
        "--secure-port=" + server.port,
        "--cert-dir=" + folder.resolve("certificates"),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + folder.resolve("sa.pub"),
        "--service-account-signing-key-file=" + folder.resolve("sa.key"),
        "--service-cluster-ip-range=10.0.0.0/24",
        "--token-auth-file=" + folder.resolve("tokens.csv"),
        "--authorization-mode=AlwaysAllow",
        "--disable-admission-plugins=ServiceAccount");
    server.await("/readyz");
    return server;
  }

  /** Runs kubectl with this input; fails if it fails. */
  String kubectl(String input, String... arguments) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("input.yaml"), input);
    Process process = command(arguments).redirectInput(file.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", arguments) + "\n" + output).isZero();
    return output;
  }

  private ProcessBuilder command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                kubectl.toString(),
                "--server=https://127.0.0.1:" + port,
                "--token=secret",
                "--insecure-skip-tls-verify",
                "--cache-dir=" + folder.resolve("cache")));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    builder.environment().remove("KUBECONFIG");
    return builder;
  }

  /** Waits until this path can be read. */
  void await(String path) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (true) {
      Process process = command("get", "--raw", path).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() == 0) {
        return;
      }
      if (System.nanoTime() > deadline) {
        stop();
        throw new AssertionError(
            path + ": " + output + Files.readString(folder.resolve("kube-apiserver.log")));
      }
      processes.get(1).waitFor(200, TimeUnit.MILLISECONDS);
    }
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(find(program).orElseThrow().toString()));
    command.addAll(Arrays.asList(arguments));
    File log = folder.resolve(program + ".log").toFile();
    processes.add(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start());
  }

  private static Optional<Path> find(String program) {
    return Stream.of("KUBEBUILDER_ASSETS", "PATH")
        .map(System.getenv()::get)
        .flatMap(Stream::ofNullable)
        .flatMap(folders -> Arrays.stream(folders.split(File.pathSeparator, -1)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void writeServiceAccountKeys(Path folder)
      throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    write(folder.resolve("sa.key"), "PRIVATE KEY", pair.getPrivate().getEncoded());
    write(folder.resolve("sa.pub"), "PUBLIC KEY", pair.getPublic().getEncoded());
  }

  private static void write(Path file, String label, byte[] key) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END "
            + label
            + "-----\n");
  }

  void stop() throws InterruptedException {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).destroy();
      if (!processes.get(i).waitFor(10, TimeUnit.SECONDS)) {
        processes.get(i).destroyForcibly().waitFor();
      }
    }
  }
}
