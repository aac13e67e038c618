package io.github.logconfig.source;

/**
 * Adds a kind of source to those that can be named by users. Implementations are found by {@link
 * java.util.ServiceLoader}: they have a public constructor without parameters and stand in {@code
 * META-INF/services/io.github.logconfig.source.DesiredStateSourceProvider}.
 *
 * @since 0.1.0
 */
public interface DesiredStateSourceProvider {

  /**
   * What users call this kind of source.
   *
   * @return lower-case letters, digits and hyphens, for example {@code file}
   */
  String name();

  /**
   * Opens a source. Nothing is read yet.
   *
   * @param location where its data is, in whatever form this kind of source understands
   * @return the source
   * @throws io.github.logconfig.model.InvalidValueException if {@code location} has another form
   */
  DesiredStateSource open(String location);
}
