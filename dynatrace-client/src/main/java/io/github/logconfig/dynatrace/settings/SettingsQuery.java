package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * Which settings objects to list, and which of their fields.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface SettingsQuery {

  /** The most objects that the service puts on one page. */
  int MAX_PAGE_SIZE = 500;

  /**
   * Returns the schemas.
   *
   * @return their ids; at least one of these or a scope is needed
   */
  List<SchemaId> schemaIds();

  /**
   * Returns the scopes, matched exactly.
   *
   * @return the scopes; all if empty
   */
  List<SettingsScope> scopes();

  /**
   * Returns the external ids.
   *
   * @return the external ids; all objects if empty
   */
  List<ExternalId> externalIds();

  /**
   * Returns the fields to read.
   *
   * @return the service's names of the fields, {@code objectId} is added; by default {@code
   *     objectId}, {@code schemaId}, {@code schemaVersion}, {@code scope}, {@code externalId},
   *     {@code value}, {@code updateToken}, {@code modified} and {@code author}
   */
  @Value.Default
  default Set<String> fields() {
    return new LinkedHashSet<>(
        List.of(
            "objectId",
            "schemaId",
            "schemaVersion",
            "scope",
            "externalId",
            "value",
            "updateToken",
            "modified",
            "author"));
  }

  /**
   * Returns a condition in the filter syntax of the service.
   *
   * @return the filter, at most 1,024 characters
   */
  Optional<String> filter();

  /**
   * Returns the order of the objects, in the syntax of the service.
   *
   * @return for example {@code -modified}; the order in which the service evaluates them if empty
   */
  Optional<String> sort();

  /**
   * Returns the number of objects per page.
   *
   * @return 1 to {@value #MAX_PAGE_SIZE}, the maximum by default
   */
  @Value.Default
  default int pageSize() {
    return MAX_PAGE_SIZE;
  }

  private void check() {
    if (schemaIds().isEmpty() && scopes().isEmpty()) {
      throw new InvalidArgumentException("a settings query needs a schema or a scope");
    }
    Stream.of(schemaIds(), scopes(), externalIds())
        .flatMap(List::stream)
        .map(Object::toString)
        .filter(id -> id.contains(","))
        .findFirst()
        .ifPresent(
            id -> {
              throw new InvalidArgumentException(
                  "id in a settings query", id, "an id without comma");
            });
    if (pageSize() < 1 || pageSize() > MAX_PAGE_SIZE) {
      throw new InvalidArgumentException(
          "page size", Integer.toString(pageSize()), "1 to " + MAX_PAGE_SIZE);
    }
    if (filter().orElse("").length() > 1_024) {
      throw new InvalidArgumentException("filter", filter().orElse(""), "at most 1,024 characters");
    }
  }

  /**
   * Returns a query for all objects of one schema.
   *
   * @param schemaId the schema
   * @return the query
   */
  static SettingsQuery ofSchema(SchemaId schemaId) {
    return builder().addSchemaId(schemaId).build();
  }

  /**
   * Starts a new query; a schema or a scope is required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds queries. Not thread-safe. */
  final class Builder extends ImmutableSettingsQuery.Builder {
    Builder() {}

    /**
     * Returns the query.
     *
     * @return the query
     * @throws InvalidArgumentException if neither a schema nor a scope is named, an id contains a
     *     comma, the page size is out of range, or the filter is too long
     */
    @Override
    public SettingsQuery build() {
      SettingsQuery query = super.build();
      query.check();
      return query;
    }
  }
}
