package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.util.List;
import org.immutables.value.Value;

/**
 * Which values are asked for, and in which scope.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface EffectiveValuesQuery {

  /**
   * The schemas.
   *
   * @return their ids, at least one
   */
  List<SchemaId> schemaIds();

  /**
   * Where the values are to be in force.
   *
   * @return the scope
   */
  SettingsScope scope();

  /**
   * Values per page.
   *
   * @return 1 to 500, the maximum by default
   */
  @Value.Default
  default int pageSize() {
    return SettingsQuery.MAX_PAGE_SIZE;
  }

  /**
   * Checks what the service would refuse.
   *
   * @throws InvalidArgumentException if no schema is named or the page size is out of bounds
   */
  @Value.Check
  default void check() {
    if (schemaIds().isEmpty()) {
      throw new InvalidArgumentException("an effective values query needs a schema");
    }
    if (pageSize() < 1 || pageSize() > SettingsQuery.MAX_PAGE_SIZE) {
      throw new InvalidArgumentException(
          "page size", Integer.toString(pageSize()), "1 to " + SettingsQuery.MAX_PAGE_SIZE);
    }
  }

  /**
   * Starts a new query; a schema and the scope are required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds queries. Not thread-safe. */
  final class Builder extends ImmutableEffectiveValuesQuery.Builder {
    Builder() {}
  }
}
