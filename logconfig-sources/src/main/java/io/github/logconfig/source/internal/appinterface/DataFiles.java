package io.github.logconfig.source.internal.appinterface;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The data files of a tree by path from its root, with the references between them. Of files with
 * an irrelevant schema only the schema is kept.
 */
public final class DataFiles {

  public static final String SCHEMA = "$schema";

  private static final int SHOWN_OWNERS = 3;

  private final Map<String, YamlNode> documents = new TreeMap<>();
  private final Map<String, String> otherSchemas = new TreeMap<>();

  /** Owners of apps, by path. */
  private final Map<String, String> owners = new HashMap<>();

  public void add(String path, YamlNode document) {
    String schema = schemaOf(document);
    if (schema.equals(AppInterfaceSchema.APP)) {
      addOwners(path, document.reportingTo(new Problems()));
    }
    if (schema.isEmpty() || AppInterfaceSchema.isRead(schema)) {
      documents.put(path, document);
    } else {
      addOther(path, schema);
    }
  }

  /** Other tools read apps, so nothing in them is a problem. */
  private void addOwners(String path, YamlNode app) {
    List<String> names = new ArrayList<>();
    Optional<YamlNode> listed = app.peek(AppInterfaceSchema.SERVICE_OWNERS);
    for (YamlNode owner :
        listed.filter(YamlNode::isList).map(it -> it.list("")).orElse(List.of())) {
      owner.peek("name").flatMap(YamlNode::peekText).ifPresent(names::add);
    }
    if (names.isEmpty()) {
      app.peek("name").flatMap(YamlNode::peekText).ifPresent(names::add);
    }
    if (!names.isEmpty()) {
      owners.put(
          path,
          names.size() <= SHOWN_OWNERS
              ? String.join(", ", names)
              : String.join(", ", names.subList(0, SHOWN_OWNERS))
                  + " and "
                  + (names.size() - SHOWN_OWNERS)
                  + " more");
    }
  }

  /** Returns the service owners of an app, or else its name; empty if the app is unknown. */
  public Optional<String> ownersOf(YamlNode reference) {
    return reference.peek(YamlNode.REFERENCE).flatMap(YamlNode::peekText).map(owners::get);
  }

  public void addOther(String path, String schema) {
    otherSchemas.put(path, schema);
  }

  public boolean isEmpty() {
    return documents.isEmpty() && otherSchemas.isEmpty();
  }

  /** Returns whether there are environments or clusters. */
  public boolean hasDesiredState() {
    return documents.values().stream()
        .map(DataFiles::schemaOf)
        .anyMatch(
            schema ->
                schema.equals(AppInterfaceSchema.ENVIRONMENT)
                    || schema.equals(AppInterfaceSchema.CLUSTER));
  }

  /**
   * Returns whether {@code directory} is the data directory: all relevant documents are below it,
   * no reference resolves from the root, and some reference resolves from the directory.
   */
  public boolean isAllBelow(String directory) {
    Map<String, YamlNode> read = new TreeMap<>(documents);
    read.values().removeIf(document -> !AppInterfaceSchema.isRead(schemaOf(document)));
    if (!read.keySet().stream().allMatch(path -> path.startsWith(directory + "/"))) {
      return false;
    }
    Set<String> references = new HashSet<>();
    read.values().forEach(document -> references.addAll(document.references()));
    return references.stream().noneMatch(documents::containsKey)
        && references.stream().anyMatch(path -> documents.containsKey(directory + path));
  }

  /** Returns the documents of a schema, sorted by path. */
  public Map<String, YamlNode> ofSchema(String schema) {
    Map<String, YamlNode> matching = new TreeMap<>();
    documents.forEach(
        (path, document) -> {
          if (schemaOf(document).equals(schema)) {
            matching.put(path, document);
          }
        });
    return matching;
  }

  /** Returns a document that {@link #resolve} returned. */
  public YamlNode document(String path) {
    return Objects.requireNonNull(documents.get(path));
  }

  /**
   * Returns the path that a reference refers to, a document of the expected schema; empty, with a
   * problem, if there is none.
   *
   * @param from path of the document that contains the reference
   */
  public Optional<String> resolve(YamlNode reference, String what, String from, String schema) {
    Optional<Map<String, YamlNode>> entries = reference.mapping(what);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    YamlNode target = entries.get().get(YamlNode.REFERENCE);
    if (target == null || entries.get().size() != 1) {
      reference.problem(what + " must be a reference: {$ref: /path/of/file.yml}");
      return Optional.empty();
    }
    return target.text(YamlNode.REFERENCE).flatMap(path -> follow(target, path, from, schema));
  }

  private Optional<String> follow(YamlNode location, String path, String from, String schema) {
    String ref = "$ref " + Quoted.of(path);
    if (!path.startsWith("/")) {
      location.problem(ref + " must start with / (the data directory)");
    } else if (List.of(path.split("/", -1)).contains("..")) {
      location.problem(ref + " leaves the data directory");
    } else if (otherSchemas.containsKey(path)) {
      location.problem(ref + unexpectedSchema(otherSchemas.getOrDefault(path, ""), schema));
    } else {
      YamlNode document = documents.get(path);
      if (document != null) {
        return followTo(document, location, path, from, schema);
      }
      location.problem(ref + " does not exist or cannot be read");
    }
    return Optional.empty();
  }

  private Optional<String> followTo(
      YamlNode document, YamlNode location, String path, String from, String schema) {
    String ref = "$ref " + Quoted.of(path);
    if (schemaOf(document).equals(schema)) {
      return Optional.of(path);
    }
    if (path.equals(from) || refersTo(path, from, new HashSet<>())) {
      location.problem(ref + " is cyclic: it refers back to " + SourceLocation.ofPlace(from));
    } else if (schemaOf(document).isEmpty() && isCyclic(document, path)) {
      location.problem(ref + " is cyclic: it refers back to itself");
    } else {
      location.problem(ref + unexpectedSchema(schemaOf(document), schema));
    }
    return Optional.empty();
  }

  private static String unexpectedSchema(String found, String expected) {
    return " has schema " + Quoted.of(found) + ", expected " + expected;
  }

  private boolean isCyclic(YamlNode document, String path) {
    return document.references().stream().anyMatch(next -> refersTo(next, path, new HashSet<>()));
  }

  private boolean refersTo(String path, String goal, Set<String> seen) {
    if (path.equals(goal)) {
      return true;
    }
    YamlNode document = documents.get(path);
    return document != null
        && seen.size() < Limits.DEFAULT.depth()
        && seen.add(path)
        && document.references().stream().anyMatch(next -> refersTo(next, goal, seen));
  }

  public static String schemaOf(YamlNode document) {
    return document.peek(SCHEMA).flatMap(YamlNode::peekText).orElse("");
  }
}
