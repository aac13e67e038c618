package io.github.logconfig.dynatrace.internal.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Settings of all connections of a client. */
public record ConnectionSettings(
    String userAgent,
    Duration connectTimeout,
    Duration callTimeout,
    @Nullable ProxyAddress proxy,
    @Nullable Trust trust) {

  /** An HTTP proxy and its credentials. */
  public record ProxyAddress(String host, int port, String user, Secret password) {

    /** Hides the password. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** Trusted authorities and the client certificate. */
  public record Trust(SSLContext context, X509TrustManager manager) {}

  void applyTo(OkHttpClient.Builder builder) {
    builder
        .connectTimeout(connectTimeout)
        // the timeout of a call is set for each attempt
        .readTimeout(callTimeout)
        .writeTimeout(callTimeout)
        .callTimeout(callTimeout);
    if (trust != null) {
      builder.sslSocketFactory(trust.context().getSocketFactory(), trust.manager());
    }
    if (proxy != null) {
      builder.proxy(
          new Proxy(
              Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
      if (!proxy.user().isEmpty()) {
        builder.proxyAuthenticator(
            (route, response) ->
                response.request().header("Proxy-Authorization") == null
                    ? response
                        .request()
                        .newBuilder()
                        .header(
                            "Proxy-Authorization",
                            Credentials.basic(proxy.user(), proxy.password().reveal()))
                        .build()
                    : null);
      }
    }
  }
}
