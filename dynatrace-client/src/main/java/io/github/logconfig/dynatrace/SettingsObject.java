package io.github.logconfig.dynatrace;

import com.fasterxml.jackson.databind.JsonNode;
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
