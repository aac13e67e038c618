package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.http.ConnectionSettings;
import io.github.logconfig.dynatrace.internal.http.Secret;
import okhttp3.HttpUrl;

/**
 * An HTTP proxy. Connections to https URLs are tunneled, so that the proxy cannot read the token.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class HttpProxy {

  private static final int HIGHEST_PORT = 65_535;

  private final ConnectionSettings.ProxyAddress address;

  private HttpProxy(ConnectionSettings.ProxyAddress address) {
    this.address = address;
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
    return new HttpProxy(new ConnectionSettings.ProxyAddress(host, port, "", Secret.of("")));
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
    return new HttpProxy(
        new ConnectionSettings.ProxyAddress(
            address.host(), address.port(), user, Secret.of(password)));
  }

  ConnectionSettings.ProxyAddress address() {
    return address;
  }

  /**
   * Returns host and port.
   *
   * @return for example {@code proxy.example.com:3128}
   */
  @Override
  public String toString() {
    return address.toString();
  }
}
