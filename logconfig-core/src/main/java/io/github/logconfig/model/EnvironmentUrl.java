package io.github.logconfig.model;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a Dynatrace environment in its normal form.
 *
 * <p>URLs copied from a browser, from API documentation and from other tools are reduced to the
 * same normal form: scheme and host in lower case, no default port, no trailing slash, and no path
 * of the API ({@code /api}, {@code /api/v2}, {@code /platform/classic/environment-api/v2}) or of
 * the web interface ({@code /ui/...}). A path that names an environment, such as {@code /e/ID} of
 * Dynatrace Managed, stays.
 *
 * <p>Equality compares the normal form. {@link #identity()} goes one step further: a SaaS
 * environment has two hosts, {@code ID.live.dynatrace.com} and {@code ID.apps.dynatrace.com}, and
 * is still one environment.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param uri the normal form
 * @since 0.1.0
 */
record EnvironmentUrl(URI uri) {

  private static final int MAX_LABEL = 63;
  private static final int MAX_PORT = 65_535;
  private static final int HTTPS_PORT = 443;

  /** Paths behind the URL of an environment that are not part of it. */
  private static final Pattern API_OR_UI_PATH =
      Pattern.compile("/+(api(/v[12])?|platform/classic/environment-api(/v2)?|ui(/.*)?)/*$");

  private static final Pattern SAAS_PLATFORM_HOST =
      Pattern.compile("([a-z0-9-]+)\\.apps\\.((?:[a-z0-9-]+\\.)*dynatrace(?:labs)?\\.com)");

  /**
   * Parses the URL of an environment.
   *
   * @throws InvalidValueException if {@code text} is not an https URL with a valid host and port,
   *     or has a user, query or fragment
   */
  static EnvironmentUrl parse(String text) {
    URI uri;
    try {
      uri = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw invalid(text);
    }
    if (!"https".equalsIgnoreCase(uri.getScheme())
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw invalid(text);
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (!hasValidHost(host) || !hasValidPort(uri) || hasDotSegment(uri)) {
      throw invalid(text);
    }
    String port = uri.getPort() == -1 || uri.getPort() == HTTPS_PORT ? "" : ":" + uri.getPort();
    return new EnvironmentUrl(URI.create("https://" + host + port + path(uri.getRawPath())));
  }

  /**
   * Returns the URL that identifies the environment. Two URLs denote the same environment if and
   * only if their identities are equal.
   */
  URI identity() {
    Matcher platform = SAAS_PLATFORM_HOST.matcher(uri.getHost());
    return platform.matches() && uri.getRawPath().isEmpty()
        ? URI.create("https://" + platform.group(1) + ".live." + platform.group(2) + port())
        : uri;
  }

  private String port() {
    return uri.getPort() == -1 ? "" : ":" + uri.getPort();
  }

  /** Removes all suffixes; copied URLs sometimes contain them twice. */
  private static String path(String path) {
    String rest = path.replaceAll("/+$", "");
    String shorter = API_OR_UI_PATH.matcher(rest).replaceFirst("");
    while (!shorter.equals(rest)) {
      rest = shorter;
      shorter = API_OR_UI_PATH.matcher(rest).replaceFirst("");
    }
    return rest;
  }

  /** Returns whether the path has dot segments, which programs resolve differently. */
  private static boolean hasDotSegment(URI uri) {
    for (String segment : uri.getPath().split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasValidHost(String host) {
    for (String label : host.split("\\.", -1)) {
      if (label.length() > MAX_LABEL) {
        return false;
      }
    }
    return host.length() <= 253;
  }

  /** Returns whether the port is valid. {@link URI} accepts an empty port after ":". */
  private static boolean hasValidPort(URI uri) {
    return uri.getPort() != 0 && uri.getPort() <= MAX_PORT && !uri.getRawAuthority().endsWith(":");
  }

  private static InvalidValueException invalid(String text) {
    return new InvalidValueException(
        "environment URL",
        text,
        "an https URL such as https://abc12345.live.dynatrace.com, without user, query or"
            + " fragment");
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
