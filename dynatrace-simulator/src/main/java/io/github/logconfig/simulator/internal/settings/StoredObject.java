package io.github.logconfig.simulator.internal.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;

/** A settings object as it is kept. A write makes a new one; the key stays. */
public record StoredObject(
    String uuid,
    String objectId,
    String schemaId,
    Scope scope,
    Optional<String> externalId,
    ObjectNode value,
    Stamp createdBy,
    Stamp writtenBy,
    Protection protection) {

  /** What clients may not do with an object. */
  public enum Protection {
    /** Nothing is forbidden. */
    NONE,
    /** Came with the service: cannot be deleted, and only some properties can be changed. */
    BUILT_IN,
    /** Like {@link #BUILT_IN}, and cannot be moved. */
    FIXED
  }

  static StoredObject created(
      SettingsSchema schema,
      Scope scope,
      Optional<String> externalId,
      ObjectNode value,
      Stamp stamp,
      Protection protection) {
    String uuid = UUID.randomUUID().toString();
    return new StoredObject(
        uuid,
        OpaqueIds.objectId(schema.schemaId(), scope, uuid),
        schema.schemaId(),
        scope,
        externalId,
        value,
        stamp,
        stamp,
        protection);
  }

  StoredObject written(ObjectNode newValue, Optional<String> newExternalId, Stamp stamp) {
    return new StoredObject(
        uuid,
        objectId,
        schemaId,
        scope,
        newExternalId.or(() -> externalId),
        newValue,
        createdBy,
        stamp,
        protection);
  }

  String updateToken() {
    return OpaqueIds.updateToken(uuid, writtenBy.revision());
  }

  boolean builtIn() {
    return protection != Protection.NONE;
  }

  boolean movable() {
    return protection != Protection.FIXED;
  }

  /** What every write leaves behind. */
  record Stamp(String revision, long millis, String author) {

    static Stamp of(long millis, String author) {
      return new Stamp(UUID.randomUUID().toString(), millis, author);
    }
  }
}
