package io.github.logconfig.source;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.Problems.Place;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The data files below one directory, by their path from it, and the references between them.
 * Nothing outside the directory is read, neither through {@code ..} nor through a symbolic link.
 */
final class DataFiles {

  static final String REF = "$ref";
  static final String SCHEMA = "$schema";

  private final Map<String, YamlNode> documents;

  private DataFiles(Map<String, YamlNode> documents) {
    this.documents = documents;
  }

  static DataFiles read(Path root, Problems problems) {
    Map<String, YamlNode> documents = new TreeMap<>();
    if (!Files.isDirectory(root)) {
      problems.add(Place.wholeOf(root.toString()), "this is not a directory");
      return new DataFiles(documents);
    }
    Set<String> found = new LinkedHashSet<>();
    try {
      Path realRoot = root.toRealPath();
      for (Path file : dataFiles(realRoot)) {
        String path = "/" + realRoot.relativize(file).toString().replace('\\', '/');
        found.add(path);
        if (leadsOutOf(realRoot, file)) {
          problems.add(Place.wholeOf(path), "the symbolic link leads out of the data directory");
        } else {
          YamlFile.read(file, path, problems).ifPresent(document -> documents.put(path, document));
        }
      }
    } catch (IOException e) {
      problems.add(
          Place.wholeOf(root.toString()), "the directory cannot be read: " + e.getMessage());
    }
    if (found.isEmpty()) {
      problems.add(
          Place.wholeOf(root.toString()), "the directory holds no .yml, .yaml or .json file");
    }
    return new DataFiles(documents);
  }

  /** The documents of a schema by their path, in the order of the paths. */
  Map<String, YamlNode> ofSchema(String schema) {
    Map<String, YamlNode> matching = new TreeMap<>();
    documents.forEach(
        (path, document) -> {
          if (schemaOf(document).equals(schema)) {
            matching.put(path, document);
          }
        });
    return matching;
  }

  /**
   * The path that a cross reference leads to, which is a document of the expected schema; empty,
   * and a problem, otherwise.
   *
   * @param from the path of the document in which the reference stands
   */
  Optional<String> resolve(YamlNode reference, String what, String from, String schema) {
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
    if (!path.startsWith("/")) {
      place.problem("$ref " + Quoted.of(path) + " must begin with / (the data directory)");
      return Optional.empty();
    }
    if (List.of(path.split("/", -1)).contains("..")) {
      place.problem("$ref " + Quoted.of(path) + " leaves the data directory");
      return Optional.empty();
    }
    YamlNode document = documents.get(path);
    if (document == null) {
      place.problem("$ref " + Quoted.of(path) + " leads to no file that can be read");
      return Optional.empty();
    }
    if (schemaOf(document).equals(schema)) {
      return Optional.of(path);
    }
    if (path.equals(from) || leadsTo(path, from, new HashSet<>())) {
      place.problem("$ref " + Quoted.of(path) + " is cyclic: it leads back to " + from);
      return Optional.empty();
    }
    if (document.peek(SCHEMA).isEmpty() && isCyclic(document, path)) {
      place.problem("$ref " + Quoted.of(path) + " is cyclic: it leads back to itself");
      return Optional.empty();
    }
    place.problem(
        "$ref "
            + Quoted.of(path)
            + " leads to a document of schema "
            + Quoted.of(schemaOf(document))
            + ", expected "
            + schema);
    return Optional.empty();
  }

  private boolean isCyclic(YamlNode document, String path) {
    return references(document).anyMatch(next -> leadsTo(next, path, new HashSet<>()));
  }

  private boolean leadsTo(String path, String goal, Set<String> seen) {
    if (path.equals(goal)) {
      return true;
    }
    YamlNode document = documents.get(path);
    return document != null
        && seen.add(path)
        && references(document).anyMatch(next -> leadsTo(next, goal, seen));
  }

  private static Stream<String> references(YamlNode node) {
    return Stream.concat(
        node.peek(REF).flatMap(YamlNode::peekText).stream(),
        node.children().stream().filter(YamlNode::isCollection).flatMap(DataFiles::references));
  }

  private static String schemaOf(YamlNode document) {
    return document.peek(SCHEMA).flatMap(YamlNode::peekText).orElse("");
  }

  private static List<Path> dataFiles(Path root) throws IOException {
    Set<Path> files = new TreeSet<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return List.copyOf(files);
  }

  private static boolean leadsOutOf(Path root, Path file) throws IOException {
    return Files.isSymbolicLink(file) && Files.exists(file) && !file.toRealPath().startsWith(root);
  }
}
