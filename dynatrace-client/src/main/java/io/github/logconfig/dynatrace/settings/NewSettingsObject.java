package io.github.logconfig.dynatrace.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A settings object to create, or to replace by its external id.
 *
 * <p><b>Thread safety:</b> immutable, unless the {@link JsonNode} is modified.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface NewSettingsObject {

  /**
   * Returns the schema.
   *
   * @return the schema
   */
  SchemaId schemaId();

  /**
   * Returns the schema version of the value.
   *
   * @return the version; the newest if empty
   */
  Optional<String> schemaVersion();

  /**
   * Returns the scope of the object.
   *
   * @return the scope
   */
  SettingsScope scope();

  /**
   * Returns the external id, by which the object can be found and replaced. It makes creation
   * idempotent.
   *
   * @return the external id; without one, every request creates another object
   */
  Optional<ExternalId> externalId();

  /**
   * Returns the object to replace, together with an external id.
   *
   * @return the object's id
   */
  Optional<SettingsObjectId> objectId();

  /**
   * Returns the position among the objects of an ordered schema.
   *
   * @return the position, last by default
   */
  @Value.Default
  default Placement placement() {
    return Placement.UNCHANGED;
  }

  /**
   * Returns the value.
   *
   * @return a JSON object
   */
  JsonNode value();

  private void check() {
    if (objectId().isPresent() && externalId().isEmpty()) {
      throw new InvalidArgumentException(
          "object id " + objectId().get().value() + " needs an external id");
    }
    TypedSettingsObject.requireObject(value());
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
     * Returns the object.
     *
     * @return the object
     * @throws InvalidArgumentException if there is an object id but no external id, or the value is
     *     not a JSON object
     * @throws IllegalStateException if a required part is missing; the message names it
     */
    @Override
    public NewSettingsObject build() {
      NewSettingsObject object = super.build();
      object.check();
      return object;
    }

    /**
     * Sets the value.
     *
     * @param value an object of a class that Jackson can write, for example a map
     * @return this builder
     * @throws InvalidArgumentException if Jackson cannot write it
     */
    public Builder value(Object value) {
      value(TypedSettingsObject.write(value));
      return this;
    }
  }
}
