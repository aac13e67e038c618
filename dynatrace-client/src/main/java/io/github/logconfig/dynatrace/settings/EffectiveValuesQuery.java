package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.util.List;
import org.immutables.value.Value;

/**
 * Which effective values to list, and in which scope.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface EffectiveValuesQuery {

  /**
   * Returns the schemas.
   *
   * @return their ids, at least one
   */
  List<SchemaId> schemaIds();

  /**
   * Returns the scope of the values.
   *
   * @return the scope
   */
  SettingsScope scope();

  /**
   * Returns the number of values per page.
   *
   * @return 1 to 500, the maximum by default
   */
  @Value.Default
  default int pageSize() {
    return SettingsQuery.MAX_PAGE_SIZE;
  }

  private void check() {
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

    /**
     * Returns the query.
     *
     * @return the query
     * @throws InvalidArgumentException if no schema is named or the page size is out of range
     * @throws IllegalStateException if a required part is missing; the message names it
     */
    @Override
    public EffectiveValuesQuery build() {
      EffectiveValuesQuery query = super.build();
      query.check();
      return query;
    }
  }
}
