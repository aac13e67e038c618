package io.github.logconfig.simulator.internal.settings;

/** Schema and scope of objects, which are ordered among each other. */
public record SchemaScope(String schemaId, Scope scope) {

  static SchemaScope of(StoredObject object) {
    return new SchemaScope(object.schemaId(), object.scope());
  }
}
