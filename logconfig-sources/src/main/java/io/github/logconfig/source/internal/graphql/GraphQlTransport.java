package io.github.logconfig.source.internal.graphql;

import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.internal.proxy.ProxyCredentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends requests to a qontract-server. All are read-only, so all may be retried. */
public final class GraphQlTransport {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final String USER_AGENT = "logconfig";
  private static final String TUNNEL = "Tunnel failed";
  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";
  private static final String NO_BYTES = "received no bytes";
  private static final int ATTEMPTS = 3;
  private static final int MEBIBYTE = 1_048_576;

  /** Limit of the response to a query. All others are a few hundred bytes. */
  private static final int MAX_QUERY_MEBIBYTES = 64;

  private static final Set<Integer> TRANSIENT = Set.of(429, 502, 503, 504);

  /**
   * Servers, load balancers and firewalls keep an idle connection, or its state, for longer. The
   * client of Java keeps it for up to 20 minutes, and has no setting of its own for it.
   */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

  private final Network network;
  private @Nullable HttpClient client;
  private long lastUse;

  /**
   * The network of this machine.
   *
   * @param pause the pause before the second attempt; twice that before the third
   * @param timeout how long one attempt may take
   * @param proxies selects the proxy of a URL; the default of Java if empty
   * @param authenticator users and passwords of the proxies
   * @param tls trusted certificates and client certificate; the defaults of Java if empty
   * @param activity receives what is waited for, with each attempt
   */
  public record Network(
      Duration pause,
      Duration timeout,
      Optional<ProxySelector> proxies,
      Optional<Authenticator> authenticator,
      Optional<SSLContext> tls,
      Consumer<String> activity) {

    /** The defaults of Java. */
    public static final Network DEFAULT =
        new Network(
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            activity -> {});

    public Network withTimes(Duration otherPause, Duration otherTimeout) {
      return new Network(otherPause, otherTimeout, proxies, authenticator, tls, activity);
    }

    public Network withProxies(ProxySelector other, Optional<Authenticator> users) {
      return new Network(pause, timeout, Optional.of(other), users, tls, activity);
    }

    public Network withTls(SSLContext other) {
      return new Network(pause, timeout, proxies, authenticator, Optional.of(other), activity);
    }

    public Network withActivity(Consumer<String> other) {
      return new Network(pause, timeout, proxies, authenticator, tls, other);
    }
  }

  public GraphQlTransport(Network network) {
    this.network = network;
  }

  /** Creates the client when it is needed, because it has a thread. */
  private synchronized HttpClient client() {
    HttpClient open = client;
    long now = System.nanoTime();
    if (open == null || now - lastUse > IDLE_LIMIT.toNanos()) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NEVER)
              // servers inside clusters use plain HTTP and may not support an upgrade to HTTP/2
              .version(HttpClient.Version.HTTP_1_1);
      network.proxies().ifPresent(builder::proxy);
      network.tls().ifPresent(builder::sslContext);
      open = builder.build();
      client = open;
    }
    lastUse = now;
    return open;
  }

  public Network network() {
    return network;
  }

  /**
   * A response of any status.
   *
   * @param redirect where a redirect leads, without path; empty for other responses
   */
  public record Response(int status, String contentType, Optional<String> redirect, String body) {}

  /** No response, or an unusable one. The message contains no secret. */
  public static final class RequestException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String address;
    private final Problem.Kind kind;

    RequestException(String address, String message, Problem.Kind kind) {
      super(message);
      this.address = address;
      this.kind = kind;
    }

    public Problem.Kind kind() {
      return kind;
    }

    public String address() {
      return address;
    }
  }

  public Response get(GraphQlConfig config, String path) throws RequestException {
    return send(config, path, Optional.empty());
  }

  public Response post(GraphQlConfig config, String path, String json) throws RequestException {
    return send(config, path, Optional.of(json));
  }

  private Response send(GraphQlConfig config, String path, Optional<String> json)
      throws RequestException {
    URI uri = URI.create(config.base() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/json, text/plain")
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", USER_AGENT);
    // an authenticator of the client would also handle status 401 of the server
    proxy(uri)
        .flatMap(proxy -> ProxyCredentials.of(network.authenticator(), proxy, uri))
        .map(ProxyCredentials::header)
        .ifPresent(value -> request.header(PROXY_AUTHORIZATION, value));
    config.authorization().ifPresent(value -> request.header("Authorization", value));
    json.ifPresent(
        body ->
            request
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    for (int attempt = 1; ; attempt++) {
      network
          .activity()
          .accept(
              "a response of "
                  + config.base()
                  + path
                  + (attempt == 1 ? "" : ", attempt " + attempt));
      try {
        Response answer = sent(request.build());
        if (attempt == ATTEMPTS || !TRANSIENT.contains(answer.status())) {
          return answer;
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS || isPermanent(e)) {
          throw new RequestException(
              config.base() + path, config.mask().mask(reason(e, uri)), Problem.Kind.UNREACHABLE);
        }
      }
      waitBefore(attempt, config.base() + path);
    }
  }

  private Optional<InetSocketAddress> proxy(URI uri) {
    return network
        .proxies()
        .map(it -> it.select(uri).get(0).address())
        .filter(InetSocketAddress.class::isInstance)
        .map(InetSocketAddress.class::cast);
  }

  /** Sends a request, again if it is lost because the server has closed the idle connection. */
  private Response sent(HttpRequest request) throws IOException, RequestException {
    try {
      return once(request);
    } catch (IOException e) {
      String cause = e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
      if (!cause.contains(NO_BYTES) && !cause.contains("Connection reset")) {
        throw e;
      }
      return once(request);
    }
  }

  private Response once(HttpRequest request) throws IOException, RequestException {
    int mebibytes = request.method().equals("POST") ? MAX_QUERY_MEBIBYTES : 1;
    CompletableFuture<HttpResponse<byte[]>> call =
        client()
            .sendAsync(
                request,
                info ->
                    info.statusCode() == HttpURLConnection.HTTP_OK
                        ? new BoundedBody(mebibytes * MEBIBYTE, false)
                        : new BoundedBody(MEBIBYTE, true));
    try {
      HttpResponse<byte[]> response = call.get(network.timeout().toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() == HttpURLConnection.HTTP_PROXY_AUTH) {
        reportRefusalOfProxy(response, request);
      }
      return new Response(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse("no content type"),
          redirect(response),
          new String(BoundedBody.unpacked(response, mebibytes * MEBIBYTE), StandardCharsets.UTF_8));
    } catch (TimeoutException e) {
      call.cancel(true);
      throw new InterruptedIOException(
          "no complete response within " + network.timeout().toSeconds() + " s");
    } catch (BoundedBody.TooLargeException e) {
      throw tooLarge(request, mebibytes);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BoundedBody.TooLargeException) {
        throw tooLarge(request, mebibytes);
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw interrupted(request.uri().toString());
    }
  }

  /** Reports status 407 if it is that of a proxy. */
  private void reportRefusalOfProxy(HttpResponse<?> refused, HttpRequest request)
      throws RequestException {
    Optional<InetSocketAddress> proxy = proxy(request.uri());
    if (proxy.isPresent()) {
      List<String> schemes =
          refused.headers().allValues("Proxy-Authenticate").stream()
              .map(challenge -> Quoted.line(challenge.strip().replaceFirst("[ ,].*", "")))
              .toList();
      throw new RequestException(
          request.uri().toString(),
          named(proxy.get())
              + " "
              + ProxyCredentials.refusal(
                  schemes, request.headers().firstValue(PROXY_AUTHORIZATION).isPresent()),
          Problem.Kind.UNREACHABLE);
    }
  }

  private static String named(InetSocketAddress proxy) {
    return "the proxy " + proxy.getHostString() + ":" + proxy.getPort();
  }

  private void waitBefore(int attempt, String address) throws RequestException {
    try {
      TimeUnit.MILLISECONDS.sleep(network.pause().toMillis() * attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(address);
    }
  }

  private static Optional<String> redirect(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Location")
        .filter(location -> response.statusCode() / 100 == 3)
        .map(location -> server(response.uri(), location));
  }

  /** Returns scheme, host and port of an address; its path could contain a secret. */
  private static String server(URI from, String location) {
    try {
      URI target = from.resolve(location);
      return target.getScheme()
          + "://"
          + target.getHost()
          + (target.getPort() < 0 ? "" : ":" + target.getPort());
    } catch (IllegalArgumentException e) {
      return "another address";
    }
  }

  private static RequestException tooLarge(HttpRequest request, int mebibytes) {
    return new RequestException(
        request.uri().toString(),
        "the response is larger than " + mebibytes + " MiB",
        Problem.Kind.INVALID);
  }

  private static RequestException interrupted(String address) {
    return new RequestException(address, "interrupted", Problem.Kind.UNREACHABLE);
  }

  /** Returns whether another attempt would probably fail, after as long a time. */
  private static boolean isPermanent(IOException failure) {
    return failure instanceof InterruptedIOException
        || failure.getCause() instanceof HttpTimeoutException
        || failure.getCause() instanceof SSLException
        || has(failure, UnresolvedAddressException.class).isPresent()
        || isTunnelRefusal(failure);
  }

  private static boolean isTunnelRefusal(IOException failure) {
    return failure.getCause() != null
        && String.valueOf(failure.getCause().getMessage()).startsWith(TUNNEL);
  }

  private String reason(IOException failure, URI uri) {
    String to = proxy(uri).map(GraphQlTransport::named).orElse(uri.getHost());
    Optional<CertificateException> certificate = has(failure, CertificateException.class);
    if (certificate.isPresent()) {
      String message = String.valueOf(certificate.get().getMessage());
      return message
          + (message.contains("is not trusted")
              ? "; trust the issuer with --ca-file"
              : "; check the URL");
    }
    if (has(failure, UnresolvedAddressException.class).isPresent()) {
      return "unknown host: " + to.replaceFirst(":[0-9]+$", "");
    }
    if (failure instanceof InterruptedIOException) {
      // whether the proxy or the server is silent is not known
      return failure.getMessage() + proxy(uri).map(it -> " through " + named(it)).orElse("");
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof HttpTimeoutException) {
      return "no connection to " + to + " within " + CONNECT_TIMEOUT.toSeconds() + " s";
    }
    if (cause instanceof ConnectException) {
      return "no connection to " + to + ": connection refused";
    }
    String what = String.valueOf(cause.getMessage());
    if (isTunnelRefusal(failure)) {
      return to + " rejects the connection (HTTP " + what.replaceFirst(".*\\D", "") + ")";
    }
    if (cause instanceof SSLException) {
      return "no TLS connection to " + uri.getHost() + ": " + Quoted.line(what);
    }
    if (what.contains(NO_BYTES)) {
      return proxy(uri)
          .map(it -> "the server or " + named(it) + " closed the connection without a response")
          .orElse("the server closed the connection without a response");
    }
    if (what.contains("bytes received")) {
      return "the response breaks off";
    }
    return "no response: "
        + cause.getClass().getSimpleName()
        + (cause.getMessage() == null ? "" : " " + Quoted.of(what));
  }

  private static <T extends Throwable> Optional<T> has(Throwable failure, Class<T> type) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (type.isInstance(it)) {
        return Optional.of(type.cast(it));
      }
    }
    return Optional.empty();
  }
}
