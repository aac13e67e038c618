package io.github.logconfig.dynatrace.connection;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.internal.http.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import okhttp3.HttpUrl;

/**
 * An HTTP proxy. Connections to https URLs are tunneled, so that the proxy cannot read the token.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @see ProxySettings
 * @since 0.1.0
 */
public final class HttpProxy {

  private static final int HIGHEST_PORT = 65_535;
  private static final int DEFAULT_PORT = 80;

  private final String host;
  private final int port;
  private final String user;
  private final Secret password;

  private HttpProxy(String host, int port, String user, Secret password) {
    this.host = host;
    this.port = port;
    this.user = user;
    this.password = password;
  }

  /**
   * Returns a proxy without authentication.
   *
   * @param host name or address
   * @param port 1 to 65535
   * @return the proxy
   * @throws InvalidArgumentException if the host is invalid or the port is out of range
   */
  public static HttpProxy of(String host, int port) {
    try {
      HttpUrl.Builder unused = new HttpUrl.Builder().host(host);
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException(
          "proxy host",
          host.replaceAll("(?s).*@", "****@"),
          "a host name or address without scheme, user and port");
    }
    if (port < 1 || port > HIGHEST_PORT) {
      throw new InvalidArgumentException("proxy port", Integer.toString(port), "1 to 65535");
    }
    return new HttpProxy(host, port, "", Secret.of(""));
  }

  /**
   * Parses the URL of a proxy.
   *
   * @param text for example {@code http://user:password@proxy.example.com:3128}, or {@code
   *     proxy.example.com:3128}; the port is 80 by default; special characters of user and password
   *     are percent-encoded
   * @return the proxy
   * @throws InvalidArgumentException if {@code text} has another form; the message contains neither
   *     user nor password
   */
  public static HttpProxy parse(String text) {
    String url = text.strip();
    URI uri;
    try {
      uri = new URI(url.contains("://") ? url : "http://" + url);
    } catch (URISyntaxException e) {
      throw invalid(url);
    }
    String path = uri.getRawPath();
    if (!"http".equalsIgnoreCase(uri.getScheme())
        || uri.getHost() == null
        || !(path == null || path.isEmpty() || path.equals("/"))
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw invalid(url);
    }
    HttpProxy proxy = of(uri.getHost(), uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort());
    String user = uri.getRawUserInfo();
    if (user == null || user.isEmpty()) {
      return proxy;
    }
    int colon = user.indexOf(':');
    return proxy.withAuthentication(
        decoded(colon < 0 ? user : user.substring(0, colon)),
        colon < 0 ? "" : decoded(user.substring(colon + 1)));
  }

  private static String decoded(String text) {
    // URLDecoder decodes forms, where a plus sign is a space
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static InvalidArgumentException invalid(String text) {
    return new InvalidArgumentException(
        "proxy",
        text.replaceAll("(?s)^(.*//)?.*@", "$1****@"),
        "http://HOST:PORT or http://USER:PASSWORD@HOST:PORT");
  }

  /**
   * Returns this proxy with authentication (scheme {@code Basic}).
   *
   * @param user the user name
   * @param password the password; never shown
   * @return another proxy
   * @throws InvalidArgumentException if the user is empty or contains a colon
   */
  public HttpProxy withAuthentication(String user, String password) {
    if (user.isEmpty() || user.contains(":")) {
      throw new InvalidArgumentException("proxy user", user, "a name without a colon");
    }
    return new HttpProxy(host, port, user, Secret.of(password));
  }

  /**
   * Returns the host.
   *
   * @return name or address
   */
  public String host() {
    return host;
  }

  /**
   * Returns the port.
   *
   * @return 1 to 65535
   */
  public int port() {
    return port;
  }

  /**
   * Returns the user name.
   *
   * @return the name; empty if the proxy needs no authentication
   */
  public String user() {
    return user;
  }

  /**
   * Returns the password, for example for another client. Do not log it.
   *
   * @return the password; empty if the proxy needs no authentication
   */
  public String password() {
    return password.reveal();
  }

  /**
   * Returns host and port.
   *
   * @return for example {@code proxy.example.com:3128}
   */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
