package io.github.logconfig.kubernetes;

import io.github.logconfig.kubernetes.Kubeconfig.Server;
import io.github.logconfig.kubernetes.KubernetesConnection.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
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
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** TLS and proxies of a kubeconfig for OkHttp. */
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
      Network network,
      Optional<byte[]> certificate,
      Optional<byte[]> key)
      throws ClusterException {
    if (certificate.isPresent() != key.isPresent()) {
      throw ClusterException.invalid(
          "the kubeconfig has a client certificate without its key, or a key without certificate");
    }
    try {
      X509TrustManager trusted = trusted(server, network.trust());
      SSLSocketFactory sockets =
          sockets(
              trusted,
              certificate.isPresent()
                  ? keyManagers(Pem.client(certificate.get(), key.orElseThrow()))
                  : network.keys().toArray(KeyManager[]::new));
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

  private static SSLSocketFactory sockets(X509TrustManager trusted, KeyManager[] keys)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {trusted}, null);
    return context.getSocketFactory();
  }

  /** Sets the proxy of a kubeconfig. */
  static void setProxy(OkHttpClient.Builder builder, URI proxy, Server server, Network network)
      throws ClusterException {
    InetSocketAddress address = InetSocketAddress.createUnresolved(proxy.getHost(), port(proxy));
    if (proxy.getScheme().startsWith("socks5")) {
      builder
          .proxy(Proxy.NO_PROXY)
          .dns(host -> List.of(ProxySockets.unresolved(host)))
          .socketFactory(ProxySockets.socks(address, password(proxy)));
      return;
    }
    builder.proxy(new Proxy(Proxy.Type.HTTP, address));
    if (proxy.getScheme().equals("https")) {
      try {
        X509TrustManager trusted =
            network.trust().isPresent() ? network.trust().get() : trustManager(null);
        if (server.authority().isPresent()) {
          trusted = new AnyOf(trustManager(Pem.trusted(server.authority().get())), trusted);
        }
        builder.socketFactory(
            ProxySockets.tls(
                sockets(
                    new Trust(Optional.of(trusted), "the proxy", server.authority().isPresent()),
                    network.keys().toArray(KeyManager[]::new))));
      } catch (GeneralSecurityException e) {
        throw ClusterException.invalid("TLS cannot be configured: " + e.getMessage());
      }
    }
  }

  /** Returns the port of a proxy. */
  static int port(URI proxy) {
    if (proxy.getPort() >= 0) {
      return proxy.getPort();
    }
    return switch (proxy.getScheme()) {
      case "https" -> 443;
      case "http" -> 80;
      default -> 1080;
    };
  }

  private static X509TrustManager trusted(Server server, Optional<X509TrustManager> trust)
      throws GeneralSecurityException, ClusterException {
    String subject = "the server";
    if (server.insecure()) {
      return new Trust(Optional.empty(), subject, false);
    }
    if (server.authority().isPresent()) {
      return new Trust(
          Optional.of(trustManager(Pem.trusted(server.authority().get()))), subject, true);
    }
    return new Trust(
        Optional.of(trust.isPresent() ? trust.get() : trustManager(null)), subject, false);
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

  /**
   * Trust with a message that names the certificate.
   *
   * @param trusted trusted certificates; trusts all if empty
   * @param subject who sends the certificate
   * @param ofKubeconfig whether the kubeconfig has the trusted certificates
   */
  private record Trust(Optional<X509TrustManager> trusted, String subject, boolean ofKubeconfig)
      implements X509TrustManager {

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

    private String reason(X509Certificate[] chain, CertificateException failure) {
      X509Certificate certificate = chain[0];
      String what = "the certificate of " + subject + " (" + name(certificate) + ") ";
      for (Throwable it = failure; it != null; it = it.getCause()) {
        if (it instanceof CertificateExpiredException) {
          return what + "has expired: " + certificate.getNotAfter().toInstant();
        }
      }
      return what
          + "is not trusted; trust its issuer ("
          // the last certificate that the server sends names the authority that has to be trusted
          + chain[chain.length - 1].getIssuerX500Principal()
          + ") with "
          + (ofKubeconfig
              ? "certificate-authority of the kubeconfig"
              : "--ca-file, or with certificate-authority of the kubeconfig");
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

  private static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().toString();
  }

  /** Trusts what either trusts: kubectl trusts the authorities of a cluster also for its proxy. */
  private record AnyOf(X509TrustManager one, X509TrustManager other) implements X509TrustManager {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      try {
        one.checkServerTrusted(chain, authType);
      } catch (CertificateException e) {
        other.checkServerTrusted(chain, authType);
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return one.getAcceptedIssuers();
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
}
