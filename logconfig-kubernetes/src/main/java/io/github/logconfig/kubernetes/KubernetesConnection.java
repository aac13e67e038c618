package io.github.logconfig.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.kubernetes.Kubeconfig.Server;
import io.github.logconfig.model.Problem;
import io.github.logconfig.source.internal.proxy.ProxyCredentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.Challenge;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the API server of one cluster, for a {@link KubernetesSource}.
 *
 * <p>Requests use HTTP/1.1: an API server answers a wrong token with 401 and closes the HTTP/2
 * connection, and clients then lose the answer. Lost connections and the statuses 429, 502, 503 and
 * 504 are retried twice. A connection is attempted for 10 seconds, and a response may pause for 15
 * seconds. Reading the namespaces takes at most 60 seconds in total.
 *
 * <p><b>Thread safety:</b> safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class KubernetesConnection implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String USER_AGENT = "logconfig";
  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

  /** The scheme with which the library asks for a user before a proxy has required one. */
  private static final String BEFORE_THE_FIRST_REQUEST = "OkHttp-Preemptive";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration EXEC_TIMEOUT = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 3;
  private static final long PAUSE_MILLIS = 250;
  private static final Set<Integer> TRANSIENT = Set.of(429, 502, 503, 504);
  private static final int MAX_ERROR_BYTES = 64 * 1_024;

  private final Server server;
  private final Network network;
  private final IntConsumer attempts;
  private ExecPlugin.@Nullable Credentials plugin;
  private @Nullable OkHttpClient http;

  /**
   * The network of this machine.
   *
   * @param proxies proxies, unless the kubeconfig has one
   * @param authenticator credentials of the proxies
   * @param trust trusted certificates, unless the kubeconfig has an authority
   * @param keys client certificate, unless the kubeconfig has one
   * @param pause how long a response may pause
   * @param total how long reading the namespaces may take, with all attempts and pages
   */
  record Network(
      ProxySelector proxies,
      Optional<Authenticator> authenticator,
      Optional<X509TrustManager> trust,
      List<KeyManager> keys,
      Duration pause,
      Duration total) {

    static Network direct() {
      return new Network(
          HttpClients.NO_PROXY,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60));
    }

    Network withProxies(ProxySelector other, Optional<Authenticator> users) {
      return new Network(other, users, trust, keys, pause, total);
    }

    Network withTls(X509TrustManager other, List<KeyManager> certificate) {
      return new Network(
          proxies, authenticator, Optional.of(other), List.copyOf(certificate), pause, total);
    }

    Network withTimeouts(Duration shorterPause, Duration shorterTotal) {
      return new Network(proxies, authenticator, trust, keys, shorterPause, shorterTotal);
    }
  }

  KubernetesConnection(Server server, Network network) {
    this(server, network, attempt -> {});
  }

  /**
   * Creates a connection.
   *
   * @param attempts receives the number of each attempt to send a request, from 1
   */
  KubernetesConnection(Server server, Network network, IntConsumer attempts) {
    this.server = server;
    this.network = network;
    this.attempts = attempts;
  }

  /**
   * Creates a connection without credentials, for example to {@code kubectl proxy}.
   *
   * @param server http or https URL of the API server
   */
  public static KubernetesConnection of(URI server) {
    return new KubernetesConnection(
        new Server(
            server,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        Network.direct());
  }

  /**
   * Creates a connection from a kubeconfig, or to the cluster that the program runs in if there is
   * none.
   *
   * @param kubeconfig the file; by default the files of {@code KUBECONFIG}, or {@code
   *     ~/.kube/config}
   * @param context the context; by default the current one
   * @throws IOException if the kubeconfig, or a file that it refers to, is missing or invalid
   */
  public static KubernetesConnection fromKubeconfig(
      Optional<Path> kubeconfig, Optional<String> context) throws IOException {
    try {
      return new KubernetesConnection(
          Kubeconfig.read(kubeconfig).server(context), Network.direct());
    } catch (ClusterException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Returns the address of the server, for messages. */
  String address() {
    return server.url().toString();
  }

  Network network() {
    return network;
  }

  /**
   * Sends a GET request. The caller closes the response.
   *
   * @param pathAndQuery relative to the server
   * @param pause how long the response may pause
   * @param total how long all attempts and the response may take; 0 for no limit
   * @param started receives each attempt, so that it can be canceled
   */
  Response get(
      String pathAndQuery, String accept, Duration pause, Duration total, Consumer<Call> started)
      throws ClusterException {
    long end = System.nanoTime() + total.toNanos();
    boolean refreshed = false;
    for (int attempt = 1; ; attempt++) {
      attempts.accept(attempt);
      OkHttpClient client = client(end, total);
      Request request =
          request(pathAndQuery, remaining(end, total, EXEC_TIMEOUT))
              .header("Accept", accept)
              .header("User-Agent", USER_AGENT)
              .build();
      ClusterException failure;
      boolean retry;
      try {
        Call call =
            client
                .newBuilder()
                .readTimeout(pause)
                .callTimeout(total.isZero() ? total : remaining(end, total, total))
                .build()
                .newCall(request);
        started.accept(call);
        Response response = call.execute();
        if (response.isSuccessful()) {
          return response;
        }
        try (response) {
          failure = failure(response);
        }
        if (failure.status() == HttpURLConnection.HTTP_UNAUTHORIZED
            && !refreshed
            && forgetToken()) {
          refreshed = true;
          continue;
        }
        retry = TRANSIENT.contains(failure.status());
      } catch (IOException e) {
        if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
          throw ClusterException.timedOut(network.total()); // the limit of the call
        }
        failure = ConnectionFailures.explain(e, server, proxy(), pause);
        retry = ConnectionFailures.isTransient(e);
      }
      if (!retry || attempt == ATTEMPTS) {
        throw failure;
      }
      sleep(PAUSE_MILLIS << attempt);
    }
  }

  /**
   * Returns how long something may take.
   *
   * @param end when all attempts must have ended
   * @param total the time until then at the start; 0 for no limit
   * @param most upper bound of the result
   */
  private Duration remaining(long end, Duration total, Duration most) throws ClusterException {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    if (total.isZero()) {
      return most;
    }
    if (left.isNegative() || left.isZero()) {
      throw ClusterException.timedOut(network.total());
    }
    return left.compareTo(most) < 0 ? left : most;
  }

  /** Returns host and port of the proxy, if there is one. */
  private Optional<String> proxy() {
    if (server.proxy().isPresent()) {
      return Optional.of(
          server.proxy().get().getHost() + ":" + HttpClients.port(server.proxy().get()));
    }
    return network.proxies().select(server.url()).get(0).address()
            instanceof InetSocketAddress address
        ? Optional.of(address.getHostString() + ":" + address.getPort())
        : Optional.empty();
  }

  private static void sleep(long millis) throws ClusterException {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(Problem.Kind.UNREACHABLE, "interrupted");
    }
  }

  private Request.Builder request(String pathAndQuery, Duration patience) throws ClusterException {
    String base = server.url().toString().replaceFirst("/+$", "");
    Request.Builder request = new Request.Builder().url(base + "/" + pathAndQuery);
    Optional<String> token = token(patience);
    if (token.isPresent()) {
      if (token.get().chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw ClusterException.invalid("the token contains spaces or other invalid characters");
      }
      request.header("Authorization", "Bearer " + token.get());
    } else if (server.basic().isPresent()) {
      request.header(
          "Authorization",
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(server.basic().get().getBytes(StandardCharsets.UTF_8)));
    }
    return request;
  }

  /** Returns the token; that of a file is read for each request, because it is rotated. */
  private Optional<String> token(Duration patience) throws ClusterException {
    if (server.tokenFile().isPresent()) {
      byte[] content = Kubeconfig.read("tokenFile", server.tokenFile().get());
      return Optional.of(new String(content, StandardCharsets.UTF_8).strip());
    }
    if (server.token().isPresent() || server.exec().isEmpty()) {
      return server.token();
    }
    return credentials(server.exec().get(), patience).token();
  }

  private synchronized ExecPlugin.Credentials credentials(ExecPlugin exec, Duration patience)
      throws ClusterException {
    ExecPlugin.Credentials known = plugin;
    if (known == null || known.expires().filter(Instant.now()::isAfter).isPresent()) {
      known = exec.run(server, patience);
      plugin = known;
      if (known.certificate().isPresent()) {
        closeClient();
      }
    }
    return known;
  }

  /** Returns whether there may be another token than the one that was refused. */
  private synchronized boolean forgetToken() {
    boolean known = plugin != null;
    plugin = null;
    return known || server.tokenFile().isPresent();
  }

  private synchronized OkHttpClient client(long end, Duration total) throws ClusterException {
    Optional<ExecPlugin.Credentials> known =
        server.exec().isPresent() && server.token().isEmpty()
            ? Optional.of(credentials(server.exec().get(), remaining(end, total, EXEC_TIMEOUT)))
            : Optional.empty();
    OkHttpClient open = http;
    if (open == null) {
      OkHttpClient.Builder builder =
          new OkHttpClient.Builder()
              .protocols(List.of(Protocol.HTTP_1_1))
              .followRedirects(false)
              .retryOnConnectionFailure(false)
              .connectionPool(new ConnectionPool(2, 1, TimeUnit.MINUTES))
              .connectTimeout(CONNECT_TIMEOUT)
              .readTimeout(network.pause());
      setProxy(builder);
      HttpClients.setTls(
          builder,
          server,
          network,
          server.certificate().or(() -> known.flatMap(ExecPlugin.Credentials::certificate)),
          server.key().or(() -> known.flatMap(ExecPlugin.Credentials::key)));
      open = builder.build();
      http = open;
    }
    return open;
  }

  private void setProxy(OkHttpClient.Builder builder) throws ClusterException {
    Optional<PasswordAuthentication> password = Optional.empty();
    if (server.proxy().isPresent()) {
      URI proxy = server.proxy().get();
      HttpClients.setProxy(builder, proxy, server, network);
      password = HttpClients.password(proxy);
    } else {
      builder.proxySelector(network.proxies());
    }
    Optional<PasswordAuthentication> ofUrl = password;
    builder.proxyAuthenticator(
        (route, response) ->
            route != null && route.proxy().address() instanceof InetSocketAddress proxy
                ? authenticated(
                    response,
                    ofUrl.or(
                        () -> ProxyCredentials.of(network.authenticator(), proxy, server.url())))
                : null);
  }

  /**
   * Adds user and password to a request. The library asks before the first request, and again when
   * the proxy refuses it.
   */
  private static @Nullable Request authenticated(
      Response response, Optional<PasswordAuthentication> user)
      throws ProxySockets.RefusedException {
    List<String> schemes = response.challenges().stream().map(Challenge::scheme).toList();
    boolean sent = response.request().header(PROXY_AUTHORIZATION) != null;
    if (!schemes.contains(BEFORE_THE_FIRST_REQUEST) && (sent || user.isEmpty())) {
      throw new ProxySockets.RefusedException(ProxyCredentials.refusal(schemes, sent));
    }
    return user.map(ProxyCredentials::header)
        .map(value -> response.request().newBuilder().header(PROXY_AUTHORIZATION, value).build())
        .orElse(null);
  }

  private static ClusterException failure(Response response) {
    String message = "status " + response.code();
    String location = response.header("Location");
    HttpUrl target = location == null ? null : response.request().url().resolve(location);
    if (response.isRedirect() && target != null) {
      message +=
          ", a redirect to "
              + target.scheme()
              + "://"
              + target.host()
              + ":"
              + target.port()
              + " is not followed";
    }
    try {
      ResponseBody body = response.body();
      byte[] text = body == null ? new byte[0] : body.byteStream().readNBytes(MAX_ERROR_BYTES);
      String detail = JSON.readTree(text).path("message").asText();
      if (!detail.isEmpty()) {
        message += ": " + detail;
      }
    } catch (IOException e) {
      // the body is not a Kubernetes status
    }
    if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      message += "; the credentials are missing, invalid or expired";
    } else if (response.code() == HttpURLConnection.HTTP_FORBIDDEN
        && response.request().url().queryParameter("watch") == null) {
      message += "; the credentials need the permission to list " + resource(response);
    }
    return ClusterException.ofStatus(response.code(), message);
  }

  /** Returns what was requested, such as {@code namespaces} or {@code pods}. */
  private static String resource(Response response) {
    List<String> path = response.request().url().pathSegments();
    return path.get(path.size() - 1);
  }

  private synchronized void closeClient() {
    OkHttpClient open = http;
    http = null;
    if (open != null) {
      open.dispatcher().executorService().shutdown();
      open.connectionPool().evictAll();
    }
  }

  @Override
  public void close() {
    closeClient();
  }

  @Override
  public String toString() {
    return "KubernetesConnection[" + server.url() + "]";
  }
}
