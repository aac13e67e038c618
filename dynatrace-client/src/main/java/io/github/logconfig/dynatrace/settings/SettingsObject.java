package io.github.logconfig.dynatrace.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.DynatraceResponseException;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A settings object as the service told it. Which parts are there depends on the {@linkplain
 * SettingsQuery#fields() fields} asked for; reading one object by its id brings all of them.
 *
 * <p><b>Thread safety:</b> immutable, as long as nobody changes the {@link JsonNode}.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface SettingsObject {

  /**
   * The object's id.
   *
   * @return the id, if asked for
   */
  Optional<SettingsObjectId> objectId();

  /**
   * The schema of the value.
   *
   * @return the schema, if asked for
   */
  Optional<SchemaId> schemaId();

  /**
   * The version of the schema.
   *
   * @return the version, if asked for
   */
  Optional<String> schemaVersion();

  /**
   * Where the object hangs.
   *
   * @return the scope, if asked for
   */
  Optional<SettingsScope> scope();

  /**
   * The key that the object's writer chose.
   *
   * @return the key, if asked for and if there is one
   */
  Optional<ExternalId> externalId();

  /**
   * The value, as received.
   *
   * @return the value, if asked for
   */
  Optional<JsonNode> value();

  /**
   * The stamp of this state.
   *
   * @return the token, if asked for
   */
  Optional<UpdateToken> updateToken();

  /**
   * When the object was last written.
   *
   * @return the moment, if asked for
   */
  Optional<Instant> modified();

  /**
   * Who wrote it last.
   *
   * @return the id of a user or token, if asked for
   */
  Optional<String> author();

  /**
   * When the object was created.
   *
   * @return the moment, if asked for
   */
  Optional<Instant> created();

  /**
   * Who created it.
   *
   * @return the id of a user or token, if asked for
   */
  Optional<String> createdBy();

  /**
   * Who modified it last.
   *
   * @return the id of a user or token, if asked for
   */
  Optional<String> modifiedBy();

  /**
   * A short text about the value.
   *
   * @return the text, if asked for
   */
  Optional<String> summary();

  /**
   * A text about the value that is meant for searching.
   *
   * @return the text, if asked for
   */
  Optional<String> searchSummary();

  /**
   * What may be changed about the object, in the older form.
   *
   * @return the answer's part as received, as far as it is known; if asked for
   */
  Optional<JsonNode> modificationInfo();

  /**
   * What the caller may do with the object: {@code operations} and {@code modifications}.
   *
   * @return the answer's part as received, as far as it is known; if asked for
   */
  Optional<JsonNode> resourceContext();

  /**
   * Who owns it, for schemas with access control by owner.
   *
   * @return {@code id} and {@code type}, if asked for
   */
  Optional<JsonNode> owner();

  /**
   * The value as a class of the caller's, read by Jackson. Properties that the class does not know
   * are passed over.
   *
   * @param type the class
   * @param <T> the class
   * @return the value, if asked for
   * @throws DynatraceResponseException if the value is none of that class
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
