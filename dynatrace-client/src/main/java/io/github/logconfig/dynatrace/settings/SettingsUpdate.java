package io.github.logconfig.dynatrace.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * The new state of a settings object. Its schema and scope cannot change.
 *
 * <p><b>Thread safety:</b> immutable, as long as nobody changes the {@link JsonNode}.
 *
 * @since 0.1.0
 */
@Value.Immutable
public interface SettingsUpdate {

  /**
   * The object.
   *
   * @return its id
   */
  SettingsObjectId objectId();

  /**
   * The state that is to be replaced. Without it the write overwrites whatever stands there.
   *
   * @return the token of that state
   */
  Optional<UpdateToken> updateToken();

  /**
   * The version of the schema that the value was written for.
   *
   * @return the version; the newest if empty
   */
  Optional<String> schemaVersion();

  /**
   * The place among the objects of an ordered schema.
   *
   * @return the place, unchanged by default
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
