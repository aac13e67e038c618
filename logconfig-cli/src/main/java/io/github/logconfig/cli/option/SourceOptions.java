package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.AppInterfaceDirectorySource;
import io.github.logconfig.source.AppInterfaceSource;
import io.github.logconfig.source.BundleSource;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.DesiredStateSources;
import io.github.logconfig.source.GraphQlSource;
import io.github.logconfig.source.YamlFileSource;
import io.github.logconfig.source.internal.yaml.YamlFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Source of the desired state. */
public final class SourceOptions {

  @ArgGroup(exclusive = true, multiplicity = "0..1", heading = "Desired state, one of:%n")
  private Location location = new Location();

  @Option(
      names = "--integration",
      paramLabel = "NAME",
      description =
          "With app-interface data: leave out clusters with this name in disable.integrations"
              + " (default: logconfig).")
  private Optional<String> integration = Optional.empty();

  private static final Path STANDARD_INPUT = Path.of("-");
  private static final String STANDARD_INPUT_NAME = "standard input";

  private Optional<Path> fallback = Optional.empty();

  /** Options of which at most one can be given. */
  static final class Location {

    @Option(
        names = {"-f", "--file"},
        paramLabel = "PATH",
        description = {
          "YAML file with environments and clusters, or a directory of such files.",
          "- is standard input."
        })
    private Optional<Path> file = Optional.empty();

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Directory with app-interface data.")
    private Optional<Path> data = Optional.empty();

    @Option(
        names = "--bundle",
        paramLabel = "FILE",
        description = "Bundle of app-interface data: the data.json of qontract-server.")
    private Optional<Path> bundle = Optional.empty();

    @Option(
        names = "--graphql",
        paramLabel = "URL",
        description = {
          "GraphQL endpoint of a qontract-server.",
          "GRAPHQL_TOKEN is sent as the complete Authorization header."
        })
    private Optional<URI> graphQl = Optional.empty();

    @Option(
        names = "--graphql-config",
        paramLabel = "FILE",
        description = "config.toml that names a qontract-server: [graphql] server, token.")
    private Optional<Path> graphQlConfig = Optional.empty();

    @Option(
        names = "--kubernetes",
        paramLabel = "FILE",
        description = {
          "The clusters themselves: namespaces opt in by a label or an annotation.",
          "The file names environments and clusters as for --file, without namespaces."
        })
    private Optional<Path> kubernetes = Optional.empty();

    @Option(
        names = "--source",
        paramLabel = "KIND:LOCATION",
        description = "Any source, including those of extensions.")
    private Optional<String> other = Optional.empty();

    /** Returns the option that was given, with its value. */
    private Optional<Map.Entry<String, String>> given() {
      Map<String, Optional<?>> all = new TreeMap<>();
      all.put("--file", file);
      all.put("--data", data);
      all.put("--bundle", bundle);
      all.put("--graphql", graphQl);
      all.put("--graphql-config", graphQlConfig);
      all.put("--kubernetes", kubernetes);
      all.put("--source", other);
      return all.entrySet().stream()
          .filter(option -> option.getValue().isPresent())
          .map(option -> Map.entry(option.getKey(), option.getValue().get().toString()))
          .findFirst();
    }
  }

  /** Sets the config.toml that names a qontract-server if no option names a source. */
  void setFallback(Path configToml) {
    fallback = Optional.of(configToml);
  }

  boolean isGiven() {
    return location.given().isPresent() || integration.isPresent();
  }

  /** Returns the option that names a source, with its value. */
  Optional<String> location() {
    return location.given().map(option -> option.getKey() + " " + option.getValue());
  }

  /** Returns the name by which a cluster disables logconfig. */
  String integration(OperatorConfiguration configuration) {
    return integration
        .or(configuration::integration)
        .orElse(AppInterfaceDirectorySource.DEFAULT_INTEGRATION);
  }

  /** Returns a problem as one line; a problem of the whole source also names its option. */
  String located(Problem problem) {
    return location
            .given()
            .filter(
                option ->
                    problem.location().line() == 0
                        && problem.location().name().equals(shown(option.getValue())))
            .map(option -> option.getKey() + " ")
            .orElse("")
        + problem;
  }

  /** Returns the location of the source, for example a file. */
  String named(OperatorConfiguration configuration) {
    return location
        .given()
        .map(Map.Entry::getValue)
        .or(() -> configuration.source().map(OperatorConfiguration.SourceLocation::location))
        .map(SourceOptions::shown)
        .map(Quoted::line)
        .orElse("the desired state");
  }

  /** Returns the location of a source in the form of the locations of its problems. */
  private static String shown(String location) {
    if (location.equals(STANDARD_INPUT.toString())) {
      return STANDARD_INPUT_NAME;
    }
    return location.contains("://") ? location : YamlFile.location(Path.of(location)).name();
  }

  /**
   * Opens the source that an option names, or else the configuration file.
   *
   * @throws InvalidInputException if neither names one, or an option does not fit the source
   */
  DesiredStateSource open(OperatorConfiguration configuration, KubernetesOptions cluster) {
    DesiredStateSource source = openAny(configuration, cluster);
    if (source instanceof AppInterfaceSource data) {
      return integration
          .or(configuration::integration)
          .<DesiredStateSource>map(data::withIntegration)
          .orElse(data);
    }
    if (integration.isPresent()) {
      throw new InvalidInputException(
          "--integration "
              + Quoted.of(integration.get())
              + " requires app-interface data: --data, --bundle, --graphql or --graphql-config");
    }
    return source;
  }

  private DesiredStateSource openAny(
      OperatorConfiguration configuration, KubernetesOptions cluster) {
    if (location.kubernetes.isPresent()) {
      return cluster.source(location.kubernetes.get());
    }
    cluster.requireNone();
    if (location.file.isPresent()) {
      return location.file.get().equals(STANDARD_INPUT)
          ? new YamlFileSource(readStandardInput(), STANDARD_INPUT_NAME)
          : new YamlFileSource(location.file.get());
    }
    if (location.data.isPresent()) {
      requireDataDirectory(location.data.get());
      return new AppInterfaceDirectorySource(location.data.get());
    }
    if (location.bundle.isPresent()) {
      return new BundleSource(location.bundle.get());
    }
    try {
      if (location.graphQlConfig.isPresent()) {
        return GraphQlSource.ofConfig(location.graphQlConfig.get());
      }
      if (location.graphQl.isPresent()) {
        return graphQl(location.graphQl.get());
      }
      if (location.other.isPresent()) {
        return DesiredStateSources.open(location.other.get());
      }
      if (configuration.source().isPresent()) {
        return open(configuration.source().get());
      }
    } catch (IllegalArgumentException e) {
      String subject =
          location.given().map(Map.Entry::getKey).orElse("the source of the configuration file");
      throw new InvalidInputException(subject + ": " + e.getMessage());
    }
    if (fallback.isPresent()) {
      return GraphQlSource.ofConfig(fallback.get());
    }
    throw new InvalidInputException(
        "no desired state; expected one of --file, --data, --bundle, --graphql, --graphql-config,"
            + " --kubernetes or --source");
  }

  /** Returns a copy of standard input, since a source may be loaded more than once. */
  private static Path readStandardInput() {
    try {
      Path directory = Files.createTempDirectory("logconfig");
      directory.toFile().deleteOnExit();
      Path copy = directory.resolve("desired.yaml");
      copy.toFile().deleteOnExit();
      Files.copy(System.in, copy);
      return copy;
    } catch (IOException e) {
      throw InvalidInputException.of("--file -", e);
    }
  }

  /** Refuses the repository: its data is in a subdirectory, next to resources. */
  private static void requireDataDirectory(Path directory) {
    if (Files.isDirectory(directory.resolve("data"))
        && (Files.isDirectory(directory.resolve("resources"))
            || Files.exists(directory.resolve(".git")))) {
      throw new InvalidInputException(
          "--data "
              + Quoted.of(directory.toString())
              + " is a repository; expected its directory of data: --data "
              + directory.resolve("data"));
    }
  }

  private static DesiredStateSource open(OperatorConfiguration.SourceLocation location) {
    return location.kind().equals("graphql")
        ? graphQl(URI.create(location.location()))
        : DesiredStateSources.open(location.kind() + ":" + location.location());
  }

  private static DesiredStateSource graphQl(URI address) {
    return GraphQlSource.of(address, Optional.ofNullable(System.getenv("GRAPHQL_TOKEN")));
  }

  /** Distinguishes {@code config.toml} of a platform from the configuration file of logconfig. */
  static final class ConfigToml {

    private static final int MAX_BYTES = 1_000_000;

    /** The header of a TOML table on a line of its own is not valid in the configuration file. */
    private static final Pattern TABLE =
        Pattern.compile("^\\s*\\[\\s*[A-Za-z0-9_.\"-]+\\s*]\\s*(#.*)?$", Pattern.MULTILINE);

    private ConfigToml() {}

    /** Returns false for a file that cannot be read: its reader reports that. */
    static boolean isToml(Path file) {
      try {
        return Files.size(file) <= MAX_BYTES
            && TABLE.matcher(Files.readString(file, StandardCharsets.UTF_8)).find();
      } catch (IOException e) {
        return false;
      }
    }
  }
}
