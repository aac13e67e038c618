package io.github.logconfig.spring;

import io.github.logconfig.reconcile.rollout.ArrivalLimit;
import io.github.logconfig.reconcile.rollout.NamePattern;
import io.github.logconfig.reconcile.rollout.Stage;
import io.github.logconfig.reconcile.rollout.StageSelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * @param proxy the proxy of all environments, as http://USER:PASSWORD@HOST:PORT
 * @param noProxy hosts without proxy, separated by commas; requires a proxy
 * @param caFile certificates in PEM form that are trusted in addition to those of Java
 * @since 0.1.0
 */
@ConfigurationProperties("logconfig")
public record LogConfigProperties(
    @DefaultValue Map<String, Environment> environments,
    @DefaultValue("logconfig") String owner,
    @DefaultValue("false") boolean removeOrphans,
    @DefaultValue Schedule schedule,
    @Nullable String proxy,
    @Nullable String noProxy,
    @Nullable Path caFile) {

  /** Copies the environments, and keeps their order. */
  public LogConfigProperties {
    environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
  }

  /** Returns the properties without the proxy, which may have a password. */
  @Override
  public String toString() {
    return "LogConfigProperties[environments=" + environments + ", owner=" + owner + "]";
  }

  /**
   * One Dynatrace environment. Exactly one of {@code token}, {@code tokenFile} and {@code oauth} is
   * required.
   *
   * @param url the URL of the environment, as in the desired state
   * @param endpoint where requests are sent instead of {@code url}, for example to a simulator
   * @param token an API token or a platform token
   * @param tokenFile a file that contains the token; it is read again when it changes
   * @param oauth the OAuth client that requests access tokens
   */
  public record Environment(
      @Nullable String url,
      @Nullable String endpoint,
      @Nullable String token,
      @Nullable Path tokenFile,
      @Nullable OAuth oauth) {

    /** Returns the environment without its token. */
    @Override
    public String toString() {
      return "Environment[url=" + url + ", endpoint=" + endpoint + "]";
    }
  }

  /**
   * An OAuth client. Exactly one of {@code clientSecret} and {@code clientSecretFile} is required.
   *
   * @param clientId the id of the client, for example {@code dt0s02.ABC}
   * @param clientSecret the secret of the client
   * @param clientSecretFile a file that contains the secret; it is read again when it changes
   * @param scopes the scopes of the tokens; the default scopes of the client if there are none
   * @param resource the resource of the tokens, for example {@code urn:dtenvironment:abc12345}
   * @param tokenEndpoint the URL of the token endpoint; that of Dynatrace SaaS by default
   */
  public record OAuth(
      @Nullable String clientId,
      @Nullable String clientSecret,
      @Nullable Path clientSecretFile,
      @DefaultValue Set<String> scopes,
      @Nullable String resource,
      @Nullable URI tokenEndpoint) {

    /** Copies the scopes. */
    public OAuth {
      scopes = Set.copyOf(scopes);
    }

    /** Returns the client without its secret. */
    @Override
    public String toString() {
      return "OAuth[clientId=" + clientId + "]";
    }
  }

  /**
   * The loop. It needs a bean of type {@code DesiredStateSource}.
   *
   * @param enabled whether the application reconciles by itself
   * @param interval the pause between rounds, which varies randomly by 10 %
   * @param dryRun whether rounds only plan
   * @param stages the stages of a staged rollout, in their order; everything is applied at once if
   *     there are none
   */
  public record Schedule(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("5m") Duration interval,
      @DefaultValue("false") boolean dryRun,
      @DefaultValue List<StageProperties> stages) {

    /** Copies the stages. */
    public Schedule {
      stages = List.copyOf(stages);
    }
  }

  /**
   * A stage of a staged rollout. A cluster is in the first stage that selects it.
   *
   * @param name lower-case letters, digits and hyphens
   * @param clusters names or patterns of clusters; all if there are none
   * @param environments names or patterns of environments; all if there are none
   * @param labels labels that a cluster must have
   * @param soak how long nothing may have changed in the stage before the next one begins
   * @param arrival how many namespaces may have a verdict on their logs; they are not verified
   *     without it
   */
  public record StageProperties(
      String name,
      @DefaultValue List<String> clusters,
      @DefaultValue List<String> environments,
      @DefaultValue Map<String, String> labels,
      @DefaultValue("0s") Duration soak,
      @Nullable ArrivalProperties arrival) {

    Stage stage() {
      return new Stage(
          name,
          new StageSelector(patterns(clusters), patterns(environments), labels),
          soak,
          Optional.ofNullable(arrival).map(ArrivalProperties::limit));
    }

    private static List<NamePattern> patterns(List<String> texts) {
      return texts.stream().map(NamePattern::new).toList();
    }
  }

  /**
   * How many namespaces of a stage may have a verdict.
   *
   * @param maxMissing how many whose logs are missing
   * @param maxLeaks how many whose logs should have stopped
   * @param maxUnknown how many of which it is not known
   * @param maxSilent how many without records and without a known workload
   */
  public record ArrivalProperties(
      @DefaultValue("0") int maxMissing,
      @DefaultValue("0") int maxLeaks,
      @DefaultValue("0") int maxUnknown,
      @DefaultValue("" + Integer.MAX_VALUE) int maxSilent) {

    ArrivalLimit limit() {
      return new ArrivalLimit(maxMissing, maxLeaks, maxUnknown, maxSilent);
    }
  }
}
