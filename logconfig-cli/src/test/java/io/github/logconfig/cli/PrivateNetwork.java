package io.github.logconfig.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A network as in a company: the only way out is a proxy that requires user and password, and all
 * servers have certificates of a private authority. One server stands for all hosts: Dynatrace (a
 * simulator), its token endpoint, a qontract-server and the API server of a Kubernetes cluster.
 */
final class PrivateNetwork implements AutoCloseable {

  static final String USER = "ann";
  static final String PASSWORD = "pa:ss";

  private static final String PROXY_AUTHORIZATION =
      "Proxy-Authorization: Basic "
          + Base64.getEncoder()
              .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings");
  private static final HeldCertificate CA =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("Company CA").build();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient forwarding = HttpClient.newHttpClient();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final DynatraceSimulator simulator;
  private final HttpsServer server;
  private final ServerSocket proxy;
  private final List<BiConsumer<String, String>> observers = new CopyOnWriteArrayList<>();
  private final Map<String, String> refused = new ConcurrentHashMap<>();

  PrivateNetwork(DynatraceSimulator simulator) throws IOException {
    this.simulator = simulator;
    HeldCertificate.Builder certificate =
        new HeldCertificate.Builder().signedBy(CA).commonName("any host");
    for (String host :
        List.of(
            "abc12345.live.dynatrace.com",
            "abc12345.apps.dynatrace.com",
            "sso.dynatrace.com",
            "managed.example.com",
            "activegate.example.com",
            "qontract.example.com",
            "k8s.example.com")) {
      certificate.addSubjectAlternativeName(host);
    }
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate.build())
            .addTrustedCertificate(CA.certificate())
            .build();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = HttpsServer.create(any, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(certificates.sslContext()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setWantClientAuth(true);
            parameters.setSSLParameters(tls);
          }
        });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::acceptTunnels);
  }

  /** Returns the URL of the proxy with a user and a password. */
  String proxy(String user, String password) {
    return "http://" + user + ":" + password + "@" + address();
  }

  /**
   * Makes the proxy refuse a host.
   *
   * @param statusAndHeaders for example {@code 403 Forbidden}; headers follow on further lines
   */
  void refuse(String host, String statusAndHeaders) {
    refused.put(host, statusAndHeaders);
  }

  /** Returns host and port of the proxy. */
  String address() {
    return "127.0.0.1:" + proxy.getLocalPort();
  }

  /** Writes the certificate of the authority. */
  static Path authority(Path folder) throws IOException {
    return Files.writeString(folder.resolve("company-ca.pem"), CA.certificatePem());
  }

  /** Writes a client certificate with its key, for {@code CN=client}. */
  static Path clientCertificate(Path folder) throws IOException {
    HeldCertificate client =
        new HeldCertificate.Builder().signedBy(CA).commonName("client").build();
    return Files.writeString(
        folder.resolve("client.pem"), client.certificatePem() + client.privateKeyPkcs8Pem());
  }

  /** Returns {@code HOST PATH CLIENT} of each request, and forgets them. */
  List<String> requests() {
    List<String> received = new ArrayList<>(requests);
    requests.clear();
    return received;
  }

  /** Calls back with the path, and the authorization or body, of each request before its answer. */
  void observe(BiConsumer<String, String> observer) {
    observers.add(observer);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String host = exchange.getRequestHeaders().getFirst("Host").replaceFirst(":.*", "");
      URI uri = exchange.getRequestURI();
      requests.add(host + " " + uri.getRawPath() + " " + client((HttpsExchange) exchange));
      String secrets =
          exchange.getRequestHeaders().getFirst("Authorization")
              + new String(body, StandardCharsets.UTF_8);
      observers.forEach(it -> it.accept(uri.getPath(), secrets));
      switch (host) {
        case "qontract.example.com" -> send(exchange, qontract(uri.getPath()));
        case "k8s.example.com" -> send(exchange, "{\"kind\":\"NamespaceList\",\"items\":[]}");
        default -> forward(exchange, uri, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String client(HttpsExchange exchange) {
    try {
      return exchange.getSSLSession().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return "anonymous";
    }
  }

  private static String qontract(String path) {
    return path.equals("/sha256")
        ? "a".repeat(64)
        : """
        {"data":{"environments":[{"path":"/dt.yml","name":"staging",
          "environmentUrl":"https://abc12345.live.dynatrace.com"}],"clusters":[]}}
        """;
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void forward(HttpExchange exchange, URI uri, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(simulator.baseUrl() + uri.toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    copy(exchange.getRequestHeaders(), request);
    HttpResponse<byte[]> response =
        forwarding.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    response
        .headers()
        .firstValue("Content-Type")
        .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
    exchange.sendResponseHeaders(
        response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
    exchange.getResponseBody().write(response.body());
  }

  private static void copy(Headers from, HttpRequest.Builder to) {
    from.forEach(
        (name, values) -> {
          if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))
              && !name.equalsIgnoreCase("Accept-Encoding")) {
            values.forEach(value -> to.header(name, value));
          }
        });
  }

  private void acceptTunnels() {
    while (!proxy.isClosed()) {
      try {
        Socket client = proxy.accept();
        threads.execute(() -> tunnel(client));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void tunnel(Socket client) {
    try {
      List<String> head = head(client.getInputStream());
      OutputStream out = client.getOutputStream();
      String host = head.get(0).replaceFirst("CONNECT (.*):.*", "$1");
      Optional<String> refusal =
          head.contains(PROXY_AUTHORIZATION)
              ? Optional.ofNullable(refused.get(host))
              : Optional.of("407 No\r\nProxy-Authenticate: Basic realm=\"company\"");
      if (refusal.isPresent()) {
        String response =
            "HTTP/1.1 " + refusal.get() + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        out.write(response.getBytes(StandardCharsets.US_ASCII));
        client.close();
        return;
      }
      Socket target = new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort());
      out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      threads.execute(() -> copy(client, target));
      copy(target, client);
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static List<String> head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.US_ASCII).lines().toList();
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // closed
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
