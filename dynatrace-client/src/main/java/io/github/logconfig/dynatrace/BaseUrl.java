package io.github.logconfig.dynatrace;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * The address of one environment's API, and so the only host that its token is sent to.
 *
 * <p>Accepted forms, each with or without a trailing slash:
 *
 * <ul>
 *   <li>SaaS: {@code https://abc12345.live.dynatrace.com}
 *   <li>Platform: {@code https://abc12345.apps.dynatrace.com}
 *   <li>Managed: {@code https://managed.example.com/e/<environment id>}
 *   <li>ActiveGate: {@code https://activegate.example.com:9999/e/<environment id>}
 *   <li>a server on this machine, for tests: {@code http://127.0.0.1:8080}; plain http goes nowhere
 *       else
 * </ul>
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class BaseUrl {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String PLATFORM_DOMAIN = ".apps.dynatrace.com";

  private final URI uri;

  private BaseUrl(URI uri) {
    this.uri = uri;
  }

  /**
   * Reads an address.
   *
   * @param text one of the accepted forms
   * @return the address
   * @throws InvalidArgumentException if {@code text} has another form
   */
  public static BaseUrl parse(String text) {
    URI uri;
    try {
      uri = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw invalid(text);
    }
    if (uri.getScheme() == null
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw invalid(text);
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !isPlainLoopback(uri)) {
      throw invalid(text);
    }
    String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath().replaceAll("/+$", "").replaceAll("/api(/v2)?$", "");
    return new BaseUrl(URI.create(scheme + "://" + host + port + path));
  }

  /**
   * Where the Environment API v2 answers.
   *
   * @return the address, ending in a slash
   */
  public URI apiV2() {
    String route =
        uri.getHost().endsWith(PLATFORM_DOMAIN)
            ? "/platform/classic/environment-api/v2/"
            : "/api/v2/";
    return URI.create(uri + route);
  }

  /** Whether an address is http on this machine, which is as far as plain text may go. */
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
        text.replaceAll("//[^/@]*@", "//****@"),
        "an https URL without user, query or fragment (plain http only to this machine)");
  }
}
