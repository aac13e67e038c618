package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.TokensClient;
import io.github.logconfig.dynatrace.entities.EntitiesClient;
import io.github.logconfig.dynatrace.internal.http.AttemptListener;
import io.github.logconfig.dynatrace.internal.http.ConnectionSettings;
import io.github.logconfig.dynatrace.internal.http.EndpointUrl;
import io.github.logconfig.dynatrace.internal.http.HttpTransport;
import io.github.logconfig.dynatrace.internal.http.SharedConnections;
import io.github.logconfig.dynatrace.internal.http.TransportSettings;
import io.github.logconfig.dynatrace.internal.retry.Backoff;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import io.github.logconfig.dynatrace.internal.service.Exchange;
import io.github.logconfig.dynatrace.internal.service.HttpEntitiesClient;
import io.github.logconfig.dynatrace.internal.service.HttpSchemasClient;
import io.github.logconfig.dynatrace.internal.service.HttpSettingsClient;
import io.github.logconfig.dynatrace.internal.service.HttpTokensClient;
import io.github.logconfig.dynatrace.settings.SchemasClient;
import io.github.logconfig.dynatrace.settings.SettingsClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The API of one Dynatrace environment.
 *
 * <p>The token is sent to the host of the base URL and to no other: a redirect is followed only
 * within the same scheme, host and port, and refused otherwise. Requests that failed are sent again
 * where that is sound, see {@link RetryPolicy}. All requests of one client share a limit of
 * requests under way at a time; it shrinks while the service says that it is overloaded (status 429
 * and 503), and grows back.
 *
 * <p>The system properties {@code http.proxyHost}, {@code https.proxyHost} and so on are honoured
 * unless a proxy is set here. HTTP/2 and gzip are used if the server offers them.
 *
 * <p><b>Thread safety:</b> thread-safe; one instance per environment is enough, and shares its
 * connections between threads.
 *
 * @since 0.1.0
 */
public final class DynatraceClient implements AutoCloseable {

  private final BaseUrl baseUrl;
  private final HttpTransport transport;
  private final SettingsClient settings;
  private final SchemasClient schemas;
  private final EntitiesClient entities;
  private final TokensClient tokens;

  private DynatraceClient(BaseUrl baseUrl, HttpTransport transport, int maxObjectsPerRequest) {
    Exchange exchange = new Exchange(transport);
    this.baseUrl = baseUrl;
    this.transport = transport;
    this.settings = new HttpSettingsClient(exchange, maxObjectsPerRequest, null);
    this.schemas = new HttpSchemasClient(exchange);
    this.entities = new HttpEntitiesClient(exchange);
    this.tokens = new HttpTokensClient(exchange);
  }

  /**
   * Starts a new client; {@code baseUrl} and {@code apiToken} are required.
   *
   * @return an empty builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The address that all requests go to.
   *
   * @return the address
   */
  public BaseUrl baseUrl() {
    return baseUrl;
  }

  /**
   * Settings objects.
   *
   * @return always the same instance
   */
  public SettingsClient settings() {
    return settings;
  }

  /**
   * Schemas of settings objects.
   *
   * @return always the same instance
   */
  public SchemasClient schemas() {
    return schemas;
  }

  /**
   * Monitored entities.
   *
   * @return always the same instance
   */
  public EntitiesClient entities() {
    return entities;
  }

  /**
   * Access tokens.
   *
   * @return always the same instance
   */
  public TokensClient tokens() {
    return tokens;
  }

  /**
   * What the service's clock shows now, as far as its answers have told by their {@code Date}
   * header. Sends nothing; to find out how far this machine's clock is off, compare it with {@link
   * Instant#now()} after any call. Exact to about a second and the time that an answer takes.
   *
   * @return the time; empty before the first answer, and if answers have no date
   */
  public Optional<Instant> serverTime() {
    return transport.serverTime();
  }

  /**
   * Closes idle connections. Calls that are under way end by themselves; new ones, and new attempts
   * of those, end in an {@link IllegalStateException}. No thread is left behind.
   */
  @Override
  public void close() {
    transport.close();
  }

  @Override
  public String toString() {
    return "DynatraceClient[" + baseUrl + "]";
  }

  /** Builds clients. Not thread-safe. */
  public static final class Builder {

    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DEFAULT_TOTAL_TIMEOUT = Duration.ofMinutes(10);
    private static final int DEFAULT_OBJECTS_PER_REQUEST = 100;
    private static final int DEFAULT_CONCURRENCY = 16;
    private static final int MAX_CONCURRENCY = 1_000;
    private static final int MAX_OBJECTS_PER_REQUEST = 10_000;

    private @Nullable BaseUrl baseUrl;
    private @Nullable Credentials credentials;
    private String userAgent = "logconfig";
    private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private Duration callTimeout = DEFAULT_CALL_TIMEOUT;
    private Duration totalTimeout = DEFAULT_TOTAL_TIMEOUT;
    private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
    private int maxConcurrency = DEFAULT_CONCURRENCY;
    private int maxObjectsPerRequest = DEFAULT_OBJECTS_PER_REQUEST;
    private @Nullable HttpProxy proxy;
    private @Nullable TlsSettings tls;
    private RequestListener listener = event -> {};
    private Timing timing = Timing.SYSTEM;

    private Builder() {}

    /**
     * Sets where requests go.
     *
     * @param baseUrl the address of the environment
     * @return this builder
     */
    public Builder baseUrl(BaseUrl baseUrl) {
      this.baseUrl = baseUrl;
      return this;
    }

    /**
     * Sets one API token that requests are authorized with.
     *
     * @param apiToken the token
     * @return this builder
     */
    public Builder apiToken(ApiToken apiToken) {
      return credentials(Credentials.apiToken(apiToken));
    }

    /**
     * Sets what requests are authorized with.
     *
     * @param credentials for example those of {@link Credentials#apiTokenFile}
     * @return this builder
     */
    public Builder credentials(Credentials credentials) {
      this.credentials = credentials;
      return this;
    }

    /**
     * Sets how the client calls itself.
     *
     * @param userAgent the value of the {@code User-Agent} header, printable ASCII; {@code
     *     logconfig} by default
     * @return this builder
     * @throws InvalidArgumentException if it is blank or holds other characters
     */
    public Builder userAgent(String userAgent) {
      if (userAgent.isBlank() || !userAgent.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
        throw new InvalidArgumentException("user agent", userAgent, "printable ASCII");
      }
      this.userAgent = userAgent;
      return this;
    }

    /**
     * Sets how long connecting may take.
     *
     * @param connectTimeout more than zero, at most one day; 10 seconds by default
     * @return this builder
     * @throws InvalidArgumentException if it is out of bounds
     */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = Timeouts.requirePositive("connect timeout", connectTimeout);
      return this;
    }

    /**
     * Sets how long one request may take from its first byte to the last of the answer.
     *
     * @param callTimeout more than zero, at most one day; 60 seconds by default
     * @return this builder
     * @throws InvalidArgumentException if it is out of bounds
     */
    public Builder callTimeout(Duration callTimeout) {
      this.callTimeout = Timeouts.requirePositive("call timeout", callTimeout);
      return this;
    }

    /**
     * Sets how long one operation may take with all its attempts and pauses. All pages of a list
     * are one operation, which counts only the time spent reading pages; all requests of one batch
     * are one operation, too.
     *
     * @param totalTimeout more than zero, at most one day; 10 minutes by default
     * @return this builder
     * @throws InvalidArgumentException if it is out of bounds
     */
    public Builder totalTimeout(Duration totalTimeout) {
      this.totalTimeout = Timeouts.requirePositive("total timeout", totalTimeout);
      return this;
    }

    /**
     * Sets how failed requests are sent again.
     *
     * @param retryPolicy {@link RetryPolicy#DEFAULT} by default; {@link RetryPolicy#NONE} to send
     *     every request once
     * @return this builder
     */
    public Builder retryPolicy(RetryPolicy retryPolicy) {
      this.retryPolicy = retryPolicy;
      return this;
    }

    /**
     * Sets how many requests may be under way at a time when the service shows no overload.
     *
     * @param maxConcurrency 1 to 1,000; 16 by default
     * @return this builder
     * @throws InvalidArgumentException if it is out of bounds
     */
    public Builder maxConcurrency(int maxConcurrency) {
      if (maxConcurrency < 1 || maxConcurrency > MAX_CONCURRENCY) {
        throw new InvalidArgumentException(
            "concurrency", Integer.toString(maxConcurrency), "1 to " + MAX_CONCURRENCY);
      }
      this.maxConcurrency = maxConcurrency;
      return this;
    }

    /**
     * Sets how many objects are created by one request. The size of a request is bounded beside
     * that.
     *
     * @param maxObjectsPerRequest 1 to 10,000; 100 by default
     * @return this builder
     * @throws InvalidArgumentException if it is out of bounds
     */
    public Builder maxObjectsPerRequest(int maxObjectsPerRequest) {
      if (maxObjectsPerRequest < 1 || maxObjectsPerRequest > MAX_OBJECTS_PER_REQUEST) {
        throw new InvalidArgumentException(
            "number of objects per request",
            Integer.toString(maxObjectsPerRequest),
            "1 to " + MAX_OBJECTS_PER_REQUEST);
      }
      this.maxObjectsPerRequest = maxObjectsPerRequest;
      return this;
    }

    /**
     * Sets the proxy that requests go through, those for access tokens included.
     *
     * @param proxy the proxy
     * @return this builder
     */
    public Builder proxy(HttpProxy proxy) {
      this.proxy = proxy;
      return this;
    }

    /**
     * Sets whom to trust beside the authorities that Java trusts, and the client's certificate.
     *
     * @param tls the settings
     * @return this builder
     */
    public Builder tls(TlsSettings tls) {
      this.tls = tls;
      return this;
    }

    /**
     * Sets who hears of every request, for metrics.
     *
     * @param listener for example a {@link MicrometerRequestListener}
     * @return this builder
     */
    public Builder requestListener(RequestListener listener) {
      this.listener = listener;
      return this;
    }

    /** For tests, which cannot wait. */
    Builder timing(Timing timing) {
      this.timing = timing;
      return this;
    }

    /**
     * Makes the client. Sends nothing yet.
     *
     * @return a client to be closed by the caller
     * @throws NullPointerException if the base URL or the credentials are missing
     * @throws InvalidArgumentException if an http base URL would go through a proxy that is not on
     *     this machine
     */
    public DynatraceClient build() {
      BaseUrl base = Objects.requireNonNull(baseUrl, "baseUrl is required");
      Credentials authorizedWith =
          Objects.requireNonNull(credentials, "apiToken or credentials are required");
      if (base.isPlain() && proxy != null && !EndpointUrl.isLoopback(proxy.address().host())) {
        throw new InvalidArgumentException(
            "proxy", proxy.toString(), "on this machine, as it has to be for the plain " + base);
      }
      SharedConnections connections =
          new SharedConnections(
              new ConnectionSettings(
                  userAgent,
                  connectTimeout,
                  callTimeout,
                  proxy == null ? null : proxy.address(),
                  tls == null ? null : tls.trust()));
      if (proxy != null) {
        connections.redactor().rememberConfigured(proxy.address().password().reveal());
      }
      TransportSettings settings =
          new TransportSettings(
              new Backoff(
                  retryPolicy.maxAttempts(),
                  retryPolicy.initialDelay(),
                  retryPolicy.maxDelay(),
                  retryPolicy.maxRetryAfter()),
              callTimeout,
              totalTimeout,
              maxConcurrency,
              reportTo(listener),
              timing);
      HttpTransport transport =
          new HttpTransport(base.apiV2(), connections, authorizedWith, settings);
      return new DynatraceClient(base, transport, maxObjectsPerRequest);
    }

    private static AttemptListener reportTo(RequestListener listener) {
      return (operation, attempt, status, protocol, duration) ->
          listener.onRequest(
              new RequestEvent(
                  operation.name(),
                  attempt,
                  status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
                  protocol,
                  duration));
    }
  }
}
