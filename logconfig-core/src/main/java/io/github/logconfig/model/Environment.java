package io.github.logconfig.model;

import java.net.URI;
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
   * Returns the URL, for example {@code https://abc12345.live.dynatrace.com}, in its normal form:
   * https, host in lower case, no default port, no trailing slash, and without the paths of the API
   * ({@code /api}, {@code /api/v2}, {@code /platform/classic/environment-api/v2}) and of the web
   * interface ({@code /ui/...}).
   */
  URI url();

  /**
   * Returns the URL that identifies the environment. Two environments whose identities are equal
   * are one environment, whatever their names: the identity of {@code
   * https://abc12345.apps.dynatrace.com} is {@code https://abc12345.live.dynatrace.com}. For any
   * other environment it is {@link #url()}.
   */
  @Value.Lazy
  default URI identity() {
    return EnvironmentUrl.parse(url().toString()).identity();
  }

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
    return builder().name(new EnvironmentName(name)).url(EnvironmentUrl.parse(url).uri()).build();
  }

  /**
   * Brings the URL into its one form, so that equal environments are equal.
   *
   * @return this environment, or its equal with a normalised URL
   * @throws InvalidValueException if the URL is not an https URL of a host
   */
  @Value.Check
  default Environment normalized() {
    URI normal = EnvironmentUrl.parse(url().toString()).uri();
    return normal.equals(url()) ? this : builder().from(this).url(normal).build();
  }

  /** Builds environments. Not thread-safe. */
  final class Builder extends ImmutableEnvironment.Builder {
    Builder() {}
  }
}
