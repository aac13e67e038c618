package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.auth.ApiToken;
import io.github.logconfig.dynatrace.auth.Credentials;
import io.github.logconfig.dynatrace.auth.TokensClient;
import io.github.logconfig.dynatrace.connection.BaseUrl;
import io.github.logconfig.dynatrace.connection.MicrometerRequestListener;
import io.github.logconfig.dynatrace.connection.ProxySettings;
import io.github.logconfig.dynatrace.connection.RequestListener;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import io.github.logconfig.dynatrace.connection.TlsSettings;
import io.github.logconfig.dynatrace.connection.Waiting;
import io.github.logconfig.dynatrace.entities.EntitiesClient;
import io.github.logconfig.dynatrace.internal.http.ConnectionSettings;
import io.github.logconfig.dynatrace.internal.http.HttpTransport;
import io.github.logconfig.dynatrace.internal.http.SharedConnections;
import io.github.logconfig.dynatrace.internal.http.Timeouts;
import io.github.logconfig.dynatrace.internal.http.TransportSettings;
import io.github.logconfig.dynatrace.internal.retry.Timing;
import io.github.logconfig.dynatrace.internal.service.HttpDynatraceClient;
import io.github.logconfig.dynatrace.query.QueriesClient;
import io.github.logconfig.dynatrace.query.ScanBudget;
import io.github.logconfig.dynatrace.settings.SchemasClient;
import io.github.logconfig.dynatrace.settings.SettingsClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client of one Dynatrace environment.
 *
 * <p>The kind of token decides which API of the environment is used, see {@link BaseUrl#apiV2}. The
 * token is sent only to that host: redirects are followed only within the same scheme, host and
 * port. Failed requests are retried as described by {@link RetryPolicy}. All requests of one client
 * share an adaptive concurrency limit: it decreases while the service throttles (status 429 and
 * 503), and increases again. If the service sends {@code Retry-After}, no request is sent before
 * that time.
 *
 * <p>The system properties {@code http.proxyHost}, {@code https.proxyHost} and so on are honored
 * unless proxies are set here. HTTP/2 and gzip are used if the server supports them.
 *
 * <p>Can be implemented for tests without HTTP, like {@link SettingsClient}: methods that are not
 * overridden throw {@link UnsupportedOperationException} or return nothing.
 *
 * <p><b>Thread safety:</b> thread-safe; use one instance per environment, which shares its
 * connections between threads.
 *
 * @since 0.1.0
 */
public interface DynatraceClient extends AutoCloseable {

  /**
   * Starts a new client; {@code baseUrl} and {@code apiToken} or {@code credentials} are required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the URL that all requests are sent to.
   *
   * @return the URL
   */
  default BaseUrl baseUrl() {
    throw new UnsupportedOperationException("baseUrl");
  }

  /**
   * Returns the client for settings objects.
   *
   * @return always the same instance
   */
  default SettingsClient settings() {
    throw new UnsupportedOperationException("settings");
  }

  /**
   * Returns the client for schemas of settings objects.
   *
   * @return always the same instance
   */
  default SchemasClient schemas() {
    throw new UnsupportedOperationException("schemas");
  }

  /**
   * Returns the client for monitored entities.
   *
   * @return always the same instance
   */
  default EntitiesClient entities() {
    throw new UnsupportedOperationException("entities");
  }

  /**
   * Returns the client for access tokens.
   *
   * @return always the same instance
   */
  default TokensClient tokens() {
    throw new UnsupportedOperationException("tokens");
  }

  /**
   * Returns the client for DQL queries. It needs a platform token or an OAuth client.
   *
   * @return always the same instance
   */
  default QueriesClient queries() {
    throw new UnsupportedOperationException("queries");
  }

  /**
   * Returns the current time of the service, according to the {@code Date} header of its responses.
   * Sends nothing. Compare it with {@link Instant#now()} after a call to check the clock of this
   * machine. Accurate to about a second plus the latency of a response.
   *
   * @return the time; empty before the first response, and if responses have no date
   */
  default Optional<Instant> serverTime() {
    return Optional.empty();
  }

  /**
   * Returns what the operation that began first waits for, so that an application can report long
   * waits. Sends nothing.
   *
   * @return the wait, with the time since the last progress of any operation; empty if no operation
   *     is in progress
   */
  default Optional<Waiting> waiting() {
    return Optional.empty();
  }

  /**
   * Closes idle connections. Calls in progress complete; new calls and new attempts fail with an
   * {@link IllegalStateException}. No thread remains.
   */
  @Override
  default void close() {}

  /** Builds clients. Not thread-safe. */
  final class Builder {

    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DEFAULT_TOTAL_TIMEOUT = Duration.ofMinutes(10);
    private static final int DEFAULT_OBJECTS_PER_REQUEST = 100;
    private static final int DEFAULT_CONCURRENCY = 32;
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
    private @Nullable ProxySettings proxies;
    private @Nullable TlsSettings tls;
    private ScanBudget scanBudget = ScanBudget.unlimited();
    private RequestListener listener = event -> {};
    private Timing timing = Timing.SYSTEM;

    private Builder() {}

    /**
     * Sets the URL that requests are sent to.
     *
     * @param baseUrl the URL of the environment
     * @return this builder
     */
    public Builder baseUrl(BaseUrl baseUrl) {
      this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
      return this;
    }

    /**
     * Sets the API token that authorizes requests.
     *
     * @param apiToken the token
     * @return this builder
     */
    public Builder apiToken(ApiToken apiToken) {
      return credentials(Credentials.apiToken(apiToken));
    }

    /**
     * Sets the credentials that authorize requests.
     *
     * @param credentials for example those of {@link Credentials#tokenFile}
     * @return this builder
     */
    public Builder credentials(Credentials credentials) {
      this.credentials = Objects.requireNonNull(credentials, "credentials");
      return this;
    }

    /**
     * Sets the name of the client.
     *
     * @param userAgent the value of the {@code User-Agent} header, printable ASCII; {@code
     *     logconfig} by default
     * @return this builder
     * @throws InvalidArgumentException if it is blank or contains other characters
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
     * Sets how long one request may take, from its first byte to the last byte of the response.
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
     * Sets how long one operation may take with all its attempts and pauses. A host that cannot be
     * reached is given up earlier, see {@link RetryPolicy#unreachable}. All pages of a list are one
     * operation, which counts only the time spent reading pages; all requests of one batch are one
     * operation, too.
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
     * Sets how failed requests are retried.
     *
     * @param retryPolicy {@link RetryPolicy#DEFAULT} by default; {@link RetryPolicy#NONE} for no
     *     retries
     * @return this builder
     */
    public Builder retryPolicy(RetryPolicy retryPolicy) {
      this.retryPolicy = Objects.requireNonNull(retryPolicy, "retryPolicy");
      return this;
    }

    /**
     * Sets the highest value of the adaptive concurrency limit.
     *
     * @param maxConcurrency 1 to 1,000; 32 by default
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
     * Sets how many objects one request creates at most. The size of a request is limited as well.
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
     * Sets the proxies, also for requests for access tokens.
     *
     * @param proxies for example those of {@link ProxySettings#fromEnvironment}
     * @return this builder
     */
    public Builder proxies(ProxySettings proxies) {
      this.proxies = Objects.requireNonNull(proxies, "proxies");
      return this;
    }

    /**
     * Sets trusted authorities in addition to those of Java, and the client certificate.
     *
     * @param tls the settings
     * @return this builder
     */
    public Builder tls(TlsSettings tls) {
      this.tls = Objects.requireNonNull(tls, "tls");
      return this;
    }

    /**
     * Limits how much data all queries of the client may scan together.
     *
     * @param scanBudget {@link ScanBudget#unlimited} by default; clients may share one
     * @return this builder
     */
    public Builder scanBudget(ScanBudget scanBudget) {
      this.scanBudget = Objects.requireNonNull(scanBudget, "scanBudget");
      return this;
    }

    /**
     * Sets the listener that is notified of every attempt, for metrics.
     *
     * @param listener for example a {@link MicrometerRequestListener}
     * @return this builder
     */
    public Builder requestListener(RequestListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /** Sets the clocks; for tests. */
    Builder timing(Timing timing) {
      this.timing = timing;
      return this;
    }

    /**
     * Creates the client. Sends nothing.
     *
     * @return a client that the caller must close
     * @throws IllegalStateException if the base URL or the credentials are missing
     * @throws InvalidArgumentException if the environment does not accept the kind of token
     */
    public DynatraceClient build() {
      BaseUrl base = required(baseUrl, "baseUrl");
      Credentials authorizedWith = required(credentials, "apiToken or credentials");
      authorizedWith.kind().ifPresent(base::apiV2);
      SharedConnections connections =
          new SharedConnections(
              new ConnectionSettings(
                  userAgent,
                  connectTimeout,
                  callTimeout,
                  proxies == null ? null : proxies.selector(),
                  proxies == null ? null : proxies.authenticator(),
                  tls));
      if (proxies != null) {
        proxies
            .proxies()
            .forEach(proxy -> connections.redactor().rememberConfigured(proxy.password()));
      }
      TransportSettings settings =
          new TransportSettings(
              retryPolicy, callTimeout, totalTimeout, maxConcurrency, listener, timing);
      HttpTransport transport = new HttpTransport(base, connections, authorizedWith, settings);
      return new HttpDynatraceClient(base, transport, maxObjectsPerRequest, scanBudget);
    }

    /** Fails like the builders of the value types. */
    private static <T> T required(@Nullable T value, String name) {
      if (value == null) {
        throw new IllegalStateException("Cannot build DynatraceClient, " + name + " is not set");
      }
      return value;
    }
  }
}
