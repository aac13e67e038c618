package io.github.logconfig.simulator.internal.entities;

import io.github.logconfig.simulator.internal.http.ApiFailure;
import io.github.logconfig.simulator.internal.http.ApiRequest;
import io.github.logconfig.simulator.internal.http.Quoted;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of entities that a request asks for beside id, name and type. */
public record EntityFields(Set<String> names, boolean everything) {

  static final EntityFields ALL = new EntityFields(Set.of(), true);

  private static final List<String> KNOWN =
      List.of(
          "entityId",
          "displayName",
          "type",
          "firstSeenTms",
          "lastSeenTms",
          "properties",
          "tags",
          "managementZones",
          "fromRelationships",
          "toRelationships",
          "icon");

  static EntityFields of(ApiRequest query) {
    Set<String> names = new HashSet<>();
    for (String field : query.list("fields")) {
      String name = field.startsWith("+") ? field.substring(1).strip() : field;
      int dot = name.indexOf('.');
      if (!KNOWN.contains(dot < 0 ? name : name.substring(0, dot))) {
        throw ApiFailure.invalidParameter("fields", "Unknown field '" + Quoted.text(field) + "'");
      }
      names.add(name);
    }
    return new EntityFields(Set.copyOf(names), false);
  }

  /** Returns whether a field or any part of it is requested. */
  boolean anyOf(String field) {
    return everything
        || names.contains(field)
        || names.stream().anyMatch(name -> name.startsWith(field + "."));
  }

  /** Returns whether a part of a field is requested, on its own or with the whole field. */
  boolean has(String field, String part) {
    return everything || names.contains(field) || names.contains(field + "." + part);
  }
}
