package io.github.logconfig.source;

/**
 * Adds a kind of source that users can select by name. {@link java.util.ServiceLoader} finds
 * implementations: they have a public constructor without parameters and are listed in {@code
 * META-INF/services/io.github.logconfig.source.DesiredStateSourceProvider}.
 *
 * @since 0.1.0
 */
public interface DesiredStateSourceProvider {

  /** Returns the name: lower-case letters, digits and hyphens, for example {@code file}. */
  String name();

  /**
   * Opens a source without reading it.
   *
   * @param location location of the data, in a form that depends on the kind
   * @throws io.github.logconfig.model.InvalidValueException if {@code location} is invalid
   */
  DesiredStateSource open(String location);
}
