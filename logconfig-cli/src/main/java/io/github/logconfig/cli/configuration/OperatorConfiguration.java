package io.github.logconfig.cli.configuration;

import io.github.logconfig.dynatrace.auth.OAuthClient;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.Owner;
import io.github.logconfig.model.Policy;
import io.github.logconfig.plan.ImpactLimit;
import io.github.logconfig.reconcile.rollout.Stage;
import io.github.logconfig.source.DesiredStateSources;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Configuration file of the operator, conventionally {@code logconfig.yaml}. It holds settings of
 * those who run logconfig, separate from the desired state of tenants.
 *
 * <pre>{@code
 * environments:
 *   - name: staging
 *     url: https://abc12345.live.dynatrace.com     # pinned: the desired state must have the same
 *     endpoint: https://activegate:9999/e/abc12345 # default: the url
 *     tokenFile: /run/secrets/staging              # relative to this file
 *   - name: production
 *     url: https://def12345.apps.dynatrace.com
 *     oauth: {clientId: dt0s02.ABC, secretFile: /run/secrets/production}
 * owner: logconfig
 * policy: additive
 * guard: {maxStopping: 10%}
 * selection: {clusters: [app-sre-stage-01], environments: [staging]}
 * stages:                                          # of apply --staged and run --staged
 *   - {name: canary, clusters: ['*-canary-*'], soak: 1h, arrival: {maxMissing: 0}}
 *   - {name: staging, environments: [staging], labels: {team: app-sre}, soak: 24h}
 *   - {name: production}                           # everything else
 * source: {file: desired.yaml}                     # or data, bundle, graphql, graphql-config
 * integration: logconfig                           # in disable.integrations of clusters
 * timeouts: {connect: 10s, request: 30s, total: 10m}
 * proxy: http://proxy.example.com:3128
 * caFile: ca.pem                                   # trusted in addition to those of Java
 * clientCertificate: client.pem                    # clientKey: key.pem if it is another file
 * }</pre>
 *
 * <p>Every key is optional. Unknown keys are problems.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param environments environments by name; if not empty, no other environment is accepted
 * @param owner owner of the managed rules
 * @param policy policy of all clusters; overrides the desired state
 * @param impactLimit limit on namespaces that stop being ingested in one run
 * @param clusters names of the selected clusters; empty for all
 * @param onlyEnvironments names of the selected environments; empty for all
 * @param stages stages of a rollout, in their order; empty if none are defined
 * @param source source of desired state
 * @param integration name by which clusters of app-interface data disable this integration
 * @param timeouts timeouts of requests
 * @param network proxy and certificates of all connections
 * @since 0.1.0
 */
public record OperatorConfiguration(
    Map<EnvironmentName, Pin> environments,
    Optional<Owner> owner,
    Optional<Policy> policy,
    Optional<ImpactLimit> impactLimit,
    List<String> clusters,
    List<String> onlyEnvironments,
    List<Stage> stages,
    Optional<SourceLocation> source,
    Optional<String> integration,
    Timeouts timeouts,
    Network network) {

  /** The empty configuration. */
  public static final OperatorConfiguration EMPTY =
      new OperatorConfiguration(
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Timeouts.NONE,
          Network.NONE);

  /** Copies the collections. */
  public OperatorConfiguration {
    environments = Map.copyOf(environments);
    clusters = List.copyOf(clusters);
    onlyEnvironments = List.copyOf(onlyEnvironments);
    stages = List.copyOf(stages);
  }

  /**
   * Reads a file of at most 100,000 values.
   *
   * @throws InvalidConfigurationException if the file cannot be read or is invalid; lists every
   *     problem
   */
  public static OperatorConfiguration read(Path file) {
    Problems problems = new Problems();
    OperatorConfiguration configuration =
        new YamlFile(Limits.CONFIGURATION)
            .read(file, YamlFile.location(file), problems)
            .map(document -> OperatorConfigurationParser.read(document, file, problems))
            .orElse(EMPTY);
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems.inOrder());
    }
    return configuration;
  }

  /**
   * Returns why no token may be sent for an environment of the desired state or of a saved plan;
   * empty if the environment is pinned, or if nothing is pinned. Without pins, anyone who may edit
   * the desired state could redirect a token by editing the URL.
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
              + " is not in the configuration file; refusing to send a token");
    }
    return pin.url().equals(environment.url())
        ? Optional.empty()
        : Optional.of(
            "environment "
                + environment.name()
                + ": the desired state has the URL "
                + environment.url()
                + ", the configuration file pins "
                + pin.url()
                + "; refusing to send the token");
  }

  /**
   * An environment that may receive tokens.
   *
   * @param url URL of the environment
   * @param endpoint base URL of requests, if it differs
   * @param tokenFile file with the API token or platform token
   * @param oauth OAuth client that is used instead of a token
   * @since 0.1.0
   */
  public record Pin(
      URI url, Optional<URI> endpoint, Optional<Path> tokenFile, Optional<OAuthClient> oauth) {}

  /**
   * Proxy and certificates of all connections; options and variables apply if empty.
   *
   * @param proxy URL of the proxy
   * @param caFile PEM file with additional certificate authorities
   * @param clientCertificate PEM file with the client certificate
   * @param clientKey PEM file with its key, if it is another file
   * @since 0.1.0
   */
  public record Network(
      Optional<String> proxy,
      Optional<Path> caFile,
      Optional<Path> clientCertificate,
      Optional<Path> clientKey) {

    /** Only options and variables. */
    public static final Network NONE =
        new Network(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Location of the desired state.
   *
   * @param kind a kind that {@link DesiredStateSources} knows, for example {@code file}
   * @param location location in the form of that kind; paths are relative to the configuration file
   * @since 0.1.0
   */
  public record SourceLocation(String kind, String location) {}

  /**
   * Timeouts of requests; a default applies if empty.
   *
   * @param connect for a connection
   * @param request for the response to one attempt
   * @param total for one request with all attempts and pauses
   * @since 0.1.0
   */
  public record Timeouts(
      Optional<Duration> connect, Optional<Duration> request, Optional<Duration> total) {

    /** Only defaults. */
    public static final Timeouts NONE =
        new Timeouts(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
