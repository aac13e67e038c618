package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.connection.TlsSettings;
import java.net.Authenticator;
import java.net.Authenticator.RequestorType;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.time.Duration;
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
    if (proxyUsers != null) {
      builder.proxyAuthenticator((route, response) -> authenticated(proxyUsers, route, response));
    }
  }

  /** Reads the trusted certificates, which takes a while and is not needed for plain http. */
  void applyTlsTo(OkHttpClient.Builder builder) {
    TlsSettings settings = tls == null ? TlsSettings.builder().build() : tls;
    builder.sslSocketFactory(settings.sslContext().getSocketFactory(), settings.trustManager());
  }

  private static @Nullable Request authenticated(
      Authenticator users, @Nullable Route route, Response response) {
    if (route == null || response.request().header(PROXY_AUTHORIZATION) != null) {
      return null;
    }
    InetSocketAddress proxy = (InetSocketAddress) route.proxy().address();
    PasswordAuthentication user =
        users.requestPasswordAuthenticationInstance(
            proxy.getHostString(),
            null,
            proxy.getPort(),
            "http",
            null,
            "Basic",
            null,
            RequestorType.PROXY);
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
}
