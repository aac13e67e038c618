package io.github.logconfig.source;

import io.github.logconfig.model.InvalidValueException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Opens sources by name. The kinds {@code file}, {@code data}, {@code bundle}, {@code graphql} and
 * {@code graphql-config} are built in. A {@link DesiredStateSourceProvider} on the class path adds
 * another kind, such as {@code kubernetes} of the module {@code logconfig-kubernetes}.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class DesiredStateSources {

  private static final List<BuiltIn> BUILT_IN =
      List.of(
          new BuiltIn("file", location -> new YamlFileSource(path(location))),
          new BuiltIn("data", location -> new AppInterfaceDirectorySource(path(location))),
          new BuiltIn("bundle", location -> new BundleSource(path(location))),
          new BuiltIn("graphql", location -> GraphQlSource.of(url(location), Optional.empty())),
          new BuiltIn("graphql-config", location -> GraphQlSource.ofConfig(path(location))));

  private DesiredStateSources() {}

  /**
   * Opens a source without reading it.
   *
   * @param text {@code KIND:LOCATION}, for example {@code file:desired.yaml}
   * @throws InvalidValueException if the kind is unknown or the location is invalid
   */
  public static DesiredStateSource open(String text) {
    SortedMap<String, DesiredStateSourceProvider> known = providers();
    int colon = text.indexOf(':');
    return Optional.ofNullable(known.get(text.substring(0, Math.max(colon, 0))))
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "source",
                    text,
                    "KIND:LOCATION with one of the kinds " + String.join(", ", known.keySet())))
        .open(text.substring(colon + 1));
  }

  /** Returns the providers by the names of their sources; of two with one name, the first found. */
  public static SortedMap<String, DesiredStateSourceProvider> providers() {
    SortedMap<String, DesiredStateSourceProvider> known = new TreeMap<>();
    BUILT_IN.forEach(provider -> known.put(provider.name(), provider));
    ServiceLoader.load(DesiredStateSourceProvider.class)
        .forEach(provider -> known.putIfAbsent(provider.name(), provider));
    return known;
  }

  private record BuiltIn(String name, Function<String, DesiredStateSource> factory)
      implements DesiredStateSourceProvider {
    @Override
    public DesiredStateSource open(String location) {
      return factory.apply(location);
    }
  }

  private static Path path(String location) {
    try {
      return Path.of(location);
    } catch (InvalidPathException e) {
      throw new InvalidValueException("location of a source", location, "a path");
    }
  }

  private static URI url(String location) {
    try {
      return URI.create(location);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("location of a source", location, "a URL");
    }
  }
}
