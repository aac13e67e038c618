package io.github.logconfig.dynatrace;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The URL of one environment's API. Its host is the only host that the token is sent to.
 *
 * <p>Accepted forms:
 *
 * <ul>
 *   <li>SaaS: {@code https://abc12345.live.dynatrace.com}
 *   <li>Platform: {@code https://abc12345.apps.dynatrace.com}
 *   <li>Managed: {@code https://managed.example.com/e/<environment id>}
 *   <li>ActiveGate: {@code https://activegate.example.com:9999/e/<environment id>}
 *   <li>a server on this machine, for tests: {@code http://127.0.0.1:8080}; plain http is accepted
 *       for this machine only
 * </ul>
 *
 * <p>URLs are normalized: scheme and host in lower case, without default port, trailing slashes,
 * {@code /api}, {@code /api/v1}, {@code /api/v2} and {@code /ui/...}, also where these repeat. The
 * path {@code /platform/classic/environment-api/v2} selects the platform route, which is the only
 * route of {@code *.apps.dynatrace.com}.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class BaseUrl {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String PLATFORM_DOMAIN = ".apps.dynatrace.com";
  private static final String CLASSIC_ROUTE = "/api/v2";
  private static final String PLATFORM_ROUTE = "/platform/classic/environment-api/v2";
  private static final Pattern API_OR_UI = Pattern.compile("/++(|api(/v[12])?|ui(/.*)?)/*+$");
  private static final Pattern PLATFORM =
      Pattern.compile("/++platform/classic/environment-api(/v2)?$");
  private static final int LONGEST_HOST = 253;
  private static final int HIGHEST_PORT = 65_535;

  private final URI uri;

  private BaseUrl(URI uri) {
    this.uri = uri;
  }

  /**
   * Parses and normalizes a URL.
   *
   * @param text one of the accepted forms
   * @return the URL
   * @throws InvalidArgumentException if {@code text} has another form
   */
  public static BaseUrl parse(String text) {
    URI written;
    try {
      written = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw invalid(text);
    }
    if (written.getScheme() == null
        || written.getHost() == null
        || written.getRawUserInfo() != null
        || written.getRawQuery() != null
        || written.getRawFragment() != null) {
      throw invalid(text);
    }
    if (!"https".equalsIgnoreCase(written.getScheme()) && !isPlainLoopback(written)) {
      throw invalid(text);
    }
    HttpUrl url = requireUsable("base URL", written);
    String root = url.newBuilder().encodedPath("/").build().toString();
    return new BaseUrl(URI.create(root.substring(0, root.length() - 1) + path(url)));
  }

  private static String path(HttpUrl url) {
    String path = url.encodedPath();
    String route = "";
    String given;
    do {
      given = path;
      path = API_OR_UI.matcher(path).replaceFirst("");
      Matcher platform = PLATFORM.matcher(path);
      if (platform.find()) {
        path = path.substring(0, platform.start());
        route = isPlatform(url.host()) ? "" : PLATFORM_ROUTE;
      }
    } while (!path.equals(given));
    return path + route;
  }

  /**
   * Checks what the URI class accepts and the HTTP library does not.
   *
   * @throws InvalidArgumentException if the port or the host cannot be used
   */
  static HttpUrl requireUsable(String what, URI uri) {
    String authority = uri.getRawAuthority();
    String port =
        authority.substring(authority.lastIndexOf(uri.getHost()) + uri.getHost().length());
    if (!port.isEmpty() && (uri.getPort() < 1 || uri.getPort() > HIGHEST_PORT)) {
      throw new InvalidArgumentException(
          "port of the " + what, port.substring(1), "a number from 1 to " + HIGHEST_PORT);
    }
    HttpUrl url = HttpUrl.parse(uri.toString());
    if (url == null || url.host().length() > LONGEST_HOST) {
      throw new InvalidArgumentException(
          "host of the " + what,
          uri.getHost(),
          "a valid host name: at most "
              + LONGEST_HOST
              + " characters, and at most 63 between two dots");
    }
    return url;
  }

  /**
   * Returns the URL of the Environment API v2.
   *
   * @return the URL, ending in a slash
   */
  public URI apiV2() {
    String text = uri.toString();
    if (text.endsWith(PLATFORM_ROUTE)) {
      return URI.create(text + "/");
    }
    return URI.create(text + (isPlatform(uri.getHost()) ? PLATFORM_ROUTE : CLASSIC_ROUTE) + "/");
  }

  private static boolean isPlatform(String host) {
    return host.endsWith(PLATFORM_DOMAIN);
  }

  /** Whether a URL is http on this machine, the only place that plain text may go to. */
  static boolean isPlainLoopback(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme())
        && uri.getHost() != null
        && isLoopback(uri.getHost());
  }

  static boolean isLoopback(String host) {
    return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
  }

  boolean isPlain() {
    return isPlainLoopback(uri);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BaseUrl that && uri.equals(that.uri);
  }

  @Override
  public int hashCode() {
    return uri.hashCode();
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private static InvalidArgumentException invalid(String text) {
    return new InvalidArgumentException(
        "base URL",
        withoutUser(text),
        "an https URL without user, query or fragment (plain http only to this machine)");
  }

  /** A URL with its user and password masked, and without its query, which may be a token. */
  static String withoutUser(String text) {
    return text.replaceAll("(?s)//.*@", "//****@").replaceAll("(?s)\\?.*", "?****");
  }
}
