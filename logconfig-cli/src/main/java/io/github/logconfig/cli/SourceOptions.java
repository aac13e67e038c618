package io.github.logconfig.cli;

import io.github.logconfig.cli.OperatorConfiguration.SourceLocation;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.AppInterfaceDirectorySource;
import io.github.logconfig.source.AppInterfaceSource;
import io.github.logconfig.source.BundleSource;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.DesiredStateSources;
import io.github.logconfig.source.GraphQlSource;
import io.github.logconfig.source.YamlFileSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The sources of desired state, of which one is chosen. */
final class SourceOptions {

  private final OptionValue<Optional<Path>> file =
      OptionValue.path("--file", "FILE", "YAML file with environments and clusters.");

  private final OptionValue<Optional<Path>> data =
      OptionValue.path("--data", "DIR", "Directory of app-interface data.");

  private final OptionValue<Optional<Path>> bundle =
      OptionValue.path(
          "--bundle", "FILE", "Bundle of app-interface data: the data.json of qontract-server.");

  private final OptionValue<Optional<URI>> graphQl =
      OptionValue.address(
          "--graphql",
          "URL",
          "GraphQL endpoint of a qontract-server.",
          "GRAPHQL_TOKEN is sent as the whole Authorization header.");

  private final OptionValue<Optional<Path>> graphQlConfig =
      OptionValue.path(
          "--graphql-config",
          "FILE",
          "config.toml that names a qontract-server: [graphql] server, token.");

  private final OptionValue<Optional<Path>> kubernetes =
      OptionValue.path(
          "--kubernetes",
          "FILE",
          "The clusters themselves: namespaces opt in by a label or an annotation.",
          "The file names environments and clusters as for --file, without their namespaces.");

  private final OptionValue<Optional<String>> other =
      OptionValue.text(
          "--source",
          "KIND:LOCATION",
          "Any kind of source there is, those of extensions included.");

  private final List<OptionValue<? extends Optional<?>>> all =
      List.of(file, data, bundle, graphQl, graphQlConfig, kubernetes, other);

  private final OptionValue<Optional<String>> integration =
      OptionValue.text(
          "--integration",
          "NAME",
          "With app-interface data: clusters whose disable.integrations holds this name are left"
              + " alone (default: logconfig).");

  private @Nullable Path config;

  void addTo(CommandSpec command) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder()
            .exclusive(true)
            .multiplicity("0..1")
            .heading("Desired state, one of:%n");
    for (OptionValue<?> option : all) {
      option.addTo(group);
    }
    command.addArgGroup(group.build());
    integration.addTo(command);
  }

  /** Sets a config.toml that names a qontract-server, for the case that no option says anything. */
  void configUnlessGiven(Path file) {
    config = file;
  }

  boolean isGiven() {
    return given().isPresent() || integration.value().isPresent();
  }

  /** A problem, led in by the option if it is about what the option names as a whole. */
  String located(Problem problem) {
    return given()
            .filter(option -> problem.line() == 0 && isNamedBy(option, problem.file()))
            .map(option -> option.name() + " ")
            .orElse("")
        + problem;
  }

  private static boolean isNamedBy(OptionValue<? extends Optional<?>> option, String file) {
    return option.value().map(Object::toString).filter(file::equals).isPresent();
  }

  /** The option that names a source; there is one at most. */
  private Optional<OptionValue<? extends Optional<?>>> given() {
    for (OptionValue<? extends Optional<?>> option : all) {
      if (option.value().isPresent()) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /**
   * Opens the source that the options name, or else the configuration.
   *
   * @throws InvalidInputException if neither names one, or if another option does not fit it
   */
  DesiredStateSource open(OperatorConfiguration configuration, KubernetesOptions cluster) {
    DesiredStateSource source = openAny(configuration, cluster);
    Optional<String> name = integration.value();
    if (source instanceof AppInterfaceSource data) {
      return name.or(configuration::integration)
          .<DesiredStateSource>map(data::withIntegration)
          .orElse(data);
    }
    if (name.isPresent()) {
      throw new InvalidInputException(
          "--integration "
              + Quoted.of(name.get())
              + " needs app-interface data: --data, --bundle, --graphql or --graphql-config");
    }
    return source;
  }

  private DesiredStateSource openAny(
      OperatorConfiguration configuration, KubernetesOptions cluster) {
    if (kubernetes.value().isPresent()) {
      return cluster.source(kubernetes.value().get());
    }
    cluster.requireNone();
    if (file.value().isPresent()) {
      return new YamlFileSource(file.value().get());
    }
    if (data.value().isPresent()) {
      return new AppInterfaceDirectorySource(data.value().get());
    }
    if (bundle.value().isPresent()) {
      return new BundleSource(bundle.value().get());
    }
    try {
      if (graphQlConfig.value().isPresent()) {
        return GraphQlSource.ofConfig(graphQlConfig.value().get());
      }
      if (graphQl.value().isPresent()) {
        return graphQl(graphQl.value().get());
      }
      if (other.value().isPresent()) {
        return DesiredStateSources.open(other.value().get());
      }
      if (configuration.source().isPresent()) {
        SourceLocation location = configuration.source().get();
        return location.kind().equals("graphql")
            ? graphQl(URI.create(location.location()))
            : DesiredStateSources.open(location.kind() + ":" + location.location());
      }
    } catch (IllegalArgumentException e) {
      String option = given().map(OptionValue::name).orElse("the source of the configuration");
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
