package io.github.logconfig.dynatrace.connection;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.auth.TokenKind;
import io.github.logconfig.dynatrace.internal.http.EndpointUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * The URL of one environment. Its host is the only host that the token is sent to. An environment
 * of Dynatrace SaaS has two hosts, {@code ID.live.dynatrace.com} and {@code ID.apps.dynatrace.com};
 * the kind of token decides between them.
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
 * path {@code /platform/classic/environment-api/v2} selects the API of the platform on servers
 * other than those of Dynatrace SaaS, for example a reverse proxy.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class BaseUrl {

  private static final String CLASSIC_ROUTE = "/api/v2";
  private static final String PLATFORM_ROUTE = "/platform/classic/environment-api/v2";
  private static final String QUERY_ROUTE = "/platform/storage/query";
  private static final Pattern API_OR_UI = Pattern.compile("/++(|api(/v[12])?|ui(/.*)?)/*+$");
  private static final Pattern SAAS_HOST =
      Pattern.compile(
          "([a-z0-9-]+)\\.(?:live|apps)\\.((?:[a-z0-9-]+\\.)*dynatrace(?:labs)?\\.com)");
  private static final Pattern SAAS = Pattern.compile("https://" + SAAS_HOST.pattern());
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
        route = PLATFORM_ROUTE;
      }
    } while (!path.equals(given));
    // the token decides about the API of Dynatrace SaaS
    return path.isEmpty() && SAAS_HOST.matcher(url.host()).matches() ? "" : path + route;
  }

  /**
   * Returns the URL of the Environment API v2 for a kind of token. API tokens are accepted by the
   * classic API, all others by the platform. An environment of Dynatrace SaaS has both, whichever
   * host this URL names. Managed, ActiveGates and other servers have the classic API, unless this
   * URL names the path of the platform. A server on this machine has both.
   *
   * @param kind the kind of token
   * @return the URL, ending in a slash
   * @throws InvalidArgumentException if no API of the environment accepts the kind of token
   */
  public URI apiV2(TokenKind kind) {
    if (!tokenKinds().contains(kind)) {
      String expected =
          tokenKinds().stream().map(TokenKind::toString).collect(Collectors.joining(" or "));
      throw new InvalidArgumentException(
          this + " does not accept credentials of the kind " + kind + "; expected " + expected);
    }
    boolean classic = kind == TokenKind.API_TOKEN;
    String text = uri.toString();
    if (text.endsWith(PLATFORM_ROUTE)) {
      return URI.create(text + "/");
    }
    Matcher saas = SAAS.matcher(text);
    String host =
        saas.matches()
            ? "https://" + saas.group(1) + (classic ? ".live." : ".apps.") + saas.group(2)
            : text;
    return URI.create(host + (classic ? CLASSIC_ROUTE : PLATFORM_ROUTE) + "/");
  }

  /**
   * Returns the URL of the query API for a kind of token. Only the platform has one.
   *
   * @param kind the kind of token
   * @return the URL, ending in a slash
   * @throws InvalidArgumentException if the environment has no query API, or if the query API does
   *     not accept the kind of token
   */
  public URI queryApi(TokenKind kind) {
    if (!hasQueryApi()) {
      throw new InvalidArgumentException(
          this + " has no query API; expected an environment of Dynatrace SaaS");
    }
    if (kind == TokenKind.API_TOKEN) {
      throw new InvalidArgumentException(
          "the query API of "
              + this
              + " does not accept credentials of the kind "
              + kind
              + "; expected a platform token (dt0s16) or an OAuth client with the scopes"
              + " storage:logs:read and storage:buckets:read");
    }
    String environmentApi = apiV2(kind).toString();
    int root = environmentApi.length() - PLATFORM_ROUTE.length() - 1;
    return URI.create(environmentApi.substring(0, root) + QUERY_ROUTE + "/");
  }

  /**
   * Returns whether the environment has a query API. Managed and ActiveGates have none.
   *
   * @return whether {@link #queryApi} returns a URL for a platform token
   */
  public boolean hasQueryApi() {
    return tokenKinds().contains(TokenKind.PLATFORM_TOKEN);
  }

  /**
   * Returns the kinds of tokens that the environment accepts.
   *
   * @return at least one kind
   */
  public Set<TokenKind> tokenKinds() {
    if (uri.toString().endsWith(PLATFORM_ROUTE)) {
      return EnumSet.of(TokenKind.PLATFORM_TOKEN, TokenKind.ACCESS_TOKEN);
    }
    boolean both =
        SAAS.matcher(uri.toString()).matches()
            || (EndpointUrl.isLoopback(uri.getHost()) && uri.getRawPath().isEmpty());
    return both ? EnumSet.allOf(TokenKind.class) : EnumSet.of(TokenKind.API_TOKEN);
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
