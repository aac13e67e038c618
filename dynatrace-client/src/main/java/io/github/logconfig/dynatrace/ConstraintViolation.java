package io.github.logconfig.dynatrace;

/**
 * A constraint that a request violates.
 *
 * @param path the location, as the service writes it: for a settings object its schema id, its
 *     index in the request, and the property, separated by slashes; empty if the service names none
 * @param message the constraint
 * @since 0.1.0
 */
public record ConstraintViolation(String path, String message) {

  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
