package io.github.logconfig.source.internal.appinterface;

import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.internal.yaml.Limits;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The data files of a tree, by their path from its root, and the references between them. Of files
 * whose schema has nothing to do with logs no more than the schema is kept.
 */
public final class DataFiles {

  public static final String REF = "$ref";
  public static final String SCHEMA = "$schema";

  private final Map<String, YamlNode> documents = new TreeMap<>();
  private final Map<String, String> otherSchemas = new TreeMap<>();

  public void add(String path, YamlNode document) {
    String schema = schemaOf(document);
    if (schema.isEmpty() || AppInterfaceSchema.isRead(schema)) {
      documents.put(path, document);
    } else {
      addOther(path, schema);
    }
  }

  public void addOther(String path, String schema) {
    otherSchemas.put(path, schema);
  }

  public boolean isEmpty() {
    return documents.isEmpty() && otherSchemas.isEmpty();
  }

  /** Whether there are environments or clusters. */
  public boolean hasDesiredState() {
    return documents.values().stream()
        .map(DataFiles::schemaOf)
        .anyMatch(
            schema ->
                schema.equals(AppInterfaceSchema.ENVIRONMENT)
                    || schema.equals(AppInterfaceSchema.CLUSTER));
  }

  /**
   * Whether all documents that are read stand below a directory that references do not begin with,
   * and lead to documents there: then that directory is the data directory.
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

  /** The documents of a schema by their path, in the order of the paths. */
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

  /** Returns a document that {@link #resolve} has found. */
  public YamlNode document(String path) {
    return Objects.requireNonNull(documents.get(path));
  }

  /**
   * The path that a cross reference leads to, which is a document of the expected schema; empty,
   * and a problem, otherwise.
   *
   * @param from the path of the document in which the reference stands
   */
  public Optional<String> resolve(YamlNode reference, String what, String from, String schema) {
    Optional<Map<String, YamlNode>> entries = reference.mapping(what);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    YamlNode target = entries.get().get(REF);
    if (target == null || entries.get().size() != 1) {
      reference.problem(what + " must be a reference: {$ref: /path/of/file.yml}");
      return Optional.empty();
    }
    return target.text(REF).flatMap(path -> follow(target, path, from, schema));
  }

  private Optional<String> follow(YamlNode place, String path, String from, String schema) {
    String ref = "$ref " + Quoted.of(path);
    if (!path.startsWith("/")) {
      place.problem(ref + " must begin with / (the data directory)");
    } else if (List.of(path.split("/", -1)).contains("..")) {
      place.problem(ref + " leaves the data directory");
    } else if (otherSchemas.containsKey(path)) {
      place.problem(ref + leadsToSchema(otherSchemas.getOrDefault(path, ""), schema));
    } else {
      YamlNode document = documents.get(path);
      if (document != null) {
        return followTo(document, place, path, from, schema);
      }
      place.problem(ref + " leads to no file that can be read");
    }
    return Optional.empty();
  }

  private Optional<String> followTo(
      YamlNode document, YamlNode place, String path, String from, String schema) {
    String ref = "$ref " + Quoted.of(path);
    if (schemaOf(document).equals(schema)) {
      return Optional.of(path);
    }
    if (path.equals(from) || leadsTo(path, from, new HashSet<>())) {
      place.problem(ref + " is cyclic: it leads back to " + new Problem(from, 0, "").place());
    } else if (schemaOf(document).isEmpty() && isCyclic(document, path)) {
      place.problem(ref + " is cyclic: it leads back to itself");
    } else {
      place.problem(ref + leadsToSchema(schemaOf(document), schema));
    }
    return Optional.empty();
  }

  private static String leadsToSchema(String found, String expected) {
    return " leads to a document of schema " + Quoted.of(found) + ", expected " + expected;
  }

  private boolean isCyclic(YamlNode document, String path) {
    return document.references().stream().anyMatch(next -> leadsTo(next, path, new HashSet<>()));
  }

  private boolean leadsTo(String path, String goal, Set<String> seen) {
    if (path.equals(goal)) {
      return true;
    }
    YamlNode document = documents.get(path);
    return document != null
        && seen.size() < Limits.DEFAULT.depth()
        && seen.add(path)
        && document.references().stream().anyMatch(next -> leadsTo(next, goal, seen));
  }

  public static String schemaOf(YamlNode document) {
    return document.peek(SCHEMA).flatMap(YamlNode::peekText).orElse("");
  }
}
