package io.github.logconfig.source;

import io.github.logconfig.model.InvalidValueException;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All kinds of sources there are: our own {@code file}, {@code data}, {@code bundle}, {@code
 * graphql}, {@code graphql-config} and {@code kubernetes}, and those that {@link
 * DesiredStateSourceProvider}s on the class path add.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class DesiredStateSources {

  private DesiredStateSources() {}

  /**
   * Opens the source that a text names.
   *
   * @param text the kind of source, a colon, and the location, for example {@code
   *     file:desired.yaml}
   * @return the source; nothing is read yet
   * @throws InvalidValueException if there is no source of that kind, or it does not understand the
   *     location
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

  /**
   * The providers that were found.
   *
   * @return the providers by the names of their sources; of two with one name, the first found
   */
  public static SortedMap<String, DesiredStateSourceProvider> providers() {
    SortedMap<String, DesiredStateSourceProvider> known = new TreeMap<>();
    StandardSource.ALL.forEach(standard -> known.put(standard.name(), standard));
    ServiceLoader.load(DesiredStateSourceProvider.class)
        .forEach(provider -> known.putIfAbsent(provider.name(), provider));
    return known;
  }
}
