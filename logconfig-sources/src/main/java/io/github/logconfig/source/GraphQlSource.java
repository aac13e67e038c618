package io.github.logconfig.source;

import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SecretMask;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.model.SourceRevision;
import io.github.logconfig.source.internal.appinterface.AppInterfaceParser;
import io.github.logconfig.source.internal.graphql.BundleClient;
import io.github.logconfig.source.internal.graphql.GraphQlConfig;
import io.github.logconfig.source.internal.graphql.GraphQlResponse;
import io.github.logconfig.source.internal.graphql.GraphQlTransport;
import io.github.logconfig.source.internal.graphql.GraphQlTransport.Network;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * Desired state from a qontract-server.
 *
 * <p>Every {@link #load} gets the digest of the latest bundle ({@code GET /sha256}) and sends one
 * query to that bundle ({@code POST /graphqlsha/SHA}). Digest and commit are the {@linkplain
 * LoadedState#revision revision}. If the bundle expires in between, the latest one is used, once.
 * If the schema of the server differs, the source reads the schema and adapts the query. A URL that
 * ends in {@code /graphqlsha/SHA} pins the bundle.
 *
 * <p>Equal data gives the same desired state as an {@link AppInterfaceDirectorySource}, with two
 * exceptions: the server resolves a reference to a missing environment to null, and it does not
 * return a namespace whose cluster is missing.
 *
 * <p>If the server is unreachable or denies access, the result has a problem of that {@linkplain
 * Problem#kind kind} and no desired state. An error of one cluster leaves that cluster out.
 * Connection failures and the statuses 429, 502, 503 and 504 are retried twice. Redirects are not
 * followed, compressed responses are supported, and no message contains the authorization. A
 * response may take 60 seconds and have 64 MiB.
 *
 * <p><b>Thread safety:</b> safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class GraphQlSource implements AppInterfaceSource {

  private final SourceLocation origin;
  private final Function<Problems, Optional<GraphQlConfig>> config;
  private final String integration;
  private final GraphQlTransport transport;

  private GraphQlSource(
      SourceLocation origin,
      Function<Problems, Optional<GraphQlConfig>> config,
      String integration,
      GraphQlTransport transport) {
    this.origin = origin;
    this.config = config;
    this.integration = integration;
    this.transport = transport;
  }

  /**
   * Creates a source for a server.
   *
   * @param server URL of the GraphQL endpoint, {@code https://HOST/graphql}; http is accepted, for
   *     servers inside a cluster
   * @param authorization the whole value of the {@code Authorization} header; empty for none
   * @throws InvalidValueException if the URL is not an http or https URL without user and query, or
   *     the authorization is not valid in a header; the message does not contain it
   */
  public static GraphQlSource of(URI server, Optional<String> authorization) {
    GraphQlConfig config = GraphQlConfig.of(server.toString(), authorization);
    return new GraphQlSource(
        SourceLocation.ofPlace(server.toString()),
        problems -> Optional.of(config),
        AppInterfaceDirectorySource.DEFAULT_INTEGRATION,
        new GraphQlTransport(Network.DEFAULT));
  }

  /**
   * Creates a source for the server of a qontract-reconcile configuration: {@code server} and
   * {@code token} of the table {@code [graphql]}. Errors in the file are problems of {@link #load}.
   *
   * @param configToml the file, usually {@code config.toml}
   */
  public static GraphQlSource ofConfig(Path configToml) {
    return new GraphQlSource(
        YamlFile.location(configToml),
        problems -> GraphQlConfig.read(configToml, problems),
        AppInterfaceDirectorySource.DEFAULT_INTEGRATION,
        new GraphQlTransport(Network.DEFAULT));
  }

  @Override
  public GraphQlSource withIntegration(String other) {
    return new GraphQlSource(origin, config, other, transport);
  }

  GraphQlSource withTimes(Duration pause, Duration timeout) {
    return with(transport.network().withTimes(pause, timeout));
  }

  /**
   * Returns a copy that uses proxies. By default, those of {@link ProxySelector#getDefault()} are
   * used.
   *
   * <p>Java sends a user and a password to the proxy of an https URL only if the system property
   * {@code jdk.http.auth.tunneling.disabledSchemes} is empty before the first request.
   *
   * @param proxies selects the proxy of a URL
   * @param authenticator users and passwords of the proxies; empty for none
   */
  public GraphQlSource withProxies(ProxySelector proxies, Optional<Authenticator> authenticator) {
    return with(transport.network().withProxies(proxies, authenticator));
  }

  /** Returns a copy with other trusted certificates, and possibly a client certificate. */
  public GraphQlSource withTls(SSLContext tls) {
    return with(transport.network().withTls(tls));
  }

  /**
   * Returns a copy that states what it waits for.
   *
   * @param activity receives a text such as {@code a response of https://…, attempt 2} before each
   *     request; must not block
   */
  public GraphQlSource withActivity(Consumer<String> activity) {
    return with(transport.network().withActivity(activity));
  }

  private GraphQlSource with(Network other) {
    return new GraphQlSource(origin, config, integration, new GraphQlTransport(other));
  }

  @Override
  public LoadedState load() {
    Problems problems = new Problems();
    GraphQlResponse response = new GraphQlResponse(problems);
    SourceRevision revision = SourceRevision.UNKNOWN;
    SourceLocation location = origin;
    Optional<GraphQlConfig> known = config.apply(problems);
    if (known.isPresent()) {
      try {
        BundleClient bundle = new BundleClient(known.get(), transport);
        response.read(bundle.desiredState(), bundle.location(), known.get().mask());
        location = bundle.location();
        revision = bundle.revision();
      } catch (GraphQlTransport.RequestException e) {
        problems.add(SourceLocation.ofPlace(e.address()), String.valueOf(e.getMessage()), e.kind());
      }
    }
    LoadedState loaded =
        new AppInterfaceParser(response.documents(), integration, problems)
            .read(location)
            .withRevision(revision);
    return known.map(it -> masked(loaded, it.mask())).orElse(loaded);
  }

  /** Masks the authorization in all text of the server, including names and paths of its data. */
  private static LoadedState masked(LoadedState loaded, SecretMask mask) {
    SourceRevision revision = loaded.revision();
    return new LoadedState(
        loaded.state(),
        masked(loaded.problems(), mask),
        masked(loaded.warnings(), mask),
        new SourceRevision(
            revision.sha256(), revision.gitCommit().map(mask::mask), revision.committed()),
        loaded.labels());
  }

  private static List<Problem> masked(List<Problem> problems, SecretMask mask) {
    return problems.stream()
        .map(
            it ->
                new Problem(
                    new SourceLocation(
                        it.location().kind(),
                        mask.mask(it.location().name()),
                        it.location().line()),
                    mask.mask(it.message()),
                    it.kind(),
                    it.cluster(),
                    it.hostGroup(),
                    it.namespace()))
        .toList();
  }

  @Override
  public String toString() {
    return "GraphQlSource[" + origin + "]";
  }
}
