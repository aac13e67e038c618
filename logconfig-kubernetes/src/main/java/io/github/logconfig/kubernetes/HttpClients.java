package io.github.logconfig.kubernetes;

import io.github.logconfig.kubernetes.Kubeconfig.Server;
import io.github.logconfig.model.Problem;
import io.github.logconfig.source.internal.yaml.Problems;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.NoRouteToHostException;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** TLS and proxies of a kubeconfig for OkHttp, and the causes of failures. */
final class HttpClients {

  static final ProxySelector NO_PROXY =
      new ProxySelector() {
        @Override
        public List<Proxy> select(URI target) {
          return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
          // the request fails with the same exception
        }
      };

  private HttpClients() {}

  static void setTls(
      OkHttpClient.Builder builder,
      Server server,
      Optional<X509TrustManager> trust,
      Optional<byte[]> certificate,
      Optional<byte[]> key)
      throws ClusterException {
    if (certificate.isPresent() != key.isPresent()) {
      throw ClusterException.invalid(
          "the kubeconfig has a client certificate without its key, or a key without certificate");
    }
    try {
      X509TrustManager trusted = trusted(server, trust);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          certificate.isPresent()
              ? keyManagers(Pem.client(certificate.get(), key.orElseThrow()))
              : null,
          new TrustManager[] {trusted},
          null);
      SSLSocketFactory sockets = context.getSocketFactory();
      HostnameVerifier verifier = new OkHttpClient().hostnameVerifier();
      String name = server.tlsServerName().orElse("");
      builder.sslSocketFactory(
          name.isEmpty() ? sockets : new NamedSocketFactory(sockets, name), trusted);
      if (server.insecure()) {
        builder.hostnameVerifier((host, session) -> true);
      } else if (!name.isEmpty()) {
        builder.hostnameVerifier((host, session) -> verifier.verify(name, session));
      }
    } catch (GeneralSecurityException e) {
      throw ClusterException.invalid("TLS cannot be configured: " + e.getMessage());
    }
  }

  private static X509TrustManager trusted(Server server, Optional<X509TrustManager> trust)
      throws GeneralSecurityException, ClusterException {
    if (server.insecure()) {
      return new Trust(Optional.empty());
    }
    if (server.authority().isPresent()) {
      return new Trust(Optional.of(trustManager(Pem.trusted(server.authority().get()))));
    }
    return new Trust(Optional.of(trust.isPresent() ? trust.get() : trustManager(null)));
  }

  private static X509TrustManager trustManager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private static KeyManager[] keyManagers(KeyStore store) throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  /** Trust with a message that names the certificate; without trusted certificates, trusts all. */
  private record Trust(Optional<X509TrustManager> trusted) implements X509TrustManager {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      if (trusted.isEmpty()) {
        return;
      }
      try {
        trusted.get().checkServerTrusted(chain, authType);
      } catch (CertificateException e) {
        throw new CertificateException(reason(chain, e), e);
      }
    }

    private static String reason(X509Certificate[] chain, CertificateException failure) {
      X509Certificate certificate = chain[0];
      String subject =
          "the certificate of the server (" + certificate.getSubjectX500Principal() + ") ";
      for (Throwable it = failure; it != null; it = it.getCause()) {
        if (it instanceof CertificateExpiredException) {
          return subject + "has expired: " + certificate.getNotAfter().toInstant();
        }
      }
      return subject
          + "is not trusted; its issuer is "
          + certificate.getIssuerX500Principal()
          + "; check certificate-authority of the kubeconfig";
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trusted.map(X509TrustManager::getAcceptedIssuers).orElse(new X509Certificate[0]);
    }
  }

  /**
   * Sends another server name in the TLS handshake than that of the URL. OkHttp only wraps sockets
   * that are connected; the other methods are not supported.
   */
  private static final class NamedSocketFactory extends SSLSocketFactory {

    private final SSLSocketFactory sockets;
    private final String name;

    NamedSocketFactory(SSLSocketFactory sockets, String name) {
      this.sockets = sockets;
      this.name = name;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      return sockets.createSocket(socket, name, port, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }

  /** Returns user and password of a proxy's URL. */
  static Optional<PasswordAuthentication> password(URI proxy) {
    String user = proxy.getRawUserInfo();
    if (user == null || user.isEmpty()) {
      return Optional.empty();
    }
    int colon = user.indexOf(':');
    return Optional.of(
        new PasswordAuthentication(
            decoded(colon < 0 ? user : user.substring(0, colon)),
            (colon < 0 ? "" : decoded(user.substring(colon + 1))).toCharArray()));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Asks the authenticator for user and password of a proxy. */
  static Optional<PasswordAuthentication> password(
      Optional<Authenticator> authenticator, Proxy proxy, Server server) {
    if (authenticator.isEmpty() || !(proxy.address() instanceof InetSocketAddress address)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          authenticator
              .get()
              .requestPasswordAuthenticationInstance(
                  address.getHostString(),
                  null,
                  address.getPort(),
                  "http",
                  "",
                  "basic",
                  server.url().toURL(),
                  Authenticator.RequestorType.PROXY));
    } catch (MalformedURLException e) {
      return Optional.empty();
    }
  }

  /** Returns whether the next attempt may succeed. */
  static boolean isTransient(IOException failure) {
    return !(failure instanceof SSLException
        || failure instanceof InterruptedIOException
        || failure instanceof UnknownHostException
        || isProxyRefusal(failure));
  }

  private static boolean isProxyRefusal(IOException failure) {
    return String.valueOf(failure.getMessage()).startsWith("Unexpected response code for CONNECT")
        || String.valueOf(failure.getMessage()).startsWith("Failed to authenticate with proxy");
  }

  /** Returns the cause of a failure that a person can act on. */
  static ClusterException explain(IOException failure, Server server) {
    if (isProxyRefusal(failure)) {
      return new ClusterException(
          Problem.Kind.UNREACHABLE, "the proxy refuses the connection: " + failure.getMessage());
    }
    return new ClusterException(Problem.Kind.UNREACHABLE, reason(failure, server));
  }

  private static String reason(IOException failure, Server server) {
    String host = server.url().getHost();
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof CertificateException) {
        return String.valueOf(it.getMessage());
      }
    }
    if (failure instanceof UnknownHostException) {
      return "unknown host: " + Problems.oneLine(String.valueOf(failure.getMessage()));
    }
    if (failure instanceof SSLPeerUnverifiedException) {
      return "the certificate of the server is not valid for "
          + server.tlsServerName().orElse(host)
          + "; set tls-server-name of the kubeconfig to a name that the certificate contains";
    }
    if (failure instanceof SSLException) {
      return "TLS failed: " + failure.getMessage();
    }
    if (failure instanceof InterruptedIOException) {
      return String.valueOf(failure.getMessage()).contains("connect")
          ? "no connection within 10 s"
          : "no response in time";
    }
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof ConnectException && String.valueOf(it.getMessage()).contains("refused")) {
        return "connection refused";
      }
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return "no connection: " + failure.getMessage();
    }
    return "connection lost: " + failure.getClass().getSimpleName() + " " + failure.getMessage();
  }
}
