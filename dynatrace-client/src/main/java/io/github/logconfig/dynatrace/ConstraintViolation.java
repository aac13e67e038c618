package io.github.logconfig.dynatrace;

/**
 * One thing that is wrong with a request.
 *
 * @param path where, as the service writes it: for a settings object its schema id, its index in
 *     the request, and the property, separated by slashes; empty if the service does not say
 * @param message what is wrong
 * @since 0.1.0
 */
public record ConstraintViolation(String path, String message) {

  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
