package io.github.logconfig.dynatrace.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * The new state of a settings object. Its schema and scope cannot change.
 *
 * <p><b>Thread safety:</b> immutable, unless the {@link JsonNode} is modified.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface SettingsUpdate {

  /**
   * Returns the object to update.
   *
   * @return its id
   */
  SettingsObjectId objectId();

  /**
   * Returns the state to replace. Without it the update overwrites any state.
   *
   * @return the token of that state
   */
  Optional<UpdateToken> updateToken();

  /**
   * Returns the schema version of the value.
   *
   * @return the version; the newest if empty
   */
  Optional<String> schemaVersion();

  /**
   * Returns the position among the objects of an ordered schema.
   *
   * @return the position, unchanged by default
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

  /**
   * Returns an update of an object that was read, with its present value. It fails if the object
   * has changed since it was read.
   *
   * @param object an object with id and value
   * @return an update without a change; see {@link #withValue}
   * @throws InvalidArgumentException if the object was read without its id or value; the message
   *     names the field
   */
  static SettingsUpdate of(SettingsObject object) {
    return builder()
        .objectId(object.objectId().orElseThrow(() -> notRead("objectId")))
        .schemaVersion(object.schemaVersion())
        .updateToken(object.updateToken())
        .value(object.value().orElseThrow(() -> notRead("value")))
        .build();
  }

  private static InvalidArgumentException notRead(String field) {
    return new InvalidArgumentException("the object was read without the field " + field);
  }

  /**
   * Returns the same update with another value.
   *
   * @param value a {@link JsonNode}, or an object of a class that Jackson can write
   * @return the update
   * @throws InvalidArgumentException if Jackson cannot write the value, or does not write a JSON
   *     object
   */
  default SettingsUpdate withValue(Object value) {
    return builder().from(this).value(TypedSettingsObject.write(value)).build();
  }

  /**
   * Starts a new update; {@code objectId} and {@code value} are required.
   *
   * @return an empty builder
   */
  static Builder builder() {
    return new Builder();
  }

  /** Builds updates. Not thread-safe. */
  final class Builder extends ImmutableSettingsUpdate.Builder {
    Builder() {}

    /**
     * Returns the update.
     *
     * @return the update
     * @throws InvalidArgumentException if the value is not a JSON object
     * @throws IllegalStateException if a required part is missing; the message names it
     */
    @Override
    public SettingsUpdate build() {
      SettingsUpdate update = super.build();
      TypedSettingsObject.requireObject(update.value());
      return update;
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
