package io.github.logconfig.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The settings objects, in the order of their scope. Not thread-safe: the endpoints hold its lock
 * for as long as one request reads or writes, so that each item of a request takes effect as a
 * whole.
 */
final class SettingsStore {

  static final String ENVIRONMENT = "environment";

  private final Map<String, List<StoredObject>> byScope = new LinkedHashMap<>();

  /** A place among the objects of a schema and scope. */
  enum Anchor {
    KEEP,
    FIRST,
    LAST,
    AFTER,
    BEFORE
  }

  /**
   * Where to put an object; {@code neighbour} is an object id, empty unless the anchor is another
   * object.
   */
  record Place(Anchor anchor, String neighbour) {
    static final Place KEEP = new Place(Anchor.KEEP, "");
    static final Place LAST = new Place(Anchor.LAST, "");
  }

  List<StoredObject> all() {
    return byScope.values().stream().flatMap(List::stream).toList();
  }

  List<StoredObject> siblings(String schemaId, String scope) {
    return byScope.getOrDefault(scope, List.of()).stream()
        .filter(object -> object.schemaId().equals(schemaId))
        .toList();
  }

  Optional<StoredObject> find(String objectId) {
    return byScope.values().stream()
        .flatMap(List::stream)
        .filter(object -> object.objectId().equals(objectId))
        .findFirst();
  }

  Optional<StoredObject> findByExternalId(String schemaId, String scope, String externalId) {
    return siblings(schemaId, scope).stream()
        .filter(object -> object.externalId().equals(Optional.of(externalId)))
        .findFirst();
  }

  StoredObject add(
      String schemaId,
      String scope,
      Optional<String> externalId,
      ObjectNode value,
      Place place,
      StoredObject.Stamp stamp) {
    String uuid = UUID.randomUUID().toString();
    StoredObject object =
        new StoredObject(
            uuid,
            OpaqueIds.objectId(schemaId, scope, uuid),
            schemaId,
            scope,
            externalId,
            value,
            OpaqueIds.updateToken(uuid, stamp.revision()),
            stamp.millis(),
            stamp.millis(),
            stamp.author());
    List<StoredObject> objects = byScope.computeIfAbsent(scope, key -> new ArrayList<>());
    objects.add(indexFor(objects, place, objects.size()), object);
    return object;
  }

  void replace(StoredObject object, Place place) {
    List<StoredObject> objects = byScope.getOrDefault(object.scope(), new ArrayList<>());
    int at = indexOf(objects, object.objectId());
    objects.remove(at);
    objects.add(indexFor(objects, place, at), object);
  }

  void remove(StoredObject object) {
    byScope
        .getOrDefault(object.scope(), new ArrayList<>())
        .removeIf(candidate -> candidate.objectId().equals(object.objectId()));
  }

  void clear() {
    byScope.clear();
  }

  private static int indexFor(List<StoredObject> objects, Place place, int unchanged) {
    return switch (place.anchor()) {
      case KEEP -> unchanged;
      case FIRST -> 0;
      case LAST -> objects.size();
      case AFTER -> indexOf(objects, place.neighbour()) + 1;
      case BEFORE -> indexOf(objects, place.neighbour());
    };
  }

  private static int indexOf(List<StoredObject> objects, String objectId) {
    for (int i = 0; i < objects.size(); i++) {
      if (objects.get(i).objectId().equals(objectId)) {
        return i;
      }
    }
    throw new ApiFailure(404, "Settings not found");
  }
}
