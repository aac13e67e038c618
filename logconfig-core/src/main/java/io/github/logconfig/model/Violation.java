package io.github.logconfig.model;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path where, for example {@code clusters/prod-1}
 * @param message what is wrong
 * @since 0.1.0
 */
public record Violation(String path, String message) {

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
