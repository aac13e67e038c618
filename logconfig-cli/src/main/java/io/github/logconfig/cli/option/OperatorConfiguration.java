package io.github.logconfig.cli.option;

import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.source.DesiredStateSources;
import io.github.logconfig.source.internal.yaml.Limits;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What those who run logconfig say once and for all, next to what tenants desire: a file of the
 * operator's, conventionally {@code logconfig.yaml}.
 *
 * <pre>{@code
 * environments:
 *   - name: staging
 *     url: https://abc12345.live.dynatrace.com     # the pin: the desired state has to name the same
 *     endpoint: https://activegate:9999/e/abc12345 # default: the url
 *     tokenFile: /run/secrets/staging              # relative to this file
 * owner: logconfig
 * policy: additive
 * guard: {maxStopping: 10%}
 * selection: {clusters: [app-sre-stage-01], environments: [staging]}
 * source: {file: desired.yaml}                     # or data, bundle, graphql, graphql-config
 * integration: logconfig                           # in disable.integrations of clusters
 * timeouts: {connect: 10s, request: 30s, total: 10m}
 * }</pre>
 *
 * <p>Every key may be left out, and no other is understood.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param environments the environments by their names; if there is any, these are all there are
 * @param owner whose rules are managed
 * @param policy the policy of all clusters, whatever the desired state says
 * @param impactLimit how many namespaces may stop being ingested in one run
 * @param clusters the names of the only clusters that are meant; empty for all
 * @param onlyEnvironments the names of the only environments that are meant; empty for all
 * @param source where desired state comes from
 * @param integration the name by which clusters of app-interface data disable this integration
 * @param timeouts how long to wait, and for what
 * @since 0.1.0
 */
public record OperatorConfiguration(
    Map<EnvironmentName, Pin> environments,
    Optional<Owner> owner,
    Optional<Policy> policy,
    Optional<ImpactLimit> impactLimit,
    List<String> clusters,
    List<String> onlyEnvironments,
    Optional<SourceLocation> source,
    Optional<String> integration,
    Timeouts timeouts) {

  /** The configuration that says nothing. */
  public static final OperatorConfiguration EMPTY =
      new OperatorConfiguration(
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Timeouts.NONE);

  /**
   * Copies the collections.
   *
   * @param environments as told above
   * @param owner as told above
   * @param policy as told above
   * @param impactLimit as told above
   * @param clusters as told above
   * @param onlyEnvironments as told above
   * @param source as told above
   * @param integration as told above
   * @param timeouts as told above
   */
  public OperatorConfiguration {
    environments = Map.copyOf(environments);
    clusters = List.copyOf(clusters);
    onlyEnvironments = List.copyOf(onlyEnvironments);
  }

  /**
   * Reads a file of at most 1 MiB.
   *
   * @param file the file
   * @return the configuration
   * @throws InvalidConfigurationException if the file cannot be read, or anything in it makes no
   *     sense; it lists every problem
   */
  public static OperatorConfiguration read(Path file) {
    Problems problems = new Problems();
    OperatorConfiguration configuration =
        new YamlFile(Limits.CONFIGURATION)
            .read(file, file.toString(), problems)
            .map(document -> OperatorConfigurationParser.read(document, file, problems))
            .orElse(EMPTY);
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems.inOrder());
    }
    return configuration;
  }

  /**
   * Why no token may be sent for an environment as the desired state describes it. Whoever may edit
   * desired state must not be able to lead a token to another address by editing the URL.
   *
   * @param environment an environment of the desired state, or of a saved plan
   * @return the reason; empty if the environment is the pinned one, or nothing is pinned here at
   *     all
   */
  public Optional<String> objectionTo(Environment environment) {
    if (environments.isEmpty()) {
      return Optional.empty();
    }
    Pin pin = environments.get(environment.name());
    if (pin == null) {
      return Optional.of(
          "environment "
              + environment.name()
              + " is not among those of the configuration file, and no token goes to others");
    }
    return pin.url().equals(environment.url())
        ? Optional.empty()
        : Optional.of(
            "environment "
                + environment.name()
                + ": the desired state names "
                + environment.url()
                + ", the configuration file pins "
                + pin.url()
                + "; the token is bound to the pinned one, and nothing was sent");
  }

  /**
   * An environment that tokens may go to.
   *
   * @param url which environment it is
   * @param endpoint the address at which to reach it, if that is another
   * @param tokenFile the file with its API token
   * @since 0.1.0
   */
  public record Pin(URI url, Optional<URI> endpoint, Optional<Path> tokenFile) {}

  /**
   * Where desired state comes from.
   *
   * @param kind a kind that {@link DesiredStateSources} knows, for example {@code file}
   * @param location what that kind understands; paths are resolved against the configuration file
   * @since 0.1.0
   */
  public record SourceLocation(String kind, String location) {}

  /**
   * How long to wait.
   *
   * @param connect for a connection
   * @param request for the answer to one attempt
   * @param total for one request with all its attempts and pauses
   * @since 0.1.0
   */
  public record Timeouts(
      Optional<Duration> connect, Optional<Duration> request, Optional<Duration> total) {

    /** The defaults of whoever waits. */
    public static final Timeouts NONE =
        new Timeouts(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
