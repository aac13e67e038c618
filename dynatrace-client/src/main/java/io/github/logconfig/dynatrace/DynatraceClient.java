package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.HttpTransport;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The API of one Dynatrace environment.
 *
 * <p>The token is sent to the host of the base URL and to no other: redirects are not followed.
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
  private final EntitiesClient entities;
  private final TokensClient tokens;

  private DynatraceClient(BaseUrl baseUrl, HttpTransport transport) {
    Exchange exchange = new Exchange(transport);
    this.baseUrl = baseUrl;
    this.transport = transport;
    this.settings = new SettingsClient(exchange);
    this.entities = new EntitiesClient(exchange);
    this.tokens = new TokensClient(exchange);
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

  /** Closes idle connections. Calls that are under way end by themselves; new ones fail. */
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

    private @Nullable BaseUrl baseUrl;
    private @Nullable ApiToken apiToken;
    private String userAgent = "logconfig";
    private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private Duration callTimeout = DEFAULT_CALL_TIMEOUT;

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
     * Sets what requests are authorized with.
     *
     * @param apiToken the token
     * @return this builder
     */
    public Builder apiToken(ApiToken apiToken) {
      this.apiToken = apiToken;
      return this;
    }

    /**
     * Sets how the client calls itself.
     *
     * @param userAgent the value of the {@code User-Agent} header
     * @return this builder
     */
    public Builder userAgent(String userAgent) {
      this.userAgent = userAgent;
      return this;
    }

    /**
     * Sets how long connecting may take.
     *
     * @param connectTimeout more than zero; 10 seconds by default
     * @return this builder
     */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = connectTimeout;
      return this;
    }

    /**
     * Sets how long one request may take from its first byte to the last of the answer.
     *
     * @param callTimeout more than zero; 60 seconds by default
     * @return this builder
     */
    public Builder callTimeout(Duration callTimeout) {
      this.callTimeout = callTimeout;
      return this;
    }

    /**
     * Makes the client. Sends nothing yet.
     *
     * @return a client to be closed by the caller
     * @throws NullPointerException if the base URL or the token is missing
     */
    public DynatraceClient build() {
      BaseUrl base = Objects.requireNonNull(baseUrl, "baseUrl is required");
      ApiToken token = Objects.requireNonNull(apiToken, "apiToken is required");
      return new DynatraceClient(
          base,
          new HttpTransport(
              base.apiV2(), token::authorization, userAgent, connectTimeout, callTimeout));
    }
  }
}
