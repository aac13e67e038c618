package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.connection.TlsSettings;
import java.io.IOException;
import java.net.Authenticator;
import java.net.Authenticator.RequestorType;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import okhttp3.Challenge;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** Settings of all connections of a client. */
public record ConnectionSettings(
    String userAgent,
    Duration connectTimeout,
    Duration callTimeout,
    @Nullable ProxySelector proxies,
    @Nullable Authenticator proxyUsers,
    @Nullable TlsSettings tls) {

  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

  /** The scheme with which the library asks for a user before a proxy has required one. */
  private static final String BEFORE_THE_FIRST_REQUEST = "OkHttp-Preemptive";

  void applyTo(OkHttpClient.Builder builder) {
    builder
        .connectTimeout(connectTimeout)
        // the timeout of a call is set for each attempt
        .readTimeout(callTimeout)
        .writeTimeout(callTimeout)
        .callTimeout(callTimeout);
    if (proxies != null) {
      builder.proxySelector(proxies);
    }
    builder.proxyAuthenticator((route, response) -> authenticated(proxyUsers, route, response));
  }

  /** Reads the trusted certificates, which takes a while and is not needed for plain http. */
  void applyTlsTo(OkHttpClient.Builder builder) {
    TlsSettings settings = tls == null ? TlsSettings.builder().build() : tls;
    builder.sslSocketFactory(settings.sslContext().getSocketFactory(), settings.trustManager());
  }

  /** A proxy that does not accept the user, or requires one. */
  static final class ProxyRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    ProxyRefusedException(String message) {
      super(message);
    }
  }

  /**
   * Adds user and password to a request. The library asks before the first request, and again when
   * the proxy refuses it.
   */
  private static @Nullable Request authenticated(
      @Nullable Authenticator users, @Nullable Route route, Response response)
      throws ProxyRefusedException {
    if (route == null) {
      return null;
    }
    List<String> schemes = response.challenges().stream().map(Challenge::scheme).toList();
    boolean first = schemes.contains(BEFORE_THE_FIRST_REQUEST);
    boolean sent = response.request().header(PROXY_AUTHORIZATION) != null;
    if (!first && !schemes.isEmpty() && schemes.stream().noneMatch("Basic"::equalsIgnoreCase)) {
      throw new ProxyRefusedException(
          "requires authentication with "
              + String.join(" or ", schemes)
              + "; expected Basic (HTTP 407)");
    }
    PasswordAuthentication user = sent || users == null ? null : user(users, route);
    if (user == null && !first) {
      throw new ProxyRefusedException(
          "requires " + (sent ? "another " : "") + "user and password (HTTP 407)");
    }
    return user == null
        ? null
        : response
            .request()
            .newBuilder()
            .header(
                PROXY_AUTHORIZATION,
                Credentials.basic(user.getUserName(), new String(user.getPassword())))
            .build();
  }

  private static @Nullable PasswordAuthentication user(Authenticator users, Route route) {
    InetSocketAddress proxy = (InetSocketAddress) route.proxy().address();
    return users.requestPasswordAuthenticationInstance(
        proxy.getHostString(),
        null,
        proxy.getPort(),
        "http",
        null,
        "Basic",
        null,
        RequestorType.PROXY);
  }
}
