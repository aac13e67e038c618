package io.github.logconfig.dynatrace.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceResponseException;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A settings object as received. Which parts are present depends on the {@linkplain
 * SettingsQuery#fields() requested fields}; reading one object by its id returns all of them.
 *
 * <p><b>Thread safety:</b> immutable, unless the {@link JsonNode} is modified.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface SettingsObject {

  /**
   * Returns the id of the object.
   *
   * @return the id, if requested
   */
  Optional<SettingsObjectId> objectId();

  /**
   * Returns the schema.
   *
   * @return the schema, if requested
   */
  Optional<SchemaId> schemaId();

  /**
   * Returns the version of the schema.
   *
   * @return the version, if requested
   */
  Optional<String> schemaVersion();

  /**
   * Returns the scope of the object.
   *
   * @return the scope, if requested
   */
  Optional<SettingsScope> scope();

  /**
   * Returns the external id.
   *
   * @return the external id, if requested and if there is one
   */
  Optional<ExternalId> externalId();

  /**
   * Returns the value, as received.
   *
   * @return the value, if requested
   */
  Optional<JsonNode> value();

  /**
   * Returns the update token of this state.
   *
   * @return the token, if requested
   */
  Optional<UpdateToken> updateToken();

  /**
   * Returns when the object was last written.
   *
   * @return the moment, if requested
   */
  Optional<Instant> modified();

  /**
   * Returns the author of the last write.
   *
   * @return the id of a user or token, if requested
   */
  Optional<String> author();

  /**
   * Returns when the object was created.
   *
   * @return the moment, if requested
   */
  Optional<Instant> created();

  /**
   * Returns who created the object.
   *
   * @return the id of a user or token, if requested
   */
  Optional<String> createdBy();

  /**
   * Returns who modified the object last.
   *
   * @return the id of a user or token, if requested
   */
  Optional<String> modifiedBy();

  /**
   * Returns a short text about the value.
   *
   * @return the text, if requested
   */
  Optional<String> summary();

  /**
   * Returns a text about the value for search.
   *
   * @return the text, if requested
   */
  Optional<String> searchSummary();

  /**
   * Returns which changes are allowed, in the older form.
   *
   * @return this part of the response as received; if requested
   */
  Optional<JsonNode> modificationInfo();

  /**
   * Returns what the caller may do with the object: {@code operations} and {@code modifications}.
   *
   * @return this part of the response as received; if requested
   */
  Optional<JsonNode> resourceContext();

  /**
   * Returns the owner, for schemas with access control by owner.
   *
   * @return {@code id} and {@code type}, if requested
   */
  Optional<JsonNode> owner();

  /**
   * Returns the value converted to a class by Jackson. Unknown properties are ignored.
   *
   * @param type the class
   * @param <T> the class
   * @return the value, if requested
   * @throws DynatraceResponseException if the value cannot be converted
   */
  default <T> Optional<T> valueAs(Class<T> type) {
    return value().map(value -> TypedSettingsObject.read(value, type, objectId()));
  }

  /**
   * Starts a new object; nothing is required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds objects. Not thread-safe. */
  final class Builder extends ImmutableSettingsObject.Builder {
    Builder() {}
  }
}
