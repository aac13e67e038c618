package io.github.logconfig.cli.view;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.model.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Files that were rendered into a directory. An index in the directory lists them with their
 * digests, in the format of {@code sha256sum}, so that files which are no longer rendered are
 * recognized and other files are kept.
 */
public final class RenderedFiles {

  private static final String OPTION = "--out-dir";
  private static final String INDEX = ".logconfig-manifests";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) {2}([A-Za-z0-9._/-]+)");

  private final Path directory;

  private RenderedFiles(Path directory) {
    this.directory = directory;
  }

  /** Returns the files below a directory, which need not exist. */
  public static RenderedFiles in(Path directory) {
    return new RenderedFiles(directory);
  }

  /**
   * Writes files and removes those of earlier calls that are not among them.
   *
   * @param files text by relative path
   * @param covered selects the paths that this call could have rendered; others are kept
   * @return the paths of files that were kept because they were edited since
   * @throws InvalidInputException if a file cannot be read, written or removed
   */
  public List<String> replace(SortedMap<String, String> files, Predicate<String> covered) {
    SortedMap<String, String> index = readIndex();
    SortedMap<String, String> next = new TreeMap<>(index);
    files.forEach((path, text) -> next.put(path, digest(text)));
    // listed before they are written: an interrupted run leaves no file that is never removed
    writeIndex(next);
    files.forEach(this::write);
    List<String> edited = new ArrayList<>();
    index.forEach(
        (path, digest) -> {
          if (covered.test(path) && !files.containsKey(path)) {
            if (!remove(path, digest)) {
              edited.add(path);
            }
            next.remove(path);
          }
        });
    writeIndex(next);
    return edited;
  }

  private void write(String path, String text) {
    Path file = directory.resolve(path);
    createDirectory(folderOf(file));
    AtomicFile.write(OPTION, file, out -> out.write(text));
  }

  private static Path folderOf(Path file) {
    return file.toAbsolutePath().resolve("..").normalize();
  }

  private void createDirectory(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw InvalidInputException.of(shown(), e);
    }
  }

  /** Removes a file and its directory if that is empty then; returns false if it was edited. */
  private boolean remove(String path, String digest) {
    Path file = directory.resolve(path);
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || !file.toRealPath().startsWith(directory.toRealPath())) {
        return true;
      }
      if (!digest(Files.readString(file)).equals(digest)) {
        return false;
      }
      Files.delete(file);
      if (path.contains("/")) {
        removeIfEmpty(folderOf(file));
      }
      return true;
    } catch (IOException e) {
      throw InvalidInputException.of(shown(), e);
    }
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException e) {
      // it holds files of others
    }
  }

  private SortedMap<String, String> readIndex() {
    Path file = directory.resolve(INDEX);
    SortedMap<String, String> index = new TreeMap<>();
    if (!Files.exists(file)) {
      return index;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        Matcher entry = LINE.matcher(line);
        if (entry.matches() && isInside(entry.group(2))) {
          index.put(entry.group(2), entry.group(1));
        }
      }
    } catch (IOException e) {
      throw InvalidInputException.of(OPTION + " " + Quoted.of(file.toString()), e);
    }
    return index;
  }

  /** Anybody can edit the index; it must not lead out of the directory. */
  private boolean isInside(String path) {
    Path base = directory.toAbsolutePath().normalize();
    return base.resolve(path).normalize().startsWith(base) && !path.contains("..");
  }

  private void writeIndex(Map<String, String> index) {
    createDirectory(directory);
    String text =
        index.entrySet().stream()
            .map(entry -> entry.getValue() + "  " + entry.getKey() + "\n")
            .collect(Collectors.joining());
    AtomicFile.write(OPTION, directory.resolve(INDEX), out -> out.write(text));
  }

  private String shown() {
    return OPTION + " " + Quoted.of(directory.toString());
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
