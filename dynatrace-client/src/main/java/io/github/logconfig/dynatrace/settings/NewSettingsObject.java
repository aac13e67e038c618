package io.github.logconfig.dynatrace.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A settings object to be created; with an external id also one to be replaced.
 *
 * <p><b>Thread safety:</b> immutable, as long as nobody changes the {@link JsonNode}.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface NewSettingsObject {

  /**
   * The schema of the value.
   *
   * @return the schema
   */
  SchemaId schemaId();

  /**
   * The version of the schema that the value was written for.
   *
   * @return the version; the newest if empty
   */
  Optional<String> schemaVersion();

  /**
   * Where the object is to hang.
   *
   * @return the scope
   */
  SettingsScope scope();

  /**
   * The key by which the object can be found and replaced. With a key, sending the object twice has
   * the effect of sending it once.
   *
   * @return the key; without one, every request creates another object
   */
  Optional<ExternalId> externalId();

  /**
   * The object to replace, together with an external id.
   *
   * @return the object's id
   */
  Optional<SettingsObjectId> objectId();

  /**
   * The place among the objects of an ordered schema.
   *
   * @return the place, behind all others by default
   */
  @Value.Default
  default Placement placement() {
    return Placement.UNCHANGED;
  }

  /**
   * The value.
   *
   * @return a JSON object
   */
  JsonNode value();

  /**
   * Checks what the service would refuse.
   *
   * @throws InvalidArgumentException if there is an object id but no external id, or the value is
   *     not a JSON object
   */
  @Value.Check
  default void check() {
    if (objectId().isPresent() && externalId().isEmpty()) {
      throw new InvalidArgumentException(
          "object id", objectId().get().value(), "allowed without an external id");
    }
    if (!value().isObject()) {
      throw new InvalidArgumentException(
          "value of a settings object", value().getNodeType().name(), "a JSON object");
    }
  }

  /**
   * Starts a new object; {@code schemaId}, {@code scope} and {@code value} are required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds objects. Not thread-safe. */
  final class Builder extends ImmutableNewSettingsObject.Builder {
    Builder() {}

    /**
     * Sets the value from an object of a class that Jackson can write.
     *
     * @param value the object
     * @return this builder
     * @throws InvalidArgumentException if Jackson cannot write it
     */
    public Builder valueOf(Object value) {
      value(TypedSettingsObject.write(value));
      return this;
    }
  }
}
