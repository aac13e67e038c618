package io.github.logconfig.dynatrace.internal.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** How connections are made, whoever they lead to. */
public record ConnectionSettings(
    String userAgent,
    Duration connectTimeout,
    Duration callTimeout,
    @Nullable ProxyAddress proxy,
    @Nullable Trust trust) {

  /** An HTTP proxy, and what it asks for. */
  public record ProxyAddress(String host, int port, String user, Secret password) {

    /** The password is nobody's business. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** Whom to trust, and with which certificate to answer. */
  public record Trust(SSLContext context, X509TrustManager manager) {}

  void applyTo(OkHttpClient.Builder builder) {
    builder
        .connectTimeout(connectTimeout)
        // the call as a whole is what is bounded, attempt by attempt
        .readTimeout(callTimeout)
        .writeTimeout(callTimeout)
        .callTimeout(callTimeout)
        .addInterceptor(
            chain ->
                chain.proceed(
                    chain.request().newBuilder().header("User-Agent", userAgent).build()));
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
