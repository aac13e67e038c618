package io.github.logconfig.source.internal.appinterface;

import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile;
import io.github.logconfig.source.internal.yaml.YamlFile.FilteredDocument;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the YAML and JSON files below a directory. Like the bundler, it skips hidden files and
 * directories. It reads regular files only, and nothing outside the directory, neither through
 * {@code ..} nor through symbolic links.
 */
public final class DataDirectory {

  /** Data directory in a repository of app-interface data. */
  private static final String DATA = "/data";

  private final Path root;
  private final Path shownRoot;
  private final Problems problems;
  private final Limits limits;

  private DataDirectory(Path root, Path shownRoot, Problems problems, Limits limits) {
    this.root = root;
    this.shownRoot = shownRoot;
    this.problems = problems;
    this.limits = limits;
  }

  public static DataFiles read(Path root, Problems problems, Limits limits) {
    DataFiles files = new DataFiles();
    SourceLocation location = YamlFile.location(root);
    if (!Files.isDirectory(root)) {
      problems.add(location, "this is not a directory");
      return files;
    }
    Problems own = new Problems();
    try {
      new DataDirectory(root.toRealPath(), root, own, limits).readInto(files);
    } catch (IOException e) {
      own.add(
          location,
          "the directory cannot be read: " + Problems.oneLine(String.valueOf(e.getMessage())));
    }
    if (files.isAllBelow(DATA)) {
      problems.add(
          location,
          "this is not the data directory: references start from the directory data below it; use "
              + root.resolve("data"));
      return new DataFiles();
    }
    problems.addAll(own);
    if (files.isEmpty() && own.isEmpty()) {
      problems.add(location, "the directory contains no .yml, .yaml or .json file");
    }
    return files;
  }

  private void readInto(DataFiles files) throws IOException {
    SortedMap<Path, Boolean> found = dataFiles();
    if (found.size() > limits.files()) {
      problems.add(
          YamlFile.location(shownRoot), "there are more than " + limits.files() + " files");
      return;
    }
    YamlFile yaml = YamlFile.keeping(AppInterfaceSchema.KEYS, limits);
    for (Map.Entry<Path, Boolean> entry : found.entrySet()) {
      Path file = entry.getKey();
      Optional<String> rejection = entry.getValue() ? Optional.empty() : rejection(file);
      if (rejection.isPresent()) {
        problems.add(location(file), rejection.get());
      } else {
        yaml.readFiltered(file, location(file), problems)
            .ifPresent(read -> add(pathOf(file), read, files));
      }
    }
  }

  private void add(String path, FilteredDocument read, DataFiles files) {
    YamlNode document = read.document();
    if (AppInterfaceSchema.isRead(DataFiles.schemaOf(document))) {
      problems.addAll(read.duplicateKeys());
    }
    SpellingCheck.check(document, read.ignoredKeys(), problems);
    files.add(path, document);
  }

  /** Returns the data files; the value is whether the file is a regular file. */
  private SortedMap<Path, Boolean> dataFiles() throws IOException {
    SortedMap<Path, Boolean> files = new TreeMap<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return !directory.equals(root) && isHidden(directory)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (isHidden(file)) {
              return FileVisitResult.CONTINUE;
            }
            if (YamlFile.isDataFile(file)) {
              files.put(file, attributes.isRegularFile());
            } else if (attributes.isSymbolicLink()
                && Files.isDirectory(file)
                && pointsOutside(file)) {
              problems.add(location(file), "the symbolic link points outside the data directory");
            }
            return files.size() > limits.files()
                ? FileVisitResult.TERMINATE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, @Nullable IOException failure) {
            if (isHidden(file)) {
              return FileVisitResult.CONTINUE;
            }
            problems.add(location(file), "cannot be read (permission denied?)");
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private Optional<String> rejection(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.of("the file does not exist");
    }
    if (pointsOutside(file)) {
      return Optional.of("the symbolic link points outside the data directory");
    }
    return Files.isRegularFile(file) ? Optional.empty() : Optional.of("not a regular file");
  }

  /** Returns whether the file is a link that points outside the root. Its parents are not links. */
  private boolean pointsOutside(Path file) throws IOException {
    return Files.isSymbolicLink(file) && !file.toRealPath().startsWith(root);
  }

  /** Returns where a reviewer finds a file: its path from the directory as the user gave it. */
  private SourceLocation location(Path file) {
    return YamlFile.location(shownRoot.resolve(root.relativize(file)));
  }

  /** Returns the path by which references refer to a file. */
  private String pathOf(Path file) {
    return "/" + root.relativize(file).toString().replace('\\', '/');
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }
}
