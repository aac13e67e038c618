package io.github.logconfig.source;

import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SecretMask;
import io.github.logconfig.model.SourceRevision;
import io.github.logconfig.source.internal.appinterface.AppInterfaceParser;
import io.github.logconfig.source.internal.graphql.BundleClient;
import io.github.logconfig.source.internal.graphql.GraphQlConfig;
import io.github.logconfig.source.internal.graphql.GraphQlResponse;
import io.github.logconfig.source.internal.graphql.GraphQlTransport;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.Problems.Place;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Desired state from a qontract-server.
 *
 * <p>Every {@link #load} asks for the digest of the server's latest bundle ({@code GET /sha256}),
 * sends one query to that very bundle ({@code POST /graphqlsha/SHA}), and gives digest and commit
 * as the {@linkplain LoadedState#revision revision}. If the bundle has expired in between, the
 * latest one is pinned once more. If the server has other fields than usual, it is asked for them
 * and then queried in its own form. An address that ends in {@code /graphqlsha/SHA} names the
 * bundle to use, and no other is then.
 *
 * <p>The same data gives the same desired state as an {@link AppInterfaceDirectorySource}, with two
 * exceptions that are the server's: a reference to an environment that does not exist reads as
 * none, and a namespace whose cluster does not exist is not seen.
 *
 * <p>An unreachable or refusing server is a problem of that {@linkplain Problem#kind kind} and no
 * desired state. An error of the answer that is about one cluster leaves that cluster out. All
 * requests are safe to repeat: connection failures and the statuses 429, 502, 503 and 504 are tried
 * three times in all. Redirects are not followed, compressed answers are understood, and the
 * authorization is shown in no message. An answer may take 60 seconds and have 64 MiB.
 *
 * <p><b>Thread safety:</b> safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class GraphQlSource implements AppInterfaceSource {

  private final String name;
  private final Function<Problems, Optional<GraphQlConfig>> config;
  private final String integration;
  private final GraphQlTransport transport;

  private GraphQlSource(
      String name,
      Function<Problems, Optional<GraphQlConfig>> config,
      String integration,
      GraphQlTransport transport) {
    this.name = name;
    this.config = config;
    this.integration = integration;
    this.transport = transport;
  }

  /**
   * A source that asks a server.
   *
   * @param server the address of the server's GraphQL endpoint, {@code https://HOST/graphql}; http
   *     is accepted, for servers inside a cluster
   * @param authorization the whole value of the {@code Authorization} header, sent as it is; empty
   *     for none
   * @return the source
   * @throws InvalidValueException if the address is no http or https URL without user and query;
   *     and, without showing it, if the authorization cannot stand in a header
   */
  public static GraphQlSource of(URI server, Optional<String> authorization) {
    GraphQlConfig config = GraphQlConfig.of(server.toString(), authorization);
    return new GraphQlSource(
        server.toString(),
        problems -> Optional.of(config),
        AppInterfaceDirectorySource.DEFAULT_INTEGRATION,
        new GraphQlTransport(Duration.ofSeconds(1)));
  }

  /**
   * A source that asks the server of a qontract-reconcile configuration: {@code server} and {@code
   * token} of the table {@code [graphql]}. Whatever is wrong with the file is a problem of {@link
   * #load}.
   *
   * @param configToml the file, usually {@code config.toml}
   * @return the source
   */
  public static GraphQlSource ofConfig(Path configToml) {
    return new GraphQlSource(
        configToml.toString(),
        problems -> GraphQlConfig.read(configToml, problems),
        AppInterfaceDirectorySource.DEFAULT_INTEGRATION,
        new GraphQlTransport(Duration.ofSeconds(1)));
  }

  @Override
  public GraphQlSource withIntegration(String other) {
    return new GraphQlSource(name, config, other, transport);
  }

  GraphQlSource withPause(Duration pause) {
    return new GraphQlSource(name, config, integration, new GraphQlTransport(pause));
  }

  @Override
  public LoadedState load() {
    Problems problems = new Problems();
    GraphQlResponse answer = new GraphQlResponse(problems);
    SourceRevision revision = SourceRevision.UNKNOWN;
    Place place = Place.wholeOf(name);
    Optional<GraphQlConfig> known = config.apply(problems);
    if (known.isPresent()) {
      try {
        BundleClient bundle = new BundleClient(known.get(), transport);
        answer.read(bundle.desiredState(), bundle.place(), known.get().mask());
        place = bundle.place();
        revision = bundle.revision();
      } catch (GraphQlTransport.Refused e) {
        problems.add(Place.wholeOf(e.address()), String.valueOf(e.getMessage()), e.kind());
      }
    }
    LoadedState loaded =
        new AppInterfaceParser(answer.documents(), integration, problems)
            .read(place)
            .withRevision(revision);
    return known.map(it -> masked(loaded, it.mask())).orElse(loaded);
  }

  /** Masks the authorization in every text of the server, names and paths of its data included. */
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
                    mask.mask(it.file()),
                    it.line(),
                    mask.mask(it.message()),
                    it.kind(),
                    it.cluster(),
                    it.hostGroup()))
        .toList();
  }

  @Override
  public String toString() {
    return "GraphQlSource[" + name + "]";
  }
}
