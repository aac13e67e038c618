package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import okhttp3.HttpUrl;

/** Rules for the URLs that secrets are sent to. */
public final class EndpointUrl {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int MAX_HOST = 253;
  private static final int MAX_PORT = 65_535;

  private EndpointUrl() {}

  /**
   * Checks what the URI class accepts and the HTTP library does not.
   *
   * @throws InvalidArgumentException if the port or the host cannot be used
   */
  public static HttpUrl requireUsable(String what, URI uri) {
    String authority = uri.getRawAuthority();
    String port =
        authority.substring(authority.lastIndexOf(uri.getHost()) + uri.getHost().length());
    if (!port.isEmpty() && (uri.getPort() < 1 || uri.getPort() > MAX_PORT)) {
      throw new InvalidArgumentException(
          "port of the " + what, port.substring(1), "a number from 1 to " + MAX_PORT);
    }
    HttpUrl url = HttpUrl.parse(uri.toString());
    if (url == null || url.host().length() > MAX_HOST) {
      throw new InvalidArgumentException(
          "host of the " + what,
          uri.getHost(),
          "a valid host name: at most "
              + MAX_HOST
              + " characters, and at most 63 between two dots");
    }
    return url;
  }

  /** Whether a URL is http on this machine, the only place that plain text may go to. */
  public static boolean isPlainLoopback(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme())
        && uri.getHost() != null
        && isLoopback(uri.getHost());
  }

  public static boolean isLoopback(String host) {
    return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
  }

  /** A URL with its user and password masked, and without its query, which may be a token. */
  public static String withoutUser(String text) {
    return text.replaceAll("(?s)//.*@", "//****@").replaceAll("(?s)\\?.*", "?****");
  }
}
