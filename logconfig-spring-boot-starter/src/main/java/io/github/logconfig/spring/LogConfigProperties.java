package io.github.logconfig.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code logconfig.*}.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param environments the Dynatrace environments by name
 * @param owner the owner of the managed rules
 * @param removeOrphans whether runs also remove managed rules without a desired cluster
 * @param schedule the loop that reconciles at an interval
 * @since 0.1.0
 */
@ConfigurationProperties("logconfig")
public record LogConfigProperties(
    @DefaultValue Map<String, Environment> environments,
    @DefaultValue("logconfig") String owner,
    @DefaultValue("false") boolean removeOrphans,
    @DefaultValue Schedule schedule) {

  /** Copies the environments, and keeps their order. */
  public LogConfigProperties {
    environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
  }

  /**
   * One Dynatrace environment. Exactly one of {@code token} and {@code tokenFile} is required.
   *
   * @param url the URL of the environment, as in the desired state
   * @param endpoint where requests are sent instead of {@code url}, for example to a simulator
   * @param token an API token or a platform token
   * @param tokenFile a file that contains the token; it is read again when it changes
   */
  public record Environment(
      @Nullable String url,
      @Nullable String endpoint,
      @Nullable String token,
      @Nullable Path tokenFile) {

    /** Returns the environment without its token. */
    @Override
    public String toString() {
      return "Environment[url=" + url + ", endpoint=" + endpoint + "]";
    }
  }

  /**
   * The loop. It needs a bean of type {@code DesiredStateSource}.
   *
   * @param enabled whether the application reconciles by itself
   * @param interval the pause between rounds, which varies randomly by 10 %
   * @param dryRun whether rounds only plan
   */
  public record Schedule(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("5m") Duration interval,
      @DefaultValue("false") boolean dryRun) {}
}
