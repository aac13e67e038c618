package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a file and the files that it includes, directly or transitively, each once; or all files of
 * a directory. Nothing outside the directory of the first file is read, neither through {@code ..}
 * nor through symbolic links.
 */
final class IncludedFiles {

  private final Path root;
  private final Problems problems;
  private final Limits limits;
  private final DocumentReader reader;
  private final Set<Path> seen = new HashSet<>();
  private int depth;

  private IncludedFiles(Path root, Problems problems, Limits limits, DocumentReader reader) {
    this.root = root;
    this.problems = problems;
    this.limits = limits;
    this.reader = reader;
  }

  /** Reads a file. */
  interface DocumentReader {

    /**
     * Returns the document; empty, with a problem, if it cannot be read.
     *
     * @param name place of the document in messages
     */
    Optional<YamlNode> read(Path file, SourceLocation name);
  }

  /** Reads all files in the order of inclusion, or of their names in a directory. */
  static void read(
      Path file, SourceLocation name, Problems problems, Limits limits, DocumentReader reader) {
    if (Files.isDirectory(file)) {
      new IncludedFiles(file.toAbsolutePath(), problems, limits, reader).readAll(file, name);
      return;
    }
    Path parent = file.toAbsolutePath().getParent();
    new IncludedFiles(parent == null ? file.toAbsolutePath() : parent, problems, limits, reader)
        .read(file, name);
  }

  /**
   * Reads the files below a directory, except for hidden ones: tools keep their own files there.
   */
  private void readAll(Path directory, SourceLocation name) {
    try {
      Path realRoot = root.toRealPath();
      boolean empty = true;
      for (Path file : filesBelow(directory)) {
        empty = false;
        Path real = Files.exists(file) ? file.toRealPath() : file;
        SourceLocation location = YamlFile.location(file);
        if (!Files.isRegularFile(real)) {
          problems.add(location, "not a regular file");
        } else if (!real.startsWith(realRoot)) {
          problems.add(location, "the file is outside the directory " + YamlFile.location(root));
        } else if (seen.size() >= limits.files()) {
          problems.add(location, "more than " + limits.files() + " files are in the directory");
          return;
        } else if (seen.add(real)) {
          read(file, location);
        }
      }
      if (empty) {
        problems.add(name, "the directory has no files; expected .yaml, .yml or .json");
      }
    } catch (IOException e) {
      problems.add(name, "the directory cannot be read: " + reason(e));
    }
  }

  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private void read(Path file, SourceLocation name) {
    Optional<YamlNode> document = reader.read(file, name);
    if (document.isEmpty()) {
      return;
    }
    Optional<YamlNode> includes = document.get().peek(PlainStateParser.INCLUDE);
    if (includes.isEmpty()) {
      return;
    }
    try {
      Path realRoot = root.toRealPath();
      seen.add(file.toRealPath());
      for (YamlNode item : includes.get().list(PlainStateParser.INCLUDE)) {
        Optional<String> path = item.text("a path to include");
        if (path.isPresent()) {
          include(file, path.get(), item, realRoot);
        }
      }
    } catch (IOException e) {
      problems.add(name, "the includes cannot be read: " + reason(e));
    }
  }

  private void include(Path from, String text, YamlNode location, Path realRoot)
      throws IOException {
    Path path;
    try {
      path = Path.of(text);
    } catch (InvalidPathException e) {
      location.problem("include " + Quoted.of(text) + " is not a path");
      return;
    }
    if (path.isAbsolute() || text.isEmpty() || hasParentReference(path)) {
      location.problem(
          "include " + Quoted.of(text) + " must be a path below this file, without ..");
      return;
    }
    Path target = from.resolveSibling(path);
    if (!Files.exists(target)) {
      location.problem("include " + Quoted.of(text) + " does not exist");
    } else if (!target.toRealPath().startsWith(realRoot)) {
      location.problem(
          "include " + Quoted.of(text) + " is outside the directory " + YamlFile.location(root));
    } else if (Files.isDirectory(target)) {
      for (Path file : filesBelow(target)) {
        includeFile(file, text, location, realRoot);
      }
    } else {
      includeFile(target, text, location, realRoot);
    }
  }

  private void includeFile(Path file, String text, YamlNode location, Path realRoot)
      throws IOException {
    Path real = Files.exists(file) ? file.toRealPath() : file;
    if (!Files.isRegularFile(real)) {
      location.problem(
          "include "
              + Quoted.of(text)
              + " has "
              + YamlFile.location(file)
              + ", which is not a regular file");
    } else if (!real.startsWith(realRoot)) {
      location.problem(
          "include " + Quoted.of(text) + " is outside the directory " + YamlFile.location(root));
    } else if (seen.size() >= limits.files()) {
      location.problem("more than " + limits.files() + " files are included");
    } else if (depth >= limits.depth()) {
      location.problem("includes are nested deeper than " + limits.depth());
    } else if (seen.add(real)) {
      depth++;
      read(file, YamlFile.location(file));
      depth--;
    }
  }

  /** Sorted, so that the reported duplicate does not depend on the file system. */
  private List<Path> filesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> YamlFile.isDataFile(file) && !Files.isDirectory(file))
          .filter(file -> !isHidden(directory.relativize(file)))
          .limit(limits.files() + 1L)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private static boolean hasParentReference(Path path) {
    for (Path part : path) {
      if (part.toString().equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static String reason(IOException e) {
    String what = Problems.oneLine(String.valueOf(e.getMessage()));
    return e instanceof AccessDeniedException ? "permission denied: " + what : what;
  }
}
