package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A settings object as it is kept. A write makes a new one; the key stays. */
record StoredObject(
    String uuid,
    String objectId,
    String schemaId,
    String scope,
    Optional<String> externalId,
    ObjectNode value,
    String updateToken,
    long created,
    long modified,
    String author) {

  StoredObject written(ObjectNode newValue, Optional<String> newExternalId, Stamp stamp) {
    return new StoredObject(
        uuid,
        objectId,
        schemaId,
        scope,
        newExternalId.or(() -> externalId),
        newValue,
        OpaqueIds.updateToken(uuid, stamp.revision()),
        created,
        stamp.millis(),
        stamp.author());
  }

  /** What every write leaves behind. */
  record Stamp(String revision, long millis, String author) {}
}
