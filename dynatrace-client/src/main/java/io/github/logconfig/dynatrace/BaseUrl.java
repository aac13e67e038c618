package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.http.EndpointUrl;
import java.net.URI;
import java.net.URISyntaxException;
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

  private static final String PLATFORM_DOMAIN = ".apps.dynatrace.com";
  private static final String CLASSIC_ROUTE = "/api/v2";
  private static final String PLATFORM_ROUTE = "/platform/classic/environment-api/v2";
  private static final Pattern API_OR_UI = Pattern.compile("/++(|api(/v[12])?|ui(/.*)?)/*+$");
  private static final Pattern PLATFORM =
      Pattern.compile("/++platform/classic/environment-api(/v2)?$");

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
    if (!"https".equalsIgnoreCase(written.getScheme()) && !EndpointUrl.isPlainLoopback(written)) {
      throw invalid(text);
    }
    HttpUrl url = EndpointUrl.requireUsable("base URL", written);
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

  boolean isPlain() {
    return EndpointUrl.isPlainLoopback(uri);
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
        EndpointUrl.withoutUser(text),
        "an https URL without user, query or fragment (plain http only to this machine)");
  }
}
