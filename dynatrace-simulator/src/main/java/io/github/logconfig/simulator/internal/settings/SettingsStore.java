package io.github.logconfig.simulator.internal.settings;

import io.github.logconfig.simulator.internal.http.ApiFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The settings objects, in the order of their schema and scope. Not thread-safe: callers that read
 * or writes holds a lock for it.
 */
public final class SettingsStore {

  private final Map<SchemaScope, Siblings> bySchemaAndScope = new LinkedHashMap<>();
  private final Map<String, StoredObject> byObjectId = new HashMap<>();
  private final Consumer<Change> onChange;
  private long version;

  /** The objects of a schema and scope as a write has left them. */
  public record Change(SchemaScope key, List<StoredObject> objects) {}

  private static final class Siblings {
    private final List<StoredObject> ordered = new ArrayList<>();
    private final Map<String, StoredObject> byExternalId = new HashMap<>();
  }

  /** A store without listeners. */
  SettingsStore() {
    this(change -> {});
  }

  /**
   * @param onChange called after every write
   */
  SettingsStore(Consumer<Change> onChange) {
    this.onChange = onChange;
  }

  /** Grows with every write. */
  long version() {
    return version;
  }

  int size() {
    return byObjectId.size();
  }

  /** Returns all objects, grouped by schema and scope, in evaluation order. */
  public List<StoredObject> all() {
    List<StoredObject> all = new ArrayList<>(byObjectId.size());
    bySchemaAndScope.values().forEach(siblings -> all.addAll(siblings.ordered));
    return all;
  }

  /** The schemas and scopes that have objects. */
  List<SchemaScope> keys() {
    return List.copyOf(bySchemaAndScope.keySet());
  }

  /** The objects of a schema and scope in their order: a view, for as long as the lock is held. */
  public List<StoredObject> siblings(SchemaScope key) {
    Siblings siblings = bySchemaAndScope.get(key);
    return siblings == null ? List.of() : siblings.ordered;
  }

  public Optional<StoredObject> find(String objectId) {
    return Optional.ofNullable(byObjectId.get(objectId));
  }

  Optional<StoredObject> findByExternalId(SchemaScope key, String externalId) {
    return Optional.ofNullable(bySchemaAndScope.get(key))
        .map(siblings -> siblings.byExternalId.get(externalId));
  }

  /** Puts an object to its place, whether it is new or replaces one of the same id. */
  void put(StoredObject object, Place place) {
    Siblings siblings =
        bySchemaAndScope.computeIfAbsent(SchemaScope.of(object), key -> new Siblings());
    StoredObject before = byObjectId.put(object.objectId(), object);
    int unchanged = siblings.ordered.size();
    if (before != null) {
      unchanged = indexOf(siblings.ordered, object.objectId());
      before.externalId().ifPresent(siblings.byExternalId::remove);
      if (place.anchor() == Place.Anchor.KEEP) {
        siblings.ordered.set(unchanged, object);
      } else {
        siblings.ordered.remove(unchanged);
      }
    }
    if (before == null || place.anchor() != Place.Anchor.KEEP) {
      siblings.ordered.add(indexFor(siblings.ordered, place), object);
    }
    object.externalId().ifPresent(id -> siblings.byExternalId.put(id, object));
    changed(SchemaScope.of(object));
  }

  void remove(StoredObject object) {
    SchemaScope key = SchemaScope.of(object);
    Siblings siblings = bySchemaAndScope.get(key);
    if (byObjectId.remove(object.objectId()) != null && siblings != null) {
      siblings.ordered.remove(indexOf(siblings.ordered, object.objectId()));
      object.externalId().ifPresent(siblings.byExternalId::remove);
      if (siblings.ordered.isEmpty()) {
        bySchemaAndScope.remove(key);
      }
      changed(key);
    }
  }

  /** Makes the objects of a schema and scope what they were after a change elsewhere. */
  void apply(Change change) {
    Siblings before = bySchemaAndScope.remove(change.key());
    if (before != null) {
      before.ordered.forEach(object -> byObjectId.remove(object.objectId()));
    }
    change.objects().forEach(object -> put(object, Place.LAST));
    version++;
  }

  void clear() {
    List<SchemaScope> keys = keys();
    bySchemaAndScope.clear();
    byObjectId.clear();
    keys.forEach(this::changed);
    version++;
  }

  private void changed(SchemaScope key) {
    version++;
    onChange.accept(new Change(key, siblings(key)));
  }

  private static int indexFor(List<StoredObject> objects, Place place) {
    return switch (place.anchor()) {
      case FIRST -> 0;
      case KEEP, LAST -> objects.size();
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
