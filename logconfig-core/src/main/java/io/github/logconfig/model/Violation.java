package io.github.logconfig.model;

/**
 * One inconsistency of a configuration.
 *
 * @param path the location, for example {@code clusters/prod-1}
 * @param message the inconsistency
 * @since 0.1.0
 */
public record Violation(String path, String message) {

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
