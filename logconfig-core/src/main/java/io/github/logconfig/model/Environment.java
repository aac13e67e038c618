package io.github.logconfig.model;

import java.net.URI;
import org.immutables.value.Value;

/**
 * A Dynatrace environment (tenant).
 *
 * <p>The URL identifies the environment and is part of the {@linkplain Fingerprint fingerprint}. It
 * does not authorize anybody to send a token there.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface Environment {

  /** Returns the name, unique in a desired state. */
  EnvironmentName name();

  /**
   * Returns the URL, for example {@code https://abc12345.live.dynatrace.com}, in its normal form:
   * https, host in lower case, no default port, no trailing slash, and without the paths of the API
   * ({@code /api}, {@code /api/v2}, {@code /platform/classic/environment-api/v2}) and of the web
   * interface ({@code /ui/...}).
   */
  URI url();

  /**
   * Returns the URL that identifies the environment. Two names with equal identities denote one
   * environment: the identity of {@code https://abc12345.apps.dynatrace.com} is {@code
   * https://abc12345.live.dynatrace.com}. For any other environment it is {@link #url()}.
   */
  @Value.Lazy
  default URI identity() {
    return EnvironmentUrl.parse(url().toString()).identity();
  }

  /** Returns a builder; {@code name} and {@code url} are required. */
  static Builder builder() {
    return new Builder();
  }

  /**
   * Returns an environment.
   *
   * @throws InvalidValueException if {@code name} is not an environment name or {@code url} is not
   *     an https URL
   */
  static Environment of(String name, String url) {
    return builder().name(new EnvironmentName(name)).url(EnvironmentUrl.parse(url).uri()).build();
  }

  /** Builds environments. Not thread-safe. */
  final class Builder extends ImmutableEnvironment.Builder {
    Builder() {}

    /**
     * Returns the environment, with its URL in the normal form: the same URL compares equal in all
     * notations.
     *
     * @throws InvalidValueException if the URL is not an https URL of a host
     * @throws IllegalStateException if a required part is missing; the message names it
     */
    @Override
    public Environment build() {
      Environment built = super.build();
      URI normal = EnvironmentUrl.parse(built.url().toString()).uri();
      return normal.equals(built.url()) ? built : builder().from(built).url(normal).build();
    }
  }
}
