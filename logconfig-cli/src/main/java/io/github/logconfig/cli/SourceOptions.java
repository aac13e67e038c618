package io.github.logconfig.cli;

import io.github.logconfig.source.AppInterfaceDirectorySource;
import io.github.logconfig.source.BundleSource;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.DesiredStateSources;
import io.github.logconfig.source.GraphQlSource;
import io.github.logconfig.source.OperatorConfiguration;
import io.github.logconfig.source.OperatorConfiguration.SourceLocation;
import io.github.logconfig.source.Problem;
import io.github.logconfig.source.YamlFileSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The sources of desired state, of which one is chosen. */
final class SourceOptions {

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "YAML file with environments and clusters.")
  private @Nullable Path file;

  @Option(names = "--data", paramLabel = "DIR", description = "Directory of app-interface data.")
  private @Nullable Path data;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "Bundle of app-interface data: the data.json of qontract-server.")
  private @Nullable Path bundle;

  @Option(
      names = "--graphql",
      paramLabel = "URL",
      description = {
        "GraphQL endpoint of a qontract-server.",
        "GRAPHQL_TOKEN is sent as the whole Authorization header."
      })
  private @Nullable URI graphQl;

  @Option(
      names = "--graphql-config",
      paramLabel = "FILE",
      description = "config.toml that names a qontract-server: [graphql] server, token.")
  private @Nullable Path graphQlConfig;

  @Option(
      names = "--kubernetes",
      paramLabel = "FILE",
      description = {
        "The clusters themselves: namespaces opt in by a label or an annotation.",
        "The file names environments and clusters as for --file, without their namespaces."
      })
  private @Nullable Path kubernetes;

  @Option(
      names = "--source",
      paramLabel = "KIND:LOCATION",
      description = "Any kind of source there is, those of extensions included.")
  private @Nullable String other;

  private @Nullable Path config;

  /** Sets a config.toml that names a qontract-server, for the case that no option says anything. */
  void configUnlessGiven(Path file) {
    config = file;
  }

  boolean isGiven() {
    return given().findAny().isPresent();
  }

  /** A problem, led in by the option if it is about what the option names as a whole. */
  String located(Problem problem) {
    return given()
            .filter(option -> problem.line() == 0 && problem.file().equals(option.getValue()))
            .map(option -> option.getKey() + " ")
            .findFirst()
            .orElse("")
        + problem;
  }

  private Stream<Map.Entry<String, String>> given() {
    Map<String, Object> options = new LinkedHashMap<>();
    putIfGiven(options, "--file", file);
    putIfGiven(options, "--data", data);
    putIfGiven(options, "--bundle", bundle);
    putIfGiven(options, "--graphql", graphQl);
    putIfGiven(options, "--graphql-config", graphQlConfig);
    putIfGiven(options, "--kubernetes", kubernetes);
    putIfGiven(options, "--source", other);
    return options.entrySet().stream()
        .map(option -> Map.entry(option.getKey(), option.getValue().toString()));
  }

  private static void putIfGiven(Map<String, Object> options, String name, @Nullable Object value) {
    if (value != null) {
      options.put(name, value);
    }
  }

  /**
   * The source that the options name, or else the configuration.
   *
   * @throws InvalidInputException if neither does
   */
  DesiredStateSource open(OperatorConfiguration configuration, KubernetesOptions cluster) {
    if (kubernetes != null) {
      return cluster.source(kubernetes);
    }
    cluster.requireNone();
    if (file != null) {
      return new YamlFileSource(file);
    }
    if (data != null) {
      return new AppInterfaceDirectorySource(data);
    }
    if (bundle != null) {
      return new BundleSource(bundle);
    }
    try {
      if (graphQlConfig != null) {
        return GraphQlSource.ofConfig(graphQlConfig);
      }
      if (graphQl != null) {
        return graphQl(graphQl);
      }
      if (other != null) {
        return DesiredStateSources.open(other);
      }
      if (configuration.source().isPresent()) {
        SourceLocation location = configuration.source().get();
        return location.kind().equals("graphql")
            ? graphQl(URI.create(location.location()))
            : DesiredStateSources.open(location.kind() + ":" + location.location());
      }
    } catch (IllegalArgumentException e) {
      String option =
          given().map(Map.Entry::getKey).findFirst().orElse("the source of the configuration");
      throw new InvalidInputException(option + ": " + e.getMessage());
    }
    if (config != null) {
      return GraphQlSource.ofConfig(config);
    }
    throw new InvalidInputException(
        "name a source: --file, --data, --bundle, --graphql, --graphql-config, --kubernetes or"
            + " --source");
  }

  private static DesiredStateSource graphQl(URI address) {
    return GraphQlSource.of(address, Optional.ofNullable(System.getenv("GRAPHQL_TOKEN")));
  }
}
