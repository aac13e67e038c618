package io.github.logconfig.dynatrace.auth;

import io.github.logconfig.dynatrace.InvalidArgumentException;

/**
 * A permission of a token.
 *
 * @param value its name, not blank
 * @since 0.1.0
 */
public record TokenScope(String value) {

  /** Read settings objects, schemas and effective values. */
  public static final TokenScope SETTINGS_READ = new TokenScope("settings.read");

  /** Create, update, delete and validate settings objects; an update takes both. */
  public static final TokenScope SETTINGS_WRITE = new TokenScope("settings.write");

  /** List entities. */
  public static final TokenScope ENTITIES_READ = new TokenScope("entities.read");

  /**
   * Checks the value.
   *
   * @throws InvalidArgumentException if {@code value} is blank
   */
  public TokenScope {
    if (value.isBlank()) {
      throw new InvalidArgumentException("token scope", value, "a name");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
