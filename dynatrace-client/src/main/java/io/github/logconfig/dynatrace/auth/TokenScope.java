package io.github.logconfig.dynatrace.auth;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.util.List;
import java.util.Map;

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

  /** Read logs with queries; needs {@link #BUCKETS_READ}, too. Platform only. */
  public static final TokenScope LOGS_READ = new TokenScope("storage:logs:read");

  /** Read buckets with queries. Platform only. */
  public static final TokenScope BUCKETS_READ = new TokenScope("storage:buckets:read");

  private static final Map<String, List<String>> PLATFORM =
      Map.of(
          "settings.read", List.of("settings:objects:read", "settings:schemas:read"),
          "settings.write", List.of("settings:objects:write"),
          "entities.read", List.of("environment-api:entities:read"));

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

  /**
   * Returns a scope.
   *
   * @param value its name, for example {@code settings.read}
   * @return the scope
   * @throws InvalidArgumentException if {@code value} is blank
   */
  public static TokenScope of(String value) {
    return new TokenScope(value);
  }

  /**
   * Returns what a kind of token needs for the same permission.
   *
   * @param kind the kind of token
   * @return this scope for API tokens; the scopes of the platform for other kinds; this scope if it
   *     has no known counterpart
   */
  public List<TokenScope> forKind(TokenKind kind) {
    List<String> platform = PLATFORM.getOrDefault(value, List.of());
    return kind == TokenKind.API_TOKEN || platform.isEmpty()
        ? List.of(this)
        : platform.stream().map(TokenScope::new).toList();
  }

  @Override
  public String toString() {
    return value;
  }
}
