package io.github.logconfig.model;

import java.net.URI;
import java.util.Locale;
import org.immutables.value.Value;

/**
 * A Dynatrace environment (tenant).
 *
 * <p>The URL says <em>which</em> environment is meant and is part of the {@linkplain Fingerprint
 * fingerprint}; whether a token may be sent to it is decided elsewhere.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface Environment {

  /**
   * The name that clusters refer to.
   *
   * @return the name, unique in a desired state
   */
  EnvironmentName name();

  /**
   * The address, for example {@code https://abc12345.live.dynatrace.com}.
   *
   * @return an https URL without user information, query, fragment or trailing slash; the host is
   *     lower case
   */
  URI url();

  /**
   * Starts a new environment; {@code name} and {@code url} are required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /**
   * An environment of these two facts.
   *
   * @param name its name
   * @param url its address
   * @return the environment
   * @throws InvalidValueException if {@code name} is no environment name or {@code url} is no https
   *     URL
   */
  static Environment of(String name, String url) {
    return builder().name(new EnvironmentName(name)).url(parseUrl(url)).build();
  }

  /**
   * Brings the URL into its one form, so that equal environments are equal.
   *
   * @return this environment, or its equal with a normalised URL
   * @throws InvalidValueException if the URL is not an https URL of a host
   */
  @Value.Check
  default Environment normalized() {
    URI normal = parseUrl(url().toString());
    return normal.equals(url()) ? this : builder().from(this).url(normal).build();
  }

  private static URI parseUrl(String text) {
    URI uri;
    try {
      uri = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw invalidUrl(text);
    }
    if (!"https".equalsIgnoreCase(uri.getScheme())
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw invalidUrl(text);
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    String port = uri.getPort() == -1 || uri.getPort() == 443 ? "" : ":" + uri.getPort();
    return URI.create("https://" + host + port + uri.getRawPath().replaceAll("/+$", ""));
  }

  private static InvalidValueException invalidUrl(String text) {
    return new InvalidValueException(
        "environment URL",
        text,
        "an https URL such as https://abc12345.live.dynatrace.com, without user, query or"
            + " fragment");
  }

  /** Builds environments. Not thread-safe. */
  final class Builder extends ImmutableEnvironment.Builder {
    Builder() {}
  }
}
