package io.github.logconfig.dynatrace.settings;

import io.github.logconfig.dynatrace.ObjectNotFoundException;
import io.github.logconfig.dynatrace.connection.RetryPolicy;
import java.util.List;

/**
 * Reads the schemas of settings objects. All methods need the token scope {@code settings.read},
 * change nothing, are retried as described by {@link RetryPolicy}, and throw what {@link
 * SettingsClient} throws.
 *
 * <p><b>Thread safety:</b> thread-safe.
 *
 * @since 0.1.0
 */
public interface SchemasClient {

  /**
   * Lists all schemas of the environment, in one request.
   *
   * @return the schemas
   */
  default List<SchemaSummary> list() {
    throw new UnsupportedOperationException("list");
  }

  /**
   * Reads the newest version of a schema.
   *
   * @param schemaId the id of the schema
   * @return its definition
   * @throws ObjectNotFoundException if the environment does not have the schema
   */
  default SettingsSchema get(SchemaId schemaId) {
    throw new UnsupportedOperationException("get");
  }

  /**
   * Reads one version of a schema.
   *
   * @param schemaId the id of the schema
   * @param version for example {@code 1.0.18}
   * @return its definition
   * @throws ObjectNotFoundException if the environment does not have the schema in that version
   */
  default SettingsSchema get(SchemaId schemaId, String version) {
    throw new UnsupportedOperationException("get");
  }
}
