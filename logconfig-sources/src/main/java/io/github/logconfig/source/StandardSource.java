package io.github.logconfig.source;

import io.github.logconfig.model.InvalidValueException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of source that needs nothing but a location.
 *
 * @param opening makes the source of a location
 */
record StandardSource(String name, Function<String, DesiredStateSource> opening)
    implements DesiredStateSourceProvider {

  static final List<StandardSource> ALL =
      List.of(
          new StandardSource("file", location -> new YamlFileSource(path(location))),
          new StandardSource("data", location -> new AppInterfaceDirectorySource(path(location))),
          new StandardSource("bundle", location -> new BundleSource(path(location))),
          new StandardSource(
              "graphql", location -> GraphQlSource.of(address(location), Optional.empty())),
          new StandardSource("graphql-config", location -> GraphQlSource.ofConfig(path(location))),
          new StandardSource(
              "kubernetes", location -> new KubernetesClustersSource(path(location))));

  @Override
  public DesiredStateSource open(String location) {
    return opening.apply(location);
  }

  private static Path path(String location) {
    try {
      return Path.of(location);
    } catch (InvalidPathException e) {
      throw new InvalidValueException("location of a source", location, "a path");
    }
  }

  private static URI address(String location) {
    try {
      return URI.create(location);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("location of a source", location, "a URL");
    }
  }
}
