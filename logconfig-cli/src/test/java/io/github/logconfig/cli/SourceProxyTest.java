package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources of the desired state connect through the proxy of {@code --proxy}, with its password. */
class SourceProxyTest {

  private static final String AUTHORIZATION =
      "Basic " + Base64.getEncoder().encodeToString("ann:pa:ss".getBytes(StandardCharsets.UTF_8));

  private final List<String> proxied = Collections.synchronizedList(new ArrayList<>());

  @TempDir private Path folder;
  private HttpServer proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext("/", this::handle);
    proxy.start();
  }

  @AfterEach
  void stop() {
    proxy.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String authorization = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
      if (!AUTHORIZATION.equals(authorization)) {
        exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"proxy\"");
        exchange.sendResponseHeaders(407, -1);
        return;
      }
      proxied.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      exchange.sendResponseHeaders(403, -1);
    }
  }

  @Test
  void graphQlUsesTheProxy() {
    String err = validate("--graphql", "http://qontract.example.com/graphql");

    assertThat(proxied).isNotEmpty().allMatch(it -> it.contains("http://qontract.example.com/"));
    assertThat(err).contains("403").doesNotContain("pa:ss");
  }

  @Test
  void kubernetesUsesTheProxy() throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        current-context: stage
        clusters: [{name: stage, cluster: {server: "http://k8s.example.com:6443"}}]
        users: [{name: ann, user: {token: abc}}]
        contexts: [{name: stage, context: {cluster: stage, user: ann}}]
        """);
    Path clusters = folder.resolve("clusters.yaml");
    Files.writeString(
        clusters,
        """
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: stage-01, environment: staging}]
        """);

    String err =
        validate("--kubernetes", clusters.toString(), "--kubeconfig", kubeconfig.toString());

    assertThat(proxied)
        .isNotEmpty()
        .allMatch(it -> it.startsWith("GET http://k8s.example.com:6443/api/v1/namespaces"));
    assertThat(err).contains("403").doesNotContain("pa:ss");
  }

  private String validate(String... source) {
    List<String> arguments = new ArrayList<>(List.of("validate"));
    arguments.addAll(List.of(source));
    arguments.add("--proxy=http://ann:pa%3Ass@127.0.0.1:" + proxy.getAddress().getPort());
    StringWriter err = new StringWriter();
    int status =
        LogConfigCommand.commandLine()
            .setOut(new PrintWriter(new StringWriter(), true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(status).as(err.toString()).isEqualTo(ExitCode.PERMISSION);
    return err.toString();
  }
}
